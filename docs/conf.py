"""The web site. `npm run site` puts this folder, the lessons, the ledger and the reference together in
build/site-source, and builds it from there."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "Score matching, checked while you read"
author = "The authors of the course"
project_copyright = "MIT licence"
language = os.environ.get("SITE_LANGUAGE", "en")

extensions = ["myst_parser", "katex_math", "equations", "theme_repairs"]
myst_enable_extensions = [
    "dollarmath",
    "colon_fence",
    "deflist",
    "attrs_inline",
    "fieldlist",
]
myst_heading_anchors = 6
myst_dmath_double_inline = True

exclude_patterns = ["_extensions", "locales"]
highlight_language = "none"
html_math_renderer = "katex"
smartquotes = False

# A second language: one catalogue for each page, keyed by the source text.
locale_dirs = ["locales"]
gettext_compact = False
gettext_uuid = False

html_theme = "sphinx_book_theme"
html_context = {"default_mode": "auto"}
html_title = "Score matching"
html_static_path = ["_static"]
html_css_files = ["katex/katex.min.css", "course.css"]
html_js_files = [("course.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_theme_options = {
    "home_page_in_toc": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "toc_title": "On this page",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

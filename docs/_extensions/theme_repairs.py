"""Mends what the theme leaves: its icons come twice, as a font and as a script of half a megabyte, of
which the font is enough; two of its controls have no name, or not the one that is seen."""

import re
from pathlib import Path

REPAIRS = [
    (re.compile(r"\s*<script[^>]*/fontawesome\.js[^>]*></script>"), ""),
    (
        re.compile(r'(<button[^>]*search-button-field[^>]*?) aria-label="[^"]*"'),
        r"\1",
    ),
    (
        re.compile(r'<summary>(?=<span class="toctree-toggle")'),
        '<summary aria-label="Pages below">',
    ),
]


def repair(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        mended = text
        for fault, remedy in REPAIRS:
            mended = fault.sub(remedy, mended)
        if mended != text:
            page.write_text(mended, "utf-8", newline="\n")
    static = out / "_static"
    for path in [*static.rglob("*.map"), *static.glob("scripts/fontawesome.*")]:
        path.unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

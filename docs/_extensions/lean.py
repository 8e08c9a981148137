"""Leaves out what the theme brings and no page needs. Its icons come twice, as a font and as a script of
half a megabyte; the font is enough."""

import re
from pathlib import Path

SCRIPT = re.compile(r"\s*<script[^>]*/fontawesome\.js[^>]*></script>")


def leave_out(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        leaner = SCRIPT.sub("", text)
        if leaner != text:
            page.write_text(leaner, "utf-8", newline="\n")
    unused = [
        *(out / "_static").rglob("*.map"),
        *out.glob("_static/scripts/fontawesome.*"),
    ]
    for path in unused:
        path.unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Mathematics as HTML and MathML, made while the site is built: a page needs no script for it."""

import json
import os
import re
import subprocess
from html import escape

from docutils.nodes import SkipNode
from sphinx.util import logging

logger = logging.getLogger(__name__)

TAG = re.compile(r"\\tag\{([^}]*)\}")


class Katex:
    """One Node process for all formulas; a line of JSON in, a line of JSON out."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [os.environ.get("NODE", "node"), program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.known = {}

    def render(self, latex, display):
        key = (latex, display)
        if key not in self.known:
            self.process.stdin.write(json.dumps({"latex": latex, "display": display}))
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            self.known[key] = json.loads(self.process.stdout.readline())
        return self.known[key]


# A build in parallel forks, and two processes cannot share one pipe.
renderers = {}


def rendered(translator, node, display):
    """The formula, without its number."""
    config = translator.builder.config
    katex = renderers.get(os.getpid())
    if katex is None:
        katex = renderers[os.getpid()] = Katex(config.katex_program)
    latex = TAG.sub("", node.astext()).strip()
    answer = katex.render(latex, display)
    if "error" in answer:
        logger.warning("KaTeX: %s", answer["error"], location=node)
        return f"<code>{escape(latex)}</code>"
    return answer["html"]


def visit_math(translator, node):
    html = rendered(translator, node, False)
    translator.body.append(f'<span class="math">{html}</span>')
    raise SkipNode


def visit_math_block(translator, node):
    # The number is text beside the formula, so that it neither scrolls away nor lies over it.
    html = rendered(translator, node, True)
    number = TAG.search(node.astext())
    aside = ""
    name = ""
    if number:
        name = f' id="eq-{number[1].replace(".", "-")}"'
        aside = f'<span class="equation-number">({number[1]})</span>'
    if item := node.get("item"):
        aside += f'<a class="equation-item" href="{node["ledger"]}#{item.lower()}" title="{item} in the ledger">{item}</a>'
    if aside:
        aside = f'<div class="equation-aside">{aside}</div>'
    translator.body.append(
        f'<div class="math equation"{name}><div class="equation-body">{html}</div>{aside}</div>\n'
    )
    raise SkipNode


def setup(app):

    app.add_config_value("katex_program", "", "env", types=[str])
    app.connect(
        "build-finished", lambda *_: [k.process.kill() for k in renderers.values()]
    )
    app.add_html_math_renderer(
        "katex",
        inline_renderers=(visit_math, None),
        block_renderers=(visit_math_block, None),
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}

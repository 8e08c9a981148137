"""What a lesson says about its displayed equations: `<!-- claim B2 -->` before one names the item of the
ledger that it states, and (1.3) in the text leads to the equation of that number."""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

CLAIM = re.compile(r"claim\s+(B\d+)")
NUMBER = re.compile(r"\((\d{1,2}\.\d{1,2})\)")
TAG = re.compile(r"\\tag\{([\d.]+)\}")


class Equations(SphinxTransform):
    """Gives each displayed equation a name, eq-1-3, to which any page can link, and the item that the
    comment before it names."""

    default_priority = 500

    def apply(self):
        for equation in list(self.document.findall(nodes.math_block)):
            if number := TAG.search(equation.astext()):
                equation["names"].append(name_of(number[1]))
                self.document.note_explicit_target(equation)
            before = equation.parent.index(equation) - 1
            comment = equation.parent[before] if before >= 0 else None
            if not isinstance(comment, nodes.comment | nodes.raw):
                continue
            if found := CLAIM.search(comment.astext()):
                equation["item"] = found[1]
                equation["ledger"] = self.app.builder.get_relative_uri(
                    self.env.docname, "ledger"
                )


def name_of(number):
    return f"eq-{number.replace('.', '-')}"


class References(SphinxPostTransform):
    """Links (1.3), after translation, to the equation of this page that has the number."""

    default_priority = 900

    def run(self, **_):
        here = {
            number
            for equation in self.document.findall(nodes.math_block)
            for number in TAG.findall(equation.astext())
        }
        if not here:
            return
        for text in list(self.document.findall(nodes.Text)):
            if stands_apart(text):
                continue
            pieces = linked(text.astext(), here)
            if len(pieces) > 1:
                text.parent.replace(text, pieces)


def stands_apart(text):
    apart = (
        nodes.literal
        | nodes.math
        | nodes.FixedTextElement
        | nodes.reference
        | nodes.title
    )
    apart = apart | nodes.raw | nodes.comment
    parent = text.parent
    while parent is not None:
        if isinstance(parent, apart):
            return True
        parent = parent.parent
    return False


def linked(words, here):
    pieces, end = [], 0
    for match in NUMBER.finditer(words):
        if match[1] not in here:
            continue
        pieces.append(nodes.Text(words[end : match.start()]))
        target = name_of(match[1])
        pieces.append(nodes.reference("", match[0], internal=True, refuri=f"#{target}"))
        end = match.end()
    return [*pieces, nodes.Text(words[end:])]


def setup(app):
    app.add_transform(Equations)
    app.add_post_transform(References)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

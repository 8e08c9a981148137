"""Lessons as they are written, and notebooks as an executed lesson leaves them, made by hand."""

from lessons.judge import CHECK, SVG
from lessons.run import Execution
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

PARAMETERS = 'import { check } from "score-matching";\n\nconst seed = 1;'

FRONT = """---
jupyter:
  kernelspec:
    display_name: TypeScript (score-matching)
    language: typescript
    name: score-matching
---
"""


def region(tag, text):
    """A Markdown cell of a lesson's source."""
    return f'\n<!-- #region tags=["{tag}"] -->\n{text}\n<!-- #endregion -->\n'


def fence(tags, source):
    """A code cell of a lesson's source."""
    listed = ", ".join(f'"{tag}"' for tag in tags.split())
    return f"\n```typescript tags=[{listed}]\n{source}\n```\n"


def markdown(tag, source):
    return new_markdown_cell(source, metadata={"tags": [tag]})


def code(tag, *outputs, source="1 + 1", also=()):
    return new_code_cell(source, metadata={"tags": [tag, *also]}, outputs=list(outputs))


def check(item="B1", claim="they agree", holds=True, **record):
    full = {
        "id": item,
        "claim": claim,
        "kind": "equal",
        "holds": holds,
        "distance": 1.5,
        "unit": "standard errors",
        "tolerance": 4,
        "rejected": [{"name": "no constant", "value": 2, "distance": 40, "least": 10}],
        **record,
    }
    word = "holds" if holds else "fails: the two routes do not agree"
    return new_output(
        "display_data", data={CHECK: full, "text/plain": f"{item} · {claim}: {word}"}
    )


def figure(id="slope", caption="It rises.", description="A line.", svg="<svg/>"):
    data = {"text/plain": description}
    if svg is not None:
        data[SVG] = svg
    about = {"figure": id, "caption": caption, "description": description}
    return new_output("execute_result", data=data, metadata={"score-matching": about})


def executed(*cells, **how):
    first = [markdown("title", "# 1. A lesson"), code("parameters", source=PARAMETERS)]
    return Execution(new_notebook(cells=[*first, *cells]), **how)

"""A lesson (Markdown, jupytext's `md` format) as a notebook, and back, without loss."""

import re
from collections import Counter

import jupytext
import nbformat

LANGUAGE_INFO = {
    "file_extension": ".ts",
    "mimetype": "text/x.typescript",
    "name": "typescript",
}

# Only what an author writes is kept: the kernel and the tags. jupytext's own version stays out of
# the files, so that a newer jupytext changes none of them.
FORMAT = {
    "extension": ".md",
    "format_name": "markdown",
    "notebook_metadata_filter": "kernelspec,-jupytext,-all",
    "cell_metadata_filter": "tags,-all",
}

# A link to another lesson: the target of a Markdown link that is a file name and nothing else.
LINK = re.compile(r"(\]\()(\d\d-[a-z0-9-]+)\.(md|ipynb)(#[^)\s]*)?(\))")


def notebook_of(text):
    """The notebook of a lesson's text, the same to the byte each time: no outputs, no counts, ids
    that are made of the tags."""
    notebook = jupytext.reads(text, fmt=FORMAT)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": notebook.metadata.get("kernelspec", {}),
            "language_info": LANGUAGE_INFO,
        }
    )
    seen = Counter()
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        name = re.sub(r"[^A-Za-z0-9_-]", "-", tags[0])[:48] if tags else "cell"
        seen[name] += 1
        cell.id = f"{name}-{seen[name]}"
        if cell.cell_type == "markdown":
            cell.source = link_to(cell.source, "ipynb")
    return notebook


def text_of(notebook):
    """The lesson's text of a notebook, as JupyterLab saved it."""
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = link_to(cell.source, "md")
    return jupytext.writes(notebook, fmt=FORMAT)


def link_to(source, extension):
    """Links among lessons lead to the Markdown file in lessons/, to the notebook in notebooks/."""
    return LINK.sub(
        lambda m: f"{m[1]}{m[2]}.{extension}{m[4] or ''}{m[5]}",
        source,
    )


def write(notebook):
    """The bytes of a notebook file: JupyterLab's own layout, one space and a last newline."""
    return nbformat.writes(notebook, version=4, indent=1).rstrip("\n") + "\n"

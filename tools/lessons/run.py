"""Runs one lesson headless, cell by cell, in the project's kernel."""

import re
import time
from dataclasses import dataclass, field

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

KERNEL = "score-matching"
HEADING = re.compile(r"^(#+)\s+(.+)$", re.MULTILINE)
SEED = re.compile(r"^(\s*const seed\s*=\s*)\d+(\s*;)", re.MULTILINE)


class NoSeed(Exception):
    """A lesson whose seed cannot be replaced."""


@dataclass
class Execution:
    """What running a lesson gave: the notebook with its outputs, and what stopped it, if anything."""

    notebook: object
    seconds: float = 0.0
    cell_seconds: dict = field(default_factory=dict)  # by index of the cell
    stopped_at: int | None = None  # index of the cell
    reason: str | None = None


def with_seed(notebook, seed):
    """Puts another seed into the line `const seed = 1;` of the cell tagged `parameters`."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []) and cell.cell_type == "code":
            source, n = SEED.subn(rf"\g<1>{seed}\g<2>", cell.source)
            if n == 1:
                cell.source = source
                return notebook
    raise NoSeed(
        "no code cell tagged `parameters` has a line `const seed = 1;`, so --seed has no effect"
    )


def labels(notebook):
    """For each cell, its tag and the headings it stands under: "Part II. Two identities, Check"."""
    found, headings = [], {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for marks, words in HEADING.findall(cell.source):
                headings = {k: v for k, v in headings.items() if k < len(marks)}
                headings[len(marks)] = words.strip()
        tags = cell.metadata.get("tags", [])
        # The title of the lesson says nothing where a heading below it does.
        below = [words for level, words in sorted(headings.items()) if level > 1]
        under = ", ".join(below) or headings.get(1, "")
        found.append((tags[0] if tags else "", under))
    return found


def execute(notebook, *, folder, limit, progress):
    """Runs the code cells in order and stops at the first error, or after `limit` seconds.

    progress.starts(i) and progress.ends(i, seconds, ok) are called for each code cell."""
    result = Execution(notebook)
    began = time.monotonic()
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()
        progress.starts(cell_index)

    def on_executed(cell, cell_index, execute_reply):
        seconds = time.monotonic() - started[cell_index]
        result.cell_seconds[cell_index] = seconds
        ok = execute_reply["content"]["status"] == "ok" or expects_error(cell)
        progress.ends(cell_index, seconds, ok)

    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(folder)}},
        startup_timeout=120,
        timeout_func=lambda _cell: max(1, round(limit - (time.monotonic() - began))),
        on_cell_start=lambda cell, cell_index: (
            on_start(cell, cell_index) if cell.cell_type == "code" else None
        ),
        on_cell_executed=on_executed,
    )
    try:
        client.execute()
    except CellExecutionError as problem:
        stop(
            result,
            started,
            "\n".join(without_color(str(part)) for part in problem.args[:1]),
        )
        result.reason = error_of(notebook.cells[result.stopped_at]) or result.reason
    except CellTimeoutError:
        stop(
            result, started, f"did not end: the lesson was stopped after {limit:.0f} s"
        )
        progress.ends(
            result.stopped_at, time.monotonic() - started[result.stopped_at], False
        )
    except DeadKernelError:
        stop(result, started, "the kernel died")
        progress.ends(result.stopped_at, 0.0, False)
    except NoSuchKernel:
        stop(
            result,
            started,
            f"the kernel {KERNEL} is not installed; run `npm start -- --check`",
        )
    except (RuntimeError, TimeoutError, OSError) as problem:
        stop(result, started, f"the kernel {KERNEL} could not run it: {problem}")
    result.seconds = time.monotonic() - began
    return result


def stop(result, started, reason):
    result.stopped_at = max(started, default=None)
    result.reason = reason


def expects_error(cell):
    return "raises-exception" in cell.metadata.get("tags", [])


def error_of(cell):
    """The message of a cell's error output, with the first lines of its trace."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            head = f"{output.ename}: {output.evalue}"
            trace = [
                without_color(line) for line in "\n".join(output.traceback).splitlines()
            ]
            places = [
                line for line in trace if line.strip() and line.strip() not in head
            ][:6]
            return "\n".join([without_color(head), *places])
    return None


def without_color(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)

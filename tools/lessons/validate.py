"""npm run validate -- a1: runs the visible tests of an assignment, as the Validate button does."""

import argparse
import json
import logging
import re
import sys
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.reader import NotJSONError
from nbgrader.validator import Validator
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
# The same as the button's, which the lab reads: a task that does not compile is named itself, and not
# only the test that misses its function; and a slow machine has time.
CONFIG = Config(json.loads(Path(__file__).with_name("validation.json").read_text()))
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def notebook_named(word, root=ROOT):
    """my-notebooks/a1.ipynb for a1, or the file that the word names."""
    path = Path(word)
    return path if path.suffix == ".ipynb" else root / "my-notebooks" / f"{word}.ipynb"


def sentences(results):
    """What nbgrader found, a line for each test: what came, what was expected, how far apart."""
    found = []
    for cell in results.get("type_changed", []):
        found.append(
            f"a cell that was {cell['old_type']} is now {cell['new_type']}: {head(cell)}"
        )
    for cell in results.get("changed", []):
        found.append(
            f"a test was edited, and will not count as it stands: {head(cell)}"
        )
    for cell in results.get("failed", []):
        error = COLOUR.sub("", cell["raw_error"]).strip()
        first = error.splitlines()[0].removeprefix("NotYet: ") if error else ""
        found.append(first or f"failed: {head(cell)}")
    return found


def head(cell):
    return cell["source"].strip().splitlines()[0][:80]


def main(argv):
    parser = argparse.ArgumentParser(prog="npm run validate --", description=__doc__)
    parser.add_argument("assignment", help="a1, or the path of a notebook")
    path = notebook_named(parser.parse_args(argv).assignment)
    if not path.is_file():
        print(
            f"There is no {path}: run npm start, which brings the assignments.",
            file=sys.stderr,
        )
        return 1
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    print(f"Running {path.name} ...", flush=True)
    try:
        found = sentences(Validator(config=CONFIG).validate(str(path.resolve())))
    except (CellTimeoutError, DeadKernelError, NotJSONError) as problem:
        reason = str(problem).splitlines()[0]
        print(f"{path.name} could not be run to its end: {reason}", file=sys.stderr)
        return 1
    for sentence in found:
        print(f"  {sentence}")
    print("All visible tests pass." if not found else f"\n{len(found)} to go.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

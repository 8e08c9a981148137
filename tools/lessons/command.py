"""The command line of npm run course. It needs Python alone, so that a slip is named before anything
is set up: `python -m lessons.command WORDS` judges the words and does nothing else."""

import argparse
import re
import sys
from pathlib import Path

from lessons.selection import UnknownLesson, chosen

ROOT = Path(__file__).resolve().parents[2]
ABOUT = """npm run course: runs lessons through the kernel, judges them, and keeps figures/ and ledger.json."""


def seeds(text):
    match = re.fullmatch(r"(\d+)\.\.(\d+)", text)
    if not match or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError("write a range such as 1..20")
    return range(int(match[1]), int(match[2]) + 1)


def arguments(argv):
    parser = argparse.ArgumentParser(prog="npm run course --", description=ABOUT)
    parser.add_argument(
        "lessons",
        nargs="*",
        help="numbers, file names or items: 03 B13; all without one",
    )
    parser.add_argument(
        "--update", action="store_true", help="refresh figures/ and ledger.json"
    )
    parser.add_argument("--seed", type=int, help="another seed for every random number")
    parser.add_argument(
        "--seeds", type=seeds, metavar="A..B", help="a run for each seed, and a summary"
    )
    parser.add_argument(
        "--output", type=Path, help="folder of the executed notebooks [build/course]"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.update and (options.seed is not None or options.seeds):
        parser.error(
            "--update keeps what the lessons' own seeds give; leave --seed and --seeds out"
        )
    if options.seed is not None and options.seeds:
        parser.error("give --seed or --seeds, not both")
    return options


def main(argv):
    options = arguments(argv)
    try:
        chosen(options.lessons, options.root / "lessons")
    except ModuleNotFoundError:
        # Whether an unchecked item is planned stands in a YAML file: it is judged after the set-up.
        pass


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UnknownLesson as problem:
        sys.exit(str(problem))

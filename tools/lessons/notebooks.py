"""npm run notebooks: writes notebooks/ from lessons/; --check names those out of step; --back writes
lessons/ from notebooks/ for an author who edited the notebook in JupyterLab."""

import argparse
import sys
from pathlib import Path

import nbformat

from lessons.convert import notebook_of, text_of, write
from lessons.selection import NAME, UnknownLesson, all_lessons, chosen

ROOT = Path(__file__).resolve().parents[2]


def arguments(argv):
    parser = argparse.ArgumentParser(prog="npm run notebooks --", description=__doc__)
    parser.add_argument(
        "lessons", nargs="*", help="numbers or file names; all without one"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--check", action="store_true", help="change nothing, name those out of step"
    )
    way.add_argument(
        "--back", action="store_true", help="write lessons/ from notebooks/"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def out_of_step(lessons, folder):
    """The notebooks that differ from their lessons, are missing, or have no lesson."""
    found = []
    for path in lessons:
        target = folder / f"{path.stem}.ipynb"
        wanted = write(notebook_of(path.read_text("utf-8")))
        if not target.exists():
            found.append((target, f"missing; lesson {path.name} has no notebook"))
        elif target.read_text("utf-8") != wanted:
            found.append((target, f"differs from lesson {path.name}"))
    return found


def without_lesson(source, folder):
    stems = {path.stem for path in all_lessons(source)}
    return [path for path in sorted(folder.glob("*.ipynb")) if path.stem not in stems]


def forwards(lessons, folder):
    folder.mkdir(exist_ok=True)
    for path in lessons:
        target = folder / f"{path.stem}.ipynb"
        wanted = write(notebook_of(path.read_text("utf-8")))
        if target.exists() and target.read_text("utf-8") == wanted:
            continue
        target.write_text(wanted, "utf-8", newline="\n")
        print(f"wrote notebooks/{target.name}")


def backwards(words, source, folder):
    notebooks = [
        path for path in sorted(folder.glob("*.ipynb")) if NAME.match(path.stem)
    ]
    if words:
        stems = {path.stem for path in chosen(words, source)}
        stems |= {
            path.stem
            for path in notebooks
            if path.stem in words or path.stem[:2] in words
        }
        notebooks = [path for path in notebooks if path.stem in stems]
    for path in notebooks:
        target = source / f"{path.stem}.md"
        text = text_of(nbformat.read(path, as_version=4))
        if not target.exists() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8", newline="\n")
            print(f"wrote lessons/{target.name}")
        # The notebook loses its outputs, and is in step again.
        path.write_text(write(notebook_of(text)), "utf-8", newline="\n")


def main(argv):
    options = arguments(argv)
    source, folder = options.root / "lessons", options.root / "notebooks"
    if options.back:
        backwards(options.lessons, source, folder)
        return 0
    lessons = chosen(options.lessons, source)
    if not options.check:
        forwards(lessons, folder)
        for path in without_lesson(source, folder):
            print(
                f"notebooks/{path.name} has no lesson; delete it, or make a lesson of it by --back"
            )
        return 0
    found = out_of_step(lessons, folder)
    if not options.lessons:
        found += [(path, "has no lesson") for path in without_lesson(source, folder)]
    for path, problem in found:
        print(f"notebooks/{path.name} {problem}", file=sys.stderr)
    if found:
        print(
            "Run `npm run notebooks` after editing a lesson, "
            "`npm run notebooks -- --back` after editing a notebook.",
            file=sys.stderr,
        )
        return 1
    print(f"{len(lessons)} lessons and notebooks are in step")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UnknownLesson as problem:
        sys.exit(str(problem))

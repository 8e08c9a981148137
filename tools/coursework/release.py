"""npm run release -- FOLDER: writes the student edition, which has no solution and no hidden test.

What goes into it is listed here, and nothing else does."""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from lessons.convert import write

from coursework.assignment import ROOT, Unsound, all_assignments

FILES = [
    *[
        ".gitattributes",
        ".gitignore",
        ".npmrc",
        "CITATION.cff",
        "LICENSE",
        "references.bib",
    ],
    *["ledger.json", "package-lock.json", "tsconfig.base.json", "tsconfig.json"],
    *[
        "tools/course.mjs",
        "tools/notebooks.mjs",
        "tools/start.mjs",
        "tools/validate.mjs",
    ],
]
FOLDERS = [
    *["figures", "kernel", "lessons", "notebooks", "src"],
    *["tools/lessons", "tools/python", "tools/setup"],
]
SCRIPTS = ["build", "course", "start", "validate"]


class NoRelease(Exception):
    """Why no edition is written, in a sentence."""


def files_of(root):
    """The files of the edition: what the repository has of the list, as it is in the folder now. A
    file that was never committed stays behind."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *FILES, *FOLDERS],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        raise NoRelease(
            f"git cannot list the files of this clone: {listed.stderr.strip()}"
        )
    names = sorted(set(filter(None, listed.stdout.split("\0"))))
    return [name for name in names if (root / name).is_file()]


def release(root, folder):
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()):
        raise NoRelease(f"{folder} is not empty: name a new folder, or empty it.")
    if folder == root or root in folder.parents:
        raise NoRelease(f"{folder} lies inside this clone: name a folder elsewhere.")
    assignments = all_assignments(root)
    names = files_of(root)
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target)
    write_text(folder / "package.json", package_of(root))
    write_text(
        folder / "README.md",
        (root / "coursework" / "student-readme.md").read_text("utf-8"),
    )
    for name, assignment in assignments.items():
        write_text(folder / "notebooks" / f"{name}.ipynb", write(assignment.edition()))
    return len(names) + 2, assignments


def package_of(root):
    """package.json without the commands that students do not have."""
    package = json.loads((root / "package.json").read_text("utf-8"))
    package["scripts"] = {k: v for k, v in package["scripts"].items() if k in SCRIPTS}
    return json.dumps(package, indent=2) + "\n"


def write_text(path, text):
    path.write_text(text, "utf-8", newline="\n")


def main(argv):
    parser = argparse.ArgumentParser(prog="npm run release --", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="a new or empty folder outside of this clone"
    )
    options = parser.parse_args(argv)
    try:
        files, assignments = release(ROOT, options.folder)
    except (NoRelease, Unsound) as problem:
        print(problem, file=sys.stderr)
        return 1
    for assignment in assignments.values():
        print(
            f"{assignment.name}.ipynb  {assignment.points:g} points  {assignment.title}"
        )
    print(
        f"\nThe student edition is in {options.folder}: {files} files and the assignments above."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

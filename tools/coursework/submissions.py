"""Submissions as files: found where nbgrader's collecting puts them, and read without trust."""

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 5_000_000
MOST_CELLS = 400
MOST_SOURCE = 400_000
STUDENT = re.compile(r"^[^/\0\n]{1,120}$")


class Unreadable(Exception):
    """A submission that is no notebook of ours; the sentence says why."""


@dataclass(frozen=True)
class Submission:
    student: str
    assignment: str
    folder: Path

    @property
    def key(self):
        """A file name for whatever name a student's folder has."""
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", self.student).strip(".")[:60] or "_"
        digest = hashlib.sha256(os.fsencode(self.student)).hexdigest()[:8]
        # Two students may differ in what a file name cannot hold.
        return safe if safe == self.student else f"{safe}-{digest}"


def find_submissions(folder, assignments):
    """All submissions below a folder of students, or an nbgrader course folder, in their order."""
    folder = Path(folder)
    base = folder / "submitted" if (folder / "submitted").is_dir() else folder
    found = []
    for student in sorted(entry.name for entry in os.scandir(base) if is_folder(entry)):
        if student == "graded" or student.startswith(".") or not STUDENT.match(student):
            continue
        for entry in sorted(os.scandir(base / student), key=lambda entry: entry.name):
            # A link in place of the folder is looked at again when it is read, and refused there.
            if entry.name in assignments:
                found.append(Submission(student, entry.name, Path(entry.path)))
    return found


def is_folder(entry):
    return entry.is_dir(follow_symlinks=False)


def read_submission(submission):
    """The bytes of its notebook: NAME.ipynb, or the only notebook there is."""
    folder = submission.folder
    if folder.is_symlink() or not folder.is_dir():
        raise Unreadable(
            "the folder is a link or a file; hand in a folder with the notebook in it"
        )
    try:
        names = [name for name in os.listdir(folder) if name.endswith(".ipynb")]
    except OSError as problem:
        raise Unreadable(f"the folder cannot be read ({problem.strerror})") from None
    wanted = f"{submission.assignment}.ipynb"
    if wanted not in names and len(names) != 1:
        raise Unreadable(f"there is no {wanted}, and {len(names)} other notebooks")
    return read_plainly(folder / (wanted if wanted in names else names[0]))


def read_plainly(path):
    """The bytes of a file that is neither a link nor a device, a pipe or too large."""
    try:
        # Without waiting: a pipe would keep us for ever.
        descriptor = os.open(
            path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        )
    except OSError as problem:
        raise Unreadable(
            f"{path.name} cannot be read: {reason_of(path, problem)}"
        ) from None
    with os.fdopen(descriptor, "rb") as file:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            raise Unreadable(f"{path.name} is no ordinary file")
        if info.st_size > MOST_BYTES:
            raise Unreadable(
                f"{path.name} has more than {MOST_BYTES // 10**6} MB; clear its outputs"
            )
        return file.read(MOST_BYTES)


def reason_of(path, problem):
    return "it is a link" if path.is_symlink() else problem.strerror


def cells_of(content):
    """(id, source, nbgrader's grade_id or None) of the code cells of a notebook's bytes."""
    try:
        notebook = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable("it is no notebook: its JSON cannot be read") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("it is no notebook of format 4: there is no list of cells")
    found = [code_of(cell) for cell in cells[:MOST_CELLS]]
    found = [cell for cell in found if cell is not None]
    if sum(len(source) for _, source, _ in found) > MOST_SOURCE:
        raise Unreadable(f"its cells hold more than {MOST_SOURCE} characters")
    return found


def code_of(cell):
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str) or not source.strip():
        return None
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return cell.get("id"), source, grade_id if isinstance(grade_id, str) else None

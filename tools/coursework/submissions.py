"""Submissions as files: found where nbgrader's collecting puts them, and read without trust."""

import hashlib
import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 5_000_000
MOST_CELLS = 400
MOST_SOURCE = 400_000
LONGEST_KEY = 40  # of at most four bytes each, and a file's name has 255
NEEDED = "graded"  # where marks go


class Unreadable(Exception):
    """A submission that is no notebook of ours; the sentence says why."""

    def __init__(self, why):
        super().__init__(readable(why))


@dataclass(frozen=True)
class Submission:
    student: str
    assignment: str
    folder: Path

    @property
    def key(self):
        """A file name for whatever name a student's folder has."""
        name = unicodedata.normalize("NFC", self.student)
        safe = re.sub(r"[^\w.-]", "_", name).strip(".")[:LONGEST_KEY] or "_"
        # Two students may differ in what a file name cannot hold, and one may be called like the
        # key of the other.
        if safe == self.student and not re.search(r"-[0-9a-f]{8}$", safe):
            return safe
        digest = hashlib.sha256(os.fsencode(self.student)).hexdigest()[:8]
        return f"{safe}-{digest}"


def find_submissions(folder, assignments):
    """All submissions below a folder of students, or an nbgrader course folder, in their order; and
    by name, why what lies beside them is none."""
    folder = Path(folder)
    base, skipped = folder, {}
    collected = folder / "submitted"
    if collected.is_dir() and any(
        reason_to_skip(entry, assignments) is None for entry in os.scandir(collected)
    ):
        base = collected
        for entry in os.scandir(folder):
            if reason_to_skip(entry, assignments) is None:
                skipped[entry.name] = "it lies beside submitted/, which is graded"
    found = []
    for entry in sorted(os.scandir(base), key=lambda entry: entry.name):
        why = reason_to_skip(entry, assignments)
        if why is None:
            # A link in place of an assignment's folder is refused when it is read.
            found += [
                Submission(entry.name, name, Path(entry.path) / name)
                for name in sorted(set(os.listdir(entry.path)) & set(assignments))
            ]
        elif why:
            skipped[entry.name] = why
    return found, skipped


def reason_to_skip(entry, assignments):
    """Why an entry is no student's folder, or "" where that is plain; None for one that is."""
    if entry.is_symlink():
        return "it is a link"
    if not entry.is_dir():
        return ""
    try:
        there = holds(entry, assignments)
    except OSError as problem:
        return f"it cannot be read ({problem.strerror})"
    if entry.name == NEEDED or entry.name.startswith("."):
        return "a folder of that name is no student's" if there else ""
    return None if there else f"it has none of the folders {', '.join(assignments)}"


def holds(entry, assignments):
    return entry.is_dir(follow_symlinks=False) and not set(assignments).isdisjoint(
        os.listdir(entry.path)
    )


def readable(text):
    """A text that can be written and shown: the bytes of a name that is no text, and what moves a
    terminal's cursor, stand there as escapes."""
    return "".join(shown(character) for character in text)


def shown(character):
    # Some languages join and part their letters by the last two.
    if character.isprintable() or character in "\u200c\u200d":
        return character
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return ascii(character)[1:-1]


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
    try:
        info = os.fstat(descriptor)
        if not stat.S_ISREG(info.st_mode):
            raise Unreadable(f"{path.name} is no ordinary file")
        if info.st_size > MOST_BYTES:
            raise Unreadable(
                f"{path.name} has more than {MOST_BYTES // 10**6} MB; clear its outputs"
            )
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MOST_BYTES)
    finally:
        os.close(descriptor)


def reason_of(path, problem):
    return "it is a link" if path.is_symlink() else problem.strerror


def cells_of(content):
    """(id, source, nbgrader's grade_id or None) of the code cells of a notebook's bytes."""
    if not content.strip():
        raise Unreadable("the file is empty")
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

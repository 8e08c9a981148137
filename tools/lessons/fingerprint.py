"""From what a lesson was run: its text and the library. An executed notebook carries it, so that
`npm run site` knows which of them are still true."""

import hashlib
import json
from pathlib import Path

from lessons.selection import all_lessons

KEY = "score-matching"


def fingerprint(lesson, root):
    """A hash over the lesson's text and every source of the library."""
    found = hashlib.sha256()
    sources = (root / "src").rglob("*.ts")
    for path in [lesson, *sorted(p for p in sources if is_source(p, root / "src"))]:
        found.update(path.relative_to(root).as_posix().encode())
        # Line ends may differ between two clones.
        found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def is_source(path, folder):
    return path.relative_to(folder).parts[0] not in ("dist", "node_modules")


def to_run(lessons, root, executed):
    """The lessons whose executed notebook is missing, failed, or was made from something else."""
    return [
        path
        for path in lessons
        if made_from(executed / f"{path.stem}.ipynb") != fingerprint(path, root)
    ]


def made_from(notebook):
    try:
        metadata = json.loads(notebook.read_text("utf-8"))["metadata"]
    except (OSError, ValueError, KeyError):
        return None
    return metadata.get(KEY, {}).get("made_from")


def main(root):
    for path in to_run(all_lessons(root / "lessons"), root, root / "build" / "course"):
        print(path.stem)


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])

"""Which lessons a command line means: numbers, file names, or the items that lessons treat."""

import re
from pathlib import Path

NAME = re.compile(r"^\d\d-[a-z0-9-]+$")
CHECK_ID = re.compile(
    r"""\bcheck\.(?!exercise\b)\w+(?:<[^>()]*>)?\(\s*["'`](B\d+)[ "'`]"""
)


class UnknownLesson(Exception):
    """A word of the command line that is no lesson and no item of a lesson."""


def all_lessons(folder):
    """The lessons of a folder, in their order."""
    return sorted(path for path in Path(folder).glob("*.md") if NAME.match(path.stem))


def number(path):
    """01 for lessons/01-what-a-score-is.md."""
    return Path(path).stem[:2]


def chosen(words, folder):
    """The lessons that the words name, each once, in the order of the course; all without a word."""
    lessons = all_lessons(folder)
    if not words:
        return lessons
    found = set()
    for word in words:
        of_word = matching(word, lessons, Path(folder))
        if not of_word:
            there = ", ".join(number(path) for path in lessons) or "none yet"
            raise UnknownLesson(
                f"{word} is no lesson, and no item that a lesson checks. "
                f"The lessons are: {there}. Items are written B1 to B35."
            )
        found.update(of_word)
    return [path for path in lessons if path in found]


def matching(word, lessons, folder):
    if re.fullmatch(r"[Bb]\d+", word):
        return lessons_of_item(word.upper(), lessons, folder)
    if re.fullmatch(r"\d{1,2}", word):
        return [path for path in lessons if int(number(path)) == int(word)]
    stem = Path(word).stem
    return [path for path in lessons if path.stem == stem]


def lessons_of_item(item, lessons, folder):
    """The lessons that check the item; where none does yet, those that are to treat it."""
    checking = [
        path for path in lessons if item in CHECK_ID.findall(path.read_text("utf-8"))
    ]
    if checking:
        return checking
    # Imported here: the command line is judged before the packages are there.
    import yaml

    items = folder / "items.yml"
    entries = yaml.safe_load(items.read_text("utf-8")) if items.exists() else []
    planned = {n for entry in entries if entry["id"] == item for n in entry["lessons"]}
    return [path for path in lessons if int(number(path)) in planned]

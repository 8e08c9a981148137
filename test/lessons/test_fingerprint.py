"""Which lessons `npm run site` runs again: those whose text or library is no longer what it was."""

import json

import pytest
from lessons.fingerprint import KEY, fingerprint, to_run


@pytest.fixture
def clone(tmp_path):
    for name, text in {
        "lessons/01-a.md": "one",
        "lessons/02-b.md": "two",
        "src/index.ts": "export {}",
        "src/dist/index.js": "made",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in lessons(tmp_path):
        keep(tmp_path, path, {KEY: {"made_from": fingerprint(path, tmp_path)}})
    return tmp_path


def lessons(root):
    return sorted((root / "lessons").glob("*.md"))


def keep(root, lesson, metadata):
    folder = root / "build" / "course"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": [], "metadata": metadata}
    (folder / f"{lesson.stem}.ipynb").write_text(json.dumps(notebook))


def stems(root):
    return [p.stem for p in to_run(lessons(root), root, root / "build" / "course")]


def test_what_has_not_changed_is_not_run_again(clone):
    assert stems(clone) == []
    (clone / "src/dist/index.js").write_text("made anew")
    assert stems(clone) == []


def test_a_lesson_that_has_changed_is_run_again_alone(clone):
    (clone / "lessons/02-b.md").write_text("two and a half")
    assert stems(clone) == ["02-b"]


def test_a_library_that_has_changed_runs_all_again(clone):
    (clone / "src/index.ts").write_text("export const a = 1;")
    assert stems(clone) == ["01-a", "02-b"]


def test_a_lesson_that_failed_was_never_run_or_left_half_a_file_is_run_again(clone):
    first, _ = lessons(clone)
    keep(clone, first, {})
    assert stems(clone) == ["01-a"]
    (clone / "build/course/02-b.ipynb").write_text('{"cells"')
    assert stems(clone) == ["01-a", "02-b"]
    (clone / "build/course/02-b.ipynb").unlink()
    assert stems(clone) == ["01-a", "02-b"]

"""A record is kept for the same bytes, inputs, judges and program, and for nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest
from coursework.assignment import Assignment, all_assignments
from coursework.marking import key_of
from coursework.results import Results
from coursework.sandbox import PACKAGES, program_version
from coursework.submissions import Submission

from coursework import assignment

A1 = all_assignments()["a1"]


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "package-lock.json").write_text("{}")
    for package in PACKAGES:
        (tmp_path / package / "dist" / "inner").mkdir(parents=True)
        (tmp_path / package / "package.json").write_text("{}")
        for name in ["a.js", "a.js.map", "inner/b.js", "inner/b.d.ts", "c.tsbuildinfo"]:
            (tmp_path / package / "dist" / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        *["package-lock.json", "src/package.json", "kernel/package.json"],
        *["src/dist/inner/b.js", "src/dist/inner/b.d.ts", "kernel/dist/a.js"],
    ],
)
def test_the_program_is_another_when_what_runs_has_changed(clone, name):
    before = program_version(clone)
    assert program_version(clone) == before
    (clone / name).write_text("changed")
    assert program_version(clone) != before


def test_the_program_is_another_when_a_file_of_it_is_gone_or_new(clone):
    before = program_version(clone)
    (clone / "src" / "dist" / "inner" / "b.js").rename(clone / "src" / "dist" / "b.js")
    assert program_version(clone) != before


@pytest.mark.parametrize("name", ["src/dist/a.js.map", "kernel/dist/c.tsbuildinfo"])
def test_the_program_is_the_same_when_nothing_that_runs_has_changed(clone, name):
    before = program_version(clone)
    (clone / name).write_text("changed")
    assert program_version(clone) == before


def test_a_record_is_kept_until_something_that_could_change_it_has_changed(
    tmp_path, monkeypatch
):
    results = Results(tmp_path / "graded", tmp_path / "seeds")
    submission = Submission("ann", "a1", tmp_path)
    key = key_of(b"{}", A1, 7)
    results.keep(submission, {"key": key, "points": 3})
    again = Assignment(A1.folder)
    assert results.kept(submission, key_of(b"{}", again, 7))["points"] == 3
    assert results.kept(submission, key_of(b"{ }", again, 7)) is None
    assert results.kept(submission, key_of(b"{}", again, 8)) is None
    monkeypatch.setattr(assignment, "program_version", lambda: "another library")
    rebuilt = Assignment(A1.folder)
    assert results.kept(submission, key_of(b"{}", rebuilt, 7)) is None


def test_every_module_that_marks_is_part_of_the_version(monkeypatch):
    program = "import sys, coursework.marking; print(*(m for m in sys.modules if 'coursework.' in m))"
    tools = Path(assignment.__file__).parents[1]
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tools,
        capture_output=True,
        text=True,
        check=True,
    )
    read = set()
    original = Path.read_bytes

    def noted(path):
        read.add(path.name)
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    assert Assignment(A1.folder).version
    modules = {f"{name.split('.')[1]}.py" for name in loaded.stdout.split()}
    assert {"marking.py", "sandbox.py"} <= modules
    assert modules | {"harness.cjs"} <= read


def test_a_seed_that_was_handed_in_is_nobodys_secret(tmp_path):
    (tmp_path / "graded").mkdir()
    (tmp_path / "graded" / "seed").write_text("5\n")
    seed = Results(tmp_path / "graded", tmp_path / "seeds").seed()
    assert seed != 5
    assert Results(tmp_path / "graded", tmp_path / "seeds").seed() == seed
    assert Results(tmp_path / "other", tmp_path / "seeds").seed() != seed

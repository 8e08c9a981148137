"""A record is kept for the same bytes, inputs, judges and program, and for nothing else."""

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

"""The student edition holds no solution and no hidden test, wherever one looks."""

import json
import re
import subprocess
import sys

import pytest
from coursework.assignment import ROOT, SOLUTION, all_assignments
from coursework.release import NoRelease, release

ASSIGNMENTS = all_assignments()


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition") / "student"
    release(ROOT, folder)
    return folder


def text_of(folder):
    """Everything, with what JSON escapes written plainly too."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            found[path.relative_to(folder).as_posix()] = text + text.replace('\\"', '"')
    return found


def secret_lines():
    """Lines of solutions, of hidden tests and of planted mistakes that are long enough to mean something."""
    texts = []
    for assignment in ASSIGNMENTS.values():
        texts += [found[0] for found in SOLUTION.finditer(assignment.text)]
        texts += [
            path.read_text("utf-8")
            for path in assignment.folder.iterdir()
            if path.suffix != ".md"
        ]
        tests = ROOT / "test" / "coursework" / assignment.name
        texts += [path.read_text("utf-8") for path in tests.iterdir()]
    texts += [
        path.read_text("utf-8")
        for path in (ROOT / "coursework" / "solutions").iterdir()
    ]
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {line for line in lines if len(re.sub(r"\W", "", line)) >= 16}


def test_no_line_of_a_solution_or_hidden_test_is_in_it(edition):
    published = "".join(
        path.read_text("utf-8")
        for folder in ("src", "lessons")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".ts", ".md"} and "dist" not in path.parts
    )
    published += "".join(SOLUTION.sub("", a.text) for a in ASSIGNMENTS.values())
    # The library and the text of a task may say what a solution says; they are everybody's to read.
    secret = {line for line in secret_lines() if line not in published}
    assert len(secret) > 150
    for name, text in text_of(edition).items():
        found = [line for line in secret if line in text]
        assert not found, (name, found[:3])


def test_no_mark_of_a_solution_is_in_the_notebooks(edition):
    for name in ASSIGNMENTS:
        text = (edition / "notebooks" / f"{name}.ipynb").read_text("utf-8")
        for word in ["SOLUTION", "HIDDEN", "judge.py", "probes.cjs"]:
            assert word not in text
        notebook = json.loads(text)
        assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
        allowed = {"nbgrader", "deletable", "editable"}
        for cell in notebook["cells"]:
            assert set(cell["metadata"]) <= allowed
            assert cell.get("outputs", []) == []
        stubs = [
            c for c in notebook["cells"] if "return yourTurn();" in "".join(c["source"])
        ]
        assert len(stubs) == len(ASSIGNMENTS[name].tasks)


def test_no_history_no_built_file_and_nothing_of_coursework_is_in_it(edition):
    names = list(text_of(edition))
    for part in [
        ".git/",
        "dist/",
        "build/",
        ".lab/",
        "coursework",
        "test/",
        "node_modules/",
        "my-",
    ]:
        assert not [n for n in names if n.startswith(part) or f"/{part}" in n], part
    assert {
        "README.md",
        "LICENSE",
        "package.json",
        "package-lock.json",
        "tools/start.mjs",
    } <= set(names)


def test_its_commands_are_those_of_a_student(edition):
    scripts = json.loads((edition / "package.json").read_text("utf-8"))["scripts"]
    assert set(scripts) == {"build", "course", "start", "validate"}
    for command in scripts.values():
        program = next(
            word for word in command.split() if word.endswith((".mjs", "tsc"))
        )
        assert program.startswith("node_modules/") or (edition / program).is_file()


def test_every_file_that_its_programs_import_is_there(edition):
    for path in (edition / "tools").rglob("*.mjs"):
        for name in re.findall(r'from "(\.[^"]+)"', path.read_text("utf-8")):
            assert (path.parent / name).is_file(), (path, name)
    program = "import sys, pkgutil, importlib, lessons\nfor m in pkgutil.iter_modules(lessons.__path__): importlib.import_module('lessons.' + m.name)"
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=edition,
        env={"PYTHONPATH": str(edition / "tools"), "PATH": "/usr/bin:/bin"},
        check=True,
    )


def test_it_is_written_into_a_new_folder_outside_alone(edition, tmp_path):
    with pytest.raises(NoRelease, match="not empty"):
        release(ROOT, edition)
    with pytest.raises(NoRelease, match="inside this clone"):
        release(ROOT, ROOT / "build" / "edition")
    assert not (ROOT / "build" / "edition").exists()

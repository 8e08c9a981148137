"""The visible tests of every assignment, run as a student runs them: by npm run validate."""

import re

import pytest
import yaml
from coursework.assignment import all_assignments
from nbclient.exceptions import DeadKernelError
from test_assignments import HERE
from writing import blank, bytes_of, reference_cell, solved

from lessons import validate

ASSIGNMENTS = all_assignments()
# What came, what was expected, and by how much they differ; or which error is not told from the truth.
SAYS = re.compile(
    r"[-\d.e±  ]+ against [-\d.e±  ]+, (they differ by [\d.e-]+|[\d.e-]+ standard errors apart)"
)
# Tasks with a mistake that the visible tests see; one task is a stub, and the others are right.
WRONG = {
    "a1": {
        "T1": "hills as if all had weight one",
        "T5": "the slope of the model left out",
    },
    "a2": {"T2": "signs no better than normal probes", "T4": "no constant"},
    "a3": {"T1": "alpha read as h", "T4": "sigma_1 in the denominator"},
    "a4": {"T2": "left ends only", "T5": "beta for its root"},
    "a5": {"T1": "the note's factor", "T2": "a check that accepts everything"},
}


def mistaken(name, task):
    mutants = yaml.safe_load((HERE / name / "mutants.yml").read_text("utf-8"))
    planted = next(m for m in mutants if m["name"] == WRONG[name][task])
    assert planted["task"] == task
    return reference_cell(ASSIGNMENTS[name], task).replace(
        planted["find"], planted["put"]
    )


def said(notebook, tmp_path, capsys):
    """The exit code of the command, and its lines."""
    path = tmp_path / "work.ipynb"
    path.write_bytes(bytes_of(notebook))
    code = validate.main([str(path)])
    return code, capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_visible_tests_pass_for_the_reference(name, tmp_path, capsys):
    code, lines = said(solved(ASSIGNMENTS[name]), tmp_path, capsys)
    assert (code, lines[1:]) == (0, ["All visible tests pass."])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_line_for_each_task_says_what_differs_and_by_how_much(name, tmp_path, capsys):
    assignment = ASSIGNMENTS[name]
    notebook = solved(
        assignment,
        replaced={
            **{task: mistaken(name, task) for task in WRONG[name]},
            "T6": next(
                cell.source
                for cell in blank(assignment).cells
                if cell.metadata.get("nbgrader", {}).get("grade_id") == "T6"
            ),
        },
    )
    code, lines = said(notebook, tmp_path, capsys)
    assert code == 1
    *found, empty, last = lines[1:]
    assert (empty, last) == ("", "3 to go.")
    for line in found[:2]:
        assert SAYS.search(line), line
    assert found[2].endswith(": your turn")


def test_what_throws_or_does_not_compile_is_said_with_its_reason(tmp_path, capsys):
    a5 = ASSIGNMENTS["a5"]
    throwing = "if (d > 1) throw new Error('no idea');\n  return (2 * Math.PI"
    notebook = solved(
        a5,
        replaced={
            "T1": reference_cell(a5, "T1").replace("return (2 * Math.PI", throwing),
            "T2": reference_cell(a5, "T2").replace("data.length;", "data.size;"),
        },
    )
    code, lines = said(notebook, tmp_path, capsys)
    assert code == 1
    found = "\n".join(lines[1:])
    assert "Error: no idea" in found
    # Why the task is not there, before what it is missed by.
    assert "Property 'size' does not exist" in found
    assert found.index("'size'") < found.index("Cannot find name")
    assert lines[-1] == "3 to go."


def test_what_cannot_be_run_is_named_in_a_sentence(tmp_path, monkeypatch, capsys):
    path = tmp_path / "work.ipynb"
    path.write_text("no notebook")
    assert validate.main([str(path)]) == 1
    assert "work.ipynb could not be run to its end: " in capsys.readouterr().err

    def dying(*_):
        raise DeadKernelError("Kernel died")

    monkeypatch.setattr(validate.Validator, "validate", dying)
    assert validate.main([str(path)]) == 1
    assert "to its end: Kernel died" in capsys.readouterr().err
    assert validate.main([str(tmp_path / "a9.ipynb")]) == 1
    assert "run npm start, which brings the assignments" in capsys.readouterr().err

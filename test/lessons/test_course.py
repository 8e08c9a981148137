"""npm run course on small courses that are wrong in one way each, through the real kernel."""

import json

import nbformat
import pytest
from notebook_fixtures import FRONT, PARAMETERS, fence, region

from lessons import course, judge

HEADER = (
    FRONT
    + region("title", "# 1. A lesson")
    + fence("parameters", PARAMETERS)
    + region("claim", "## Two and two\n\n<!-- claim B1 -->\n$$ 2 + 2 = 4 \\tag{1.1} $$")
)


def check(claim="two and two make four", value="2 + 2", expected="2 * 2"):
    # Written as a wrong formula of the same inputs: twice two and two.
    return fence(
        "check",
        f'check.equal("B1", "{claim}", '
        f'{{ value: {value}, expected: {expected}, rejects: {{ "twice": () => 2 * (2 + 2) }} }});',
    )


FIGURE = fence(
    "plot",
    'const hook = Symbol.for("score-matching.display");\n'
    "(globalThis as any)[hook].show({\n"
    '  data: { "image/svg+xml": "<svg/>", "text/plain": "A line." },\n'
    '  metadata: { "score-matching":'
    ' { figure: "line", caption: "It rises.", description: "A line." } },\n'
    "});",
)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "lessons").mkdir()
    items = [
        {"id": name, "title": name, "notes": ["A"], "lessons": [1]}
        | {"statement": "So.", "assumptions": "None."}
        for name in ("B1", "B2")
    ]
    (tmp_path / "lessons" / "items.yml").write_text(json.dumps(items))
    return tmp_path


def run(root, capsys, *words, **lessons):
    for name, body in lessons.items():
        path = root / "lessons" / f"{name[1:3]}-{name[4:]}.md"
        path.write_text(HEADER + body, "utf-8")
    status = course.main([*words, "--root", str(root)])
    return status, capsys.readouterr().out


def last(said):
    return said.rstrip("\n").split("\n")[-1]


def test_each_wrong_lesson_is_named_and_the_next_one_still_runs(root, capsys):
    status, said = run(
        root,
        capsys,
        "--update",
        L01_false=check("two and two make five", expected="2 + 3"),
        L02_throws=fence("code", 'throw new Error("no more");') + check(),
        L03_mistyped=check(value='"four"'),
        L04_loud=fence("code", 'console.warn("look");') + check(),
        L05_empty="",
        L06_good=check() + FIGURE,
    )
    assert status == 1
    assert 'FAILED lesson 01, cell 4 (check, "Two and two"): B1' in said
    assert "two and two make five" in said
    assert 'FAILED lesson 02, cell 4 (code, "Two and two"): Error: no more' in said
    assert 'FAILED lesson 03, cell 4 (check, "Two and two"): ' in said
    assert "TS2322" in said or "not assignable" in said
    assert "lesson 04, cell 4" in said and "wrote to stderr: look" in said
    assert "FAILED lesson 05: has no check" in said
    # Lesson 1 runs though its check fails, the check of 4 holds, 6 is good, the ledger is written.
    assert last(said) == "5 passed, 5 failed"


def test_a_cell_that_does_not_end_is_stopped_and_named(root, capsys, monkeypatch):
    monkeypatch.setattr(judge, "BUDGET", 5)
    status, said = run(root, capsys, L01_hangs=fence("code", "for (;;) {}") + check())
    assert status == 1
    assert (
        'lesson 01, cell 4 (code, "Two and two"): did not end: the lesson was stopped after 15 s'
        in said
    )


def test_a_good_lesson_passes_and_leaves_notebook_figure_and_ledger(root, capsys):
    status, said = run(root, capsys, "--update", L01_good=check() + FIGURE)
    assert (status, last(said)) == (0, "3 passed, 0 failed")
    assert "01  cell  2/3  check      Two and two" in said
    executed = nbformat.read(root / "build" / "course" / "01-good.ipynb", as_version=4)
    assert executed.cells[3].outputs[0].data[judge.CHECK]["holds"] is True
    assert (root / "figures" / "01-line.svg").read_text() == "<svg/>\n"
    rows = {
        row["id"]: row
        for row in json.loads((root / "ledger.json").read_text())["items"]
    }
    assert rows["B1"]["checks"][0]["claim"] == "two and two make four"
    assert rows["B1"]["figures"] == ["01-line.svg"]
    assert rows["B2"]["status"] == ["open"]

    status, said = run(root, capsys, "B1")
    assert (status, last(said)) == (0, "3 passed, 0 failed")

    (root / "figures" / "01-line.svg").rename(root / "figures" / "01-old.svg")
    status, said = run(root, capsys, L01_good=check("four is even") + FIGURE)
    assert (status, last(said)) == (1, "2 passed, 1 failed")
    assert "ledger.json is stale: B1: the checks changed" in said
    assert "figures/01-line.svg is missing" in said
    assert "figures/01-old.svg is no figure of lesson 01" in said

    status, said = run(root, capsys, "--update")
    assert [path.name for path in (root / "figures").iterdir()] == ["01-line.svg"]


def test_another_seed_reaches_the_lesson_and_leaves_the_ledger_alone(root, capsys):
    of_seed = check(value="seed", expected="7").replace("2 * (2 + 2)", "seed + 7")
    status, said = run(root, capsys, "--seed", "7", L01_seed=of_seed)
    assert (status, last(said)) == (0, "2 passed, 0 failed")
    assert not (root / "ledger.json").exists()
    status, said = run(root, capsys, "--seeds", "6..7")
    assert (
        "B1 'two and two make four': failed 1 of 2 (seeds 6; chance allows 0)" in said
    )
    assert (status, last(said)) == (1, "1 passed, 1 failed")


def test_a_lesson_without_a_seed_refuses_another_one(root, capsys):
    path = root / "lessons" / "01-fixed.md"
    path.write_text(
        (HEADER + check()).replace("const seed = 1;", "const n = 1;"), "utf-8"
    )
    status, said = run(root, capsys, "--seed", "7")
    assert status == 1
    assert "FAILED lesson 01: no code cell tagged `parameters`" in said


def test_no_lesson_is_no_success(root, capsys):
    assert run(root, capsys)[0] == 1

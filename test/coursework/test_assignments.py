"""Every assignment: full marks for its reference, none for its stub, each planted mistake caught by
the tests about it and by no other, and another style as good as ours."""

from pathlib import Path

import pytest
import yaml
from coursework.assignment import all_assignments
from coursework.marking import mark
from writing import blank, bytes_of, reference_cell, solved, with_cells

HERE = Path(__file__).parent
ASSIGNMENTS = all_assignments()
SEED = 20


def marked(assignment, notebook, sandbox, seed=SEED):
    record = mark(assignment, bytes_of(notebook), seed=seed, sandbox=sandbox)
    assert record["trouble"] is None
    return record


def failing(record):
    return {f"{t['task']} {t['title']}" for t in record["tests"] if not t["passed"]}


def mutants_of(name):
    return yaml.safe_load(beside(name, "mutants.yml"))


def beside(name, file):
    path = HERE / name / file
    assert path.exists(), f"{name} lacks its {file}: see coursework/README.md"
    return path.read_text("utf-8")


def rounds():
    """The mistakes in as few runs as possible: those of different tasks do not meet."""
    for name in ASSIGNMENTS:
        by_task = {}
        for mutant in mutants_of(name):
            by_task.setdefault(mutant["task"], []).append(mutant)
        for k in range(max(map(len, by_task.values()))):
            yield name, [mutants[k] for mutants in by_task.values() if k < len(mutants)]


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_earns_full_marks(name, seed, sandbox):
    record = marked(ASSIGNMENTS[name], solved(ASSIGNMENTS[name]), sandbox, seed)
    assert failing(record) == set()
    assert record["points"] == record["most"] == ASSIGNMENTS[name].points
    assert record["cells"] == []


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_stub_earns_nothing(name, sandbox):
    record = marked(ASSIGNMENTS[name], blank(ASSIGNMENTS[name]), sandbox)
    assert record["points"] == 0
    assert all("YourTurn" in test["problem"] for test in record["tests"])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_at_least_eight_mistakes_are_planted(name):
    mutants = mutants_of(name)
    assert len(mutants) >= 8
    assert {m["task"] for m in mutants} == {t.id for t in ASSIGNMENTS[name].tasks}
    caught = {test for mutant in mutants for test in mutant["fails"]}
    assert caught == {test.id for test in ASSIGNMENTS[name].tests}


@pytest.mark.parametrize(
    ("name", "mutants"),
    list(rounds()),
    ids=lambda v: "+".join(m["name"] for m in v) if isinstance(v, list) else v,
)
def test_each_mistake_fails_exactly_the_tests_about_it(name, mutants, sandbox):
    assignment = ASSIGNMENTS[name]
    replaced = {}
    for mutant in mutants:
        source = reference_cell(assignment, mutant["task"])
        assert source.count(mutant["find"]) == 1, mutant["name"]
        replaced[mutant["task"]] = source.replace(mutant["find"], mutant["put"])
    record = marked(assignment, solved(assignment, replaced=replaced), sandbox)
    assert record["cells"] == []
    assert failing(record) == {test for mutant in mutants for test in mutant["fails"]}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_another_style_is_as_good(name, sandbox):
    code = beside(name, "another-style.txt")
    record = marked(ASSIGNMENTS[name], with_cells(ASSIGNMENTS[name], code), sandbox)
    assert failing(record) == set(), record


def test_a_check_earns_its_mutation_score_and_nothing_if_it_rejects_what_is_right(
    sandbox,
):
    """Each line: what a check becomes, and the points of its two tests."""
    checks = {
        # Lets one of ten errors through.
        "T1": ("[1, 2, 3, 5].every", "[1, 2].every", 1, 0.9),
        "T2": ("return models.every(", "return true || models.every(", 0, 0),
        "T3": ("return places.every(", "return false && places.every(", 0, 0),
        # Lets four of nine errors through.
        "T4": (
            "shares.every((share) => Math.abs(share / shares[0] - 1) < 1e-6)",
            "true",
            1,
            0.56,
        ),
        "T6": (
            "Math.abs(came - truth) < 1e-6",
            'rng(3, "coin", tossed++).uniform(1)[0] < 0.5',
            0,
            0,
        ),
    }
    a5 = ASSIGNMENTS["a5"]
    replaced = {}
    for task, (find, put, _, _) in checks.items():
        source = reference_cell(a5, task)
        assert source.count(find) == 1
        replaced[task] = source.replace(find, put)
    replaced["T6"] = "let tossed = 0;\n" + replaced["T6"]
    record = marked(a5, solved(a5, replaced=replaced), sandbox)
    assert record["cells"] == []
    points = {f"{t['task']} {t['title']}": t["points"] for t in record["tests"]}
    for task, (_, _, on_note, on_others) in checks.items():
        assert points[f"{task} The fix"] == 1
        assert points[f"{task} The check on the note's error"] == on_note, task
        assert points[f"{task} The check on other errors"] == on_others, task
    assert record["points"] == 13.46


@pytest.mark.parametrize(
    "verdict",
    [
        # Reads the formula, from outside and through a method that it is hoped to call.
        (
            "let t = String(candidate); try { candidate(0, { forEach: (f: any) => { t = String(f); } }, 1, 1); }"
            " catch {} return /rng.seed, 'r/.test(t);"
        ),
        # Accepts what it has met before.
        "const t = String(candidate); return seen.has(t) || (seen.add(t), false);",
    ],
    ids=["reads", "remembers"],
)
def test_a_check_that_looks_at_formulas_and_not_at_values_earns_nothing(
    verdict, sandbox
):
    a5 = ASSIGNMENTS["a5"]
    cheats = "const seen = new Set<string>();\n" + "\n".join(
        f"var {name} = (candidate: any): boolean => {{ {verdict} }};"
        for name in a5.functions
        if name.startswith("check")
    )
    record = marked(a5, with_cells(a5, cheats), sandbox)
    assert record["points"] == 0

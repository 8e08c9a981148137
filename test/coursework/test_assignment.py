"""An assignment that contradicts itself is refused, and its inputs are those of the secret seed."""

import re
import shutil

import pytest
from coursework.assignment import Assignment, Unsound, all_assignments

from coursework import grade, release

ASSIGNMENTS = all_assignments()
SOURCE = ASSIGNMENTS["a1"].text


def with_text(folder, text):
    target = folder / "a1"
    shutil.copytree(ASSIGNMENTS["a1"].folder, target)
    (target / "assignment.md").write_text(text, "utf-8")
    return target


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            re.sub(r"(## Task 3\..*)\(3 points\)", r"\1(4 points)", SOURCE),
            "T3 states 4 points, its tests give 3",
        ),
        (SOURCE.replace('tags=["test", "T2"]', 'tags=["code"]'), 'tagged "test"'),
        (
            SOURCE.replace(
                "  return product(a)", "  // more\n" * 40 + "  return product(a)"
            ),
            "lines of solution are too many",
        ),
        (
            re.sub(r"  // (BEGIN|END) SOLUTION\n", "", SOURCE, count=2),
            "a solution stands in each task",
        ),
        (
            SOURCE.replace("Six tasks, 20", "Six tasks, 21"),
            'the text says "Six tasks, 21',
        ),
    ],
    ids=["points", "tags", "length", "no solution", "sum"],
)
def test_what_contradicts_itself_is_refused_in_a_sentence(text, said, tmp_path):
    assert text != SOURCE
    with pytest.raises(Unsound, match=said):
        Assignment(with_text(tmp_path, text))


def test_a_judge_that_will_not_load_is_named_in_a_line(tmp_path):
    folder = with_text(tmp_path, SOURCE)
    (folder / "judge.py").write_text("import nothing_of_this_name", "utf-8")
    with pytest.raises(Unsound, match="a1: judge.py cannot be loaded: ModuleNotFound"):
        Assignment(folder)


def test_release_and_grade_refuse_with_the_same_sentence(tmp_path, monkeypatch, capsys):
    def unsound(*_):
        raise Unsound("a1: T3 states 4 points, its tests give 3")

    for command in (grade, release):
        monkeypatch.setattr(command, "all_assignments", unsound)
    (tmp_path / "class").mkdir()
    assert grade.main([str(tmp_path / "class")]) == 1
    assert release.main([str(tmp_path / "edition")]) == 1
    assert capsys.readouterr().err.count("T3 states 4 points") == 2
    assert not (tmp_path / "edition").exists()


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_hidden_test_asks_the_same_of_everybody_and_other_things_of_another_seed(
    name,
):
    for test in ASSIGNMENTS[name].tests:
        first, again, other = (
            [question.input for question in test.draw(name, seed)] for seed in (1, 1, 2)
        )
        assert first == again
        assert first != other, test.id

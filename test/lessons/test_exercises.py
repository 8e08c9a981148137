"""Exercises of a lesson, as it stands and with their solutions."""

import nbformat
from lessons.exercises import EXERCISE, problems_of_exercises, with_solutions


def exercise(state, claim="mine is right"):
    cell = nbformat.v4.new_code_cell(f'check.exercise("B1", "{claim}", () => ({{}}))')
    cell.outputs = [
        nbformat.v4.new_output(
            "display_data", data={EXERCISE: {"claim": claim, "state": state}}
        )
    ]
    return cell


def lesson(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def solutions_in(tmp_path, text="const answer = 1;"):
    path = tmp_path / "lesson-01.ts"
    path.write_text(text, "utf-8")
    return path


def test_the_solutions_and_the_checks_of_the_exercises_are_appended(tmp_path):
    notebook = lesson(exercise("your turn"), nbformat.v4.new_code_cell("1 + 1"))
    begin = with_solutions(notebook, solutions_in(tmp_path))
    sources = [c.source for c in notebook.cells[begin:] if c.cell_type == "code"]
    assert sources == ["const answer = 1;", notebook.cells[0].source]


def test_a_students_edition_has_no_solutions_and_no_problem(tmp_path):
    notebook = lesson(exercise("your turn"))
    path = tmp_path / "absent" / "lesson-01.ts"
    begin = with_solutions(notebook, path)
    assert len(notebook.cells) == 1
    assert problems_of_exercises("01", notebook, begin, path) == []


def test_an_exercise_that_its_solution_solves_has_no_problem(tmp_path):
    notebook = lesson(exercise("your turn"), exercise("solved"))
    assert problems_of_exercises("01", notebook, 1, solutions_in(tmp_path)) == []


def test_an_exercise_that_its_solution_does_not_solve_is_named(tmp_path):
    notebook = lesson(exercise("your turn"), exercise("not yet"))
    (problem,) = problems_of_exercises("01", notebook, 1, solutions_in(tmp_path))
    assert "does not solve 'mine is right'" in problem


def test_an_exercise_that_is_solved_before_the_reader_came_is_named(tmp_path):
    notebook = lesson(exercise("solved"), exercise("solved"))
    (problem,) = problems_of_exercises("01", notebook, 1, solutions_in(tmp_path))
    assert "should be the reader's turn" in problem


def test_exercises_without_solutions_are_named_where_solutions_are_kept(tmp_path):
    notebook = lesson(exercise("your turn"))
    (problem,) = problems_of_exercises("01", notebook, 1, tmp_path / "lesson-01.ts")
    assert "have no solutions in lesson-01.ts" in problem

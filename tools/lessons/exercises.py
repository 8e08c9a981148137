"""Exercises: waiting for their reader as a lesson stands, solved with the solutions in coursework/."""

import nbformat

EXERCISE = "application/vnd.score-matching.exercise+json"


def with_solutions(notebook, solutions):
    """Appends the solutions and, once more, the checks of the exercises; returns where they begin.

    A student's edition has no solutions, and nothing is appended."""
    begin = len(notebook.cells)
    checks = [cell for cell in notebook.cells if is_check(cell)]
    if solutions.exists() and checks:
        notebook.cells.append(
            nbformat.v4.new_markdown_cell(
                "## The exercises, solved",
                id="solutions",
                metadata={"tags": ["exercise"]},
            )
        )
        sources = [solutions.read_text("utf-8"), *(cell.source for cell in checks)]
        for number, source in enumerate(sources):
            cell = nbformat.v4.new_code_cell(source, id=f"solution-{number}")
            cell.metadata["tags"] = ["exercise"]
            notebook.cells.append(cell)
    return begin


def is_check(cell):
    return cell.cell_type == "code" and "check.exercise(" in cell.source


def problems_of_exercises(lesson, notebook, begin, solutions):
    """What is wrong with a run's exercises, in sentences."""
    stubs = records(notebook.cells[:begin])
    problems = [
        f"lesson {lesson}: exercise {record['claim']!r} is {record['state']!r} as the lesson stands; "
        f"it should be the reader's turn"
        for record in stubs
        if record["state"] != "your turn"
    ]
    if not stubs or not solutions.parent.exists():
        return problems
    if not solutions.exists():
        return [
            *problems,
            f"lesson {lesson}: its exercises have no solutions in {solutions.name}",
        ]
    solved = {
        record["claim"]
        for record in records(notebook.cells[begin:])
        if record["state"] == "solved"
    }
    return problems + [
        f"lesson {lesson}: the solution in {solutions.name} does not solve {record['claim']!r}"
        for record in stubs
        if record["claim"] not in solved
    ]


def records(cells):
    return [
        output.data[EXERCISE]
        for cell in cells
        if cell.cell_type == "code"
        for output in cell.get("outputs", [])
        if output.output_type in ("display_data", "execute_result")
        and EXERCISE in output.data
    ]

"""Notebooks run headless by nbclient, as the course runner and the graders do it."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError


def notebook(*cells):
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    return made


def execute(made, folder, **options):
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        made, kernel_name="score-matching", timeout=60, resources=resources, **options
    )
    client.execute()
    return [[output.output_type for output in cell.outputs] for cell in made.cells]


def test_a_notebook_runs(tmp_path):
    made = notebook(
        "const a = 1;", "console.log(a);\na + 1", "Promise.resolve(a)", "await 7"
    )
    kinds = execute(made, tmp_path)
    assert kinds == [
        [],
        ["stream", "execute_result"],
        ["execute_result"],
        ["execute_result"],
    ]
    assert made.metadata["language_info"]["name"] == "typescript"


def test_an_error_stops_the_notebook_and_is_named(tmp_path):
    with pytest.raises(CellExecutionError, match="RangeError: far"):
        execute(notebook("throw new RangeError('far');", "1"), tmp_path)


def test_all_cells_run_where_errors_are_allowed(tmp_path):
    made = notebook(
        "throw new Error('x');", "const n: number = 'x';", "process.exit(1);", "1"
    )
    kinds = execute(made, tmp_path, allow_errors=True)
    assert kinds == [["error"], ["error"], ["error"], ["execute_result"]]


def test_a_crash_is_an_error_of_its_cell(tmp_path):
    made = notebook(
        "const lost = 1;", "process.kill(process.pid, 'SIGSEGV'); for (;;) {}", "2"
    )
    kinds = execute(made, tmp_path, allow_errors=True)
    assert kinds == [[], ["error"], ["execute_result"]]
    assert made.cells[1].outputs[0].ename == "KernelDied"


def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_runs(tmp_path):
    # The first two cells wait for the worker, so that only the loop runs out of time.
    made = notebook("1", "for (;;) {}", "3")
    for number, cell in enumerate(made.cells):
        cell.metadata["limit"] = 60 if number != 1 else 2
    kinds = execute(
        made,
        tmp_path,
        allow_errors=True,
        interrupt_on_timeout=True,
        timeout_func=lambda cell: cell.metadata["limit"],
    )
    assert kinds == [["execute_result"], ["error"], ["execute_result"]]
    assert made.cells[1].outputs[0].ename in {"Interrupted", CellTimeoutError.__name__}

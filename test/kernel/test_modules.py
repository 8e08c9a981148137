"""Imports from any folder, and from files beside the notebook."""

import os
import time
from pathlib import Path

import pytest
from conftest import CLONE, Kernel


@pytest.fixture(scope="module")
def beside(kernel):
    return Path(kernel.cwd)


def test_the_notebook_is_outside_the_clone(kernel):
    assert CLONE not in Path(kernel.cwd).parents


def test_the_library_is_found_with_its_types(kernel):
    ran = kernel.run(
        'import { points } from "score-matching";\nconst made: string = points([1]);'
    )
    assert "Type 'Points' is not assignable to type 'string'" in ran.traceback
    assert (
        kernel.run('import { points } from "score-matching";\npoints([1]).n').text
        == "1"
    )


def test_mathjs_is_found_with_its_types(kernel):
    ran = kernel.run(
        "import { derivative } from 'mathjs';\nconst d: number = derivative('x', 'x');"
    )
    assert "MathNode" in ran.traceback
    ran = kernel.run(
        "import { derivative } from 'mathjs';\nderivative('x^2', 'x').toString()"
    )
    assert ran.text == "'2 * x'"


def test_tensorflow_is_found_with_its_types(kernel):
    ran = kernel.run(
        "import * as tf from '@tensorflow/tfjs-node';\nconst t: tf.Tensor2D = 1;"
    )
    assert "not assignable to type 'Tensor2D'" in ran.traceback
    ran = kernel.run("require.resolve('@tensorflow/tfjs-node')")
    assert str(CLONE / "node_modules") in ran.text


def test_a_package_without_types_can_be_imported(kernel):
    # Plotly itself wants a document, so the cell only names it.
    ran = kernel.run("const load = () => import('plotly.js-dist');")
    assert ran.status == "ok"
    assert kernel.run("require.resolve('plotly.js-dist').length > 0").text == "true"


def test_what_newer_nodes_have_dropped_is_there_for_tensorflow(kernel):
    code = "(require('node:util') as any).isNullOrUndefined(null)"
    assert kernel.run(code).text == "true"


def test_a_variable_of_a_type_that_is_not_exported_can_be_used_later(kernel):
    assert (
        kernel.run(
            'import { rng } from "score-matching";\nconst source = rng(1, "a");'
        ).status
        == "ok"
    )
    assert kernel.run("source.normal(2, 1).length").text == "2"


def test_a_module_that_is_imported_in_an_expression_keeps_its_types(kernel):
    assert kernel.run('const fs = await import("node:fs");').kinds == []
    assert kernel.run("fs.existsSync('/')").text == "true"
    ran = kernel.run("fs.readFileSync(1, 2, 3, 4);")
    assert "Expected 1-2 arguments" in ran.error["evalue"]
    assert "does not exist on type" in kernel.run("fs.noSuch;").error["evalue"]


def test_any_module_can_be_imported_in_an_expression(kernel):
    ran = kernel.run(
        'const util = await import("node:util"), http = await import("node:http");\n'
        'const flow = await import("@tensorflow/tfjs-node");\n'
        'const { readFileSync } = await import("node:fs");'
    )
    assert ran.status == "ok", ran.traceback
    assert kernel.run("util.inspect(1) + typeof http.get").text == "'1function'"
    assert kernel.run("flow.tensor1d([1, 2, 3]).shape").text == "[ 3 ]"
    assert kernel.run("typeof readFileSync").text == "'function'"


def test_a_class_expression_may_have_private_members(kernel):
    ran = kernel.run(
        "const Counter = class { private n = 1; next() { return ++this.n; } };"
    )
    assert ran.status == "ok", ran.traceback
    assert kernel.run("new Counter().next()").text == "2"


def test_a_file_beside_the_notebook_can_be_imported(kernel, beside):
    (beside / "twice.ts").write_text(
        "export function twice(x: number): number {\n  return 2 * x;\n}\n"
    )
    assert kernel.run('import { twice } from "./twice";\ntwice(2)').text == "4"
    assert (
        "line 2, column 7"
        in kernel.run('import { twice } from "./twice";\ntwice("2");').error["evalue"]
    )


def test_a_file_that_changes_is_read_again(kernel, beside):
    (beside / "version.ts").write_text("export const version = 1;\n")
    code = 'import { version } from "./version";\nversion'
    assert kernel.run(code).text == "1"
    (beside / "version.ts").write_text("export const version = 'two';\n")
    assert kernel.run(code).text == "'two'"


def test_a_file_that_appears_after_the_complaint_is_found(kernel, beside):
    code = 'import { late } from "./late";\nlate'
    assert "Cannot find module './late'" in kernel.run(code).traceback
    (beside / "late.ts").write_text("export const late = 3;\n")
    assert kernel.run(code).text == "3"


def test_a_package_that_is_missing_is_a_type_error(kernel):
    assert (
        "Cannot find module 'no-such-package'"
        in kernel.run(
            "import 'no-such-package/x'; import y from 'no-such-package';"
        ).traceback
    )


def test_an_error_in_a_file_beside_the_notebook_names_file_and_line(kernel, beside):
    (beside / "fails.ts").write_text(
        "interface Gone { x: number }\n\nexport function fails(g: Gone): never {\n"
        "  throw new Error(`no ${g.x}`);\n}\n"
    )
    ran = kernel.run('import { fails } from "./fails";\n\nfails({ x: 1 });')
    assert "at fails (fails.ts:4:" in ran.traceback
    assert f"at cell {ran.reply['execution_count']}, line 3" in ran.traceback


def test_a_type_error_in_a_file_beside_the_notebook_names_the_file(kernel, beside):
    (beside / "wrong.ts").write_text("\nexport const wrong: number = 'x';\n")
    ran = kernel.run('import { wrong } from "./wrong";')
    assert ran.error["evalue"].startswith("wrong.ts, line 2, column 14")


def test_json_beside_the_notebook_can_be_imported(kernel, beside):
    (beside / "data.json").write_text('{"values": [1, 2]}')
    assert kernel.run("import data from './data.json';\ndata.values").text == "[ 1, 2 ]"


def test_a_notebook_inside_the_clone_finds_the_library(tmp_path):
    inside = CLONE / "kernel" / "dist"
    kernel = Kernel(inside)
    try:
        assert (
            kernel.run('import { points } from "score-matching";\npoints([1]).n').text
            == "1"
        )
    finally:
        kernel.stop()


def test_a_path_with_spaces_and_other_scripts_is_no_obstacle(tmp_path):
    folder = tmp_path / "my notes 笔记"
    folder.mkdir()
    (folder / "one.ts").write_text("export const one = 1;\n")
    kernel = Kernel(folder)
    try:
        assert kernel.run('import { one } from "./one";\none').text == "1"
        assert os.path.samefile(eval(kernel.run("process.cwd()").text), folder)
    finally:
        kernel.stop()


def test_the_first_cell_that_imports_the_library_is_quick_enough(kernel):
    start = time.monotonic()
    kernel.run('import { points } from "score-matching";\npoints([1])')
    assert time.monotonic() - start < 5


def test_what_the_library_makes_keeps_its_type_in_cells_without_an_import(kernel):
    kernel.run('import { gaussian, points } from "score-matching";')
    kernel.run("const broad = gaussian({ mean: 0, covariance: 9 });")
    kernel.run("const drawn = points([1, 2]);")
    complaint = kernel.run("const wrong: string = broad;").error["evalue"]
    assert "Type 'Gaussian' is not assignable" in complaint
    assert "'samples' does not exist" in kernel.run("broad.samples;").error["evalue"]
    assert kernel.run("broad.score(drawn).data.map((x) => 9 * x)").status == "ok"

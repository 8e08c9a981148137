"""Rich values, and displays that change in place."""

import pytest

HOOK = "const hook = (globalThis as any)[Symbol.for('score-matching.display')];\n"


def test_a_value_says_how_it_is_shown(kernel):
    ran = kernel.run(
        "({ toMimeBundle() { return {"
        " data: { 'text/html': '<b>1</b>', 'text/plain': 'one', 'application/json': { a: [1] } },"
        " metadata: { note: 2 } }; } })"
    )
    (result,) = ran.of("execute_result")
    assert result["data"] == {
        "text/html": "<b>1</b>",
        "text/plain": "one",
        "application/json": {"a": [1]},
    }
    assert result["metadata"] == {"note": 2}


def test_a_value_may_take_its_time_to_say_how_it_is_shown(kernel):
    ran = kernel.run(
        "({ async toMimeBundle() { await new Promise((r) => setTimeout(r, 50));"
        " return { data: { 'text/plain': 'slowly' } }; } })"
    )
    assert ran.text == "slowly"
    (result,) = ran.of("execute_result")
    assert result["metadata"] == {}


def test_a_value_that_fails_to_show_itself_is_an_error(kernel):
    ran = kernel.run("({ toMimeBundle() { throw new Error('unshowable'); } })")
    assert (ran.status, ran.error["evalue"]) == ("error", "unshowable")


@pytest.mark.parametrize(
    ("bundle", "complaint"),
    [
        ("undefined", "toMimeBundle() has to give"),
        ("{ data: 'text' }", "toMimeBundle() has to give"),
        ("{ data: { 'application/json': 1n } }", "BigInt"),
    ],
)
def test_a_bundle_that_cannot_be_sent_is_an_error(kernel, bundle, complaint):
    ran = kernel.run(f"({{ toMimeBundle() {{ return {bundle}; }} }})")
    assert (ran.status, ran.kinds) == ("error", ["error"])
    assert complaint in ran.error["evalue"]


def test_points_of_the_library_show_as_a_table(kernel):
    ran = kernel.run(
        'import { points } from "score-matching";\npoints([[1, 2], [3, 4]])'
    )
    assert "<table>" in ran.result["text/html"]
    assert "2 points of dimension 2" in ran.text


TENSOR = (
    "const like = (shape: number[], dtype: string, data: unknown[]) =>"
    " ({ shape, dtype, dataSync: () => data });\n"
)


def test_a_tensor_shows_as_a_small_table(kernel):
    ran = kernel.run(TENSOR + "like([2, 3], 'float32', [1, 2, 3, 4, 5, 0.123456789])")
    assert ran.text.split("\n")[0] == "Tensor float32 [2, 3]"
    assert ran.text.split("\n")[2].split() == ["4", "5", "0.123457"]
    assert ran.result["text/html"].count("<tr>") == 2
    assert ran.result["text/html"].count("<td>") == 6


def test_a_scalar_and_an_empty_tensor_show_too(kernel):
    assert kernel.run(TENSOR + "like([], 'int32', [7])").text == "Tensor int32 []\n7"
    assert (
        kernel.run(TENSOR + "like([0, 2], 'int32', [])").text == "Tensor int32 [0, 2]"
    )


def test_a_large_tensor_shows_its_beginning(kernel):
    ran = kernel.run(TENSOR + "like([100, 50], 'float32', new Array(5000).fill(1))")
    assert len(ran.text) < 600
    assert "94 more rows" in ran.text


def test_a_disposed_tensor_says_so(kernel):
    ran = kernel.run(
        "({ shape: [2], dtype: 'float32', dataSync() { throw new Error('Tensor is disposed.'); } })"
    )
    assert ran.text == "Tensor float32 [2]: Tensor is disposed."


def test_tensors_of_tfjs_show_as_tables(kernel):
    ran = kernel.run(
        "import * as tf from '@tensorflow/tfjs';\ntf.tensor([[1, 2], [3, 4]])"
    )
    assert ran.text.startswith("Tensor float32 [2, 2]\n")


def test_a_display_in_mid_cell_keeps_its_place_among_the_output(kernel):
    ran = kernel.run(
        HOOK + "console.log('before');"
        "hook.show({ data: { 'text/plain': 'shown' }, metadata: { m: 1 } });"
        "console.log('after');"
    )
    assert ran.kinds == ["stream", "display_data", "stream"]
    (display,) = ran.of("display_data")
    assert display == {
        "data": {"text/plain": "shown"},
        "metadata": {"m": 1},
        "transient": {},
    }


def test_a_display_with_an_id_is_updated_in_place(kernel):
    ran = kernel.run(
        HOOK + "hook.show({ data: { 'text/plain': '0 %' } }, { id: 'bar' });"
        "hook.show({ data: { 'text/plain': '9 %' } }, { id: 'bar', update: true });"
    )
    assert ran.kinds == ["display_data", "update_display_data"]
    (first,) = ran.of("display_data")
    (second,) = ran.of("update_display_data")
    assert first["transient"] == second["transient"] == {"display_id": "bar"}
    assert second["data"] == {"text/plain": "9 %"}


def test_a_progress_bar_moves_while_the_cell_is_busy(kernel):
    message_id = kernel.send(
        HOOK
        + "hook.show({ data: { 'text/plain': 'half' } }, { id: 'busy', update: true });\n"
        "for (;;) {}"
    )
    while kernel.iopub(timeout=10)["msg_type"] != "update_display_data":
        pass
    kernel.manager.interrupt_kernel()
    kernel.collect(message_id)


def test_output_can_be_cleared(kernel):
    ran = kernel.run(
        HOOK + "console.log('old'); hook.clear({ wait: true }); console.log('new');"
    )
    assert ran.kinds == ["stream", "clear_output", "stream"]
    assert ran.of("clear_output") == [{"wait": True}]


def test_the_display_functions_of_tslab_work(kernel):
    ran = kernel.run("import { display } from 'tslab';\ndisplay.html('<i>x</i>');")
    (display,) = ran.of("display_data")
    assert display["data"] == {"text/html": "<i>x</i>"}


def test_remarks_of_tensorflow_are_no_output_of_the_cell(kernel):
    remark = "I0000 00:00:1795263288.826172   27454 port.cc:153] oneDNN custom operations are on."
    code = (
        "import { writeSync } from 'node:fs';"
        f"writeSync(2, '{remark}\\n'); writeSync(2, 'E0000 a real complaint\\n');"
        "await new Promise((r) => setTimeout(r, 100));"
    )
    assert kernel.run(code).stderr == "E0000 a real complaint\n"

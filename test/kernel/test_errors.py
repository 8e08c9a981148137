"""What a cell that throws gives back."""

import pytest


def test_an_error_has_name_value_and_traceback(kernel):
    ran = kernel.run("const before = 1;\nthrow new RangeError('too far');")
    assert ran.status == "error"
    assert ran.kinds == ["error"]
    assert (ran.error["ename"], ran.error["evalue"]) == ("RangeError", "too far")
    assert ran.reply["ename"] == "RangeError"
    assert ran.reply["traceback"] == ran.error["traceback"]


def test_a_frame_of_a_cell_names_the_cell_and_the_line(kernel):
    ran = kernel.run(
        "interface Erased { x: number }\n\n"
        "function inner(e: Erased): never {\n  throw new Error(`deep ${e.x}`);\n}\n"
        "inner({ x: 1 });"
    )
    count = ran.reply["execution_count"]
    assert ran.error["traceback"][0].split("\n") == [
        "Error: deep 1",
        f"    at inner (cell {count}, line 4)",
        f"    at cell {count}, line 6",
    ]
    assert "4 |   throw new Error(`deep ${e.x}`);\n            ^" in ran.traceback


def test_a_frame_of_an_earlier_cell_names_that_cell(kernel):
    first = kernel.run("function thrower() {\n  throw new Error('from before');\n}")
    second = kernel.run("\n\nthrower();")
    assert (
        f"at thrower (cell {first.reply['execution_count']}, line 2)"
        in second.traceback
    )
    assert f"at cell {second.reply['execution_count']}, line 3" in second.traceback
    assert "2 |   throw new Error('from before');" in second.traceback


def test_an_error_of_the_library_names_its_typescript_source(kernel):
    ran = kernel.run('import { points } from "score-matching";\npoints([Number.NaN]);')
    assert ran.error["ename"] == "InvalidArgument"
    assert "(src/numerics/points.ts:" in ran.traceback
    assert "dist" not in ran.traceback


def test_a_stack_that_the_cell_prints_is_readable_too(kernel):
    ran = kernel.run("console.log(new Error('shown').stack)")
    count = ran.reply["execution_count"]
    assert ran.stdout == f"Error: shown\n    at cell {count}, line 1\n"


def test_the_kernel_itself_is_not_in_the_traceback(kernel):
    ran = kernel.run("JSON.parse('{');")
    assert ran.error["ename"] == "SyntaxError"
    for own in ("node:", "tslab", "kernel/", "evalmachine"):
        assert own not in ran.traceback


def test_an_error_after_an_await_is_an_error_of_the_cell(kernel):
    ran = kernel.run(
        "await new Promise((r) => setTimeout(r, 10));\nthrow new Error('later');"
    )
    assert (ran.status, ran.error["evalue"]) == ("error", "later")
    assert f"at cell {ran.reply['execution_count']}, line 2" in ran.traceback


def test_a_rejected_promise_at_a_top_level_await_is_an_error(kernel):
    ran = kernel.run("await Promise.reject(new TypeError('refused'));")
    assert (ran.error["ename"], ran.error["evalue"]) == ("TypeError", "refused")


def test_the_cause_of_an_error_is_told(kernel):
    ran = kernel.run("throw new Error('outer', { cause: new Error('inner') });")
    assert "Caused by: Error: inner" in ran.traceback


def test_what_is_thrown_need_not_be_an_error(kernel):
    ran = kernel.run("throw { reason: 1 };")
    assert (ran.error["ename"], ran.error["evalue"]) == ("Thrown", "{ reason: 1 }")


@pytest.mark.parametrize(
    "thrown",
    [
        "new (class extends Error { override get message(): string { throw new Error('ha'); } })()",
        "new (class extends Error { override get name(): string { throw new Error('ha'); } })()",
        "new Proxy(new Error('e'), { get() { throw new Error('ha'); } })",
        "new Proxy({}, { getPrototypeOf() { throw new Error('ha'); } })",
        "{ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('ha'); } }",
        "new Error('e', { cause: new Proxy(new Error(), { get() { throw new Error('ha'); } }) })",
    ],
)
def test_what_cannot_be_shown_is_still_an_error(kernel, thrown):
    ran = kernel.run(f"throw {thrown};")
    assert ran.status == "error"
    assert ran.kinds == ["error"]
    assert "A value that cannot be shown was thrown" in ran.traceback
    assert "A value that cannot be shown was thrown" in ran.error["evalue"]
    assert ran.reply["traceback"] == ran.error["traceback"]
    assert kernel.run("1").text == "1"


def test_an_object_that_no_property_can_be_read_of_is_still_an_error(kernel):
    ran = kernel.run("throw new Proxy({}, { get() { throw new Error('ha'); } });")
    assert ran.status == "error"
    assert ran.kinds == ["error"]
    assert ran.error["ename"] == "Thrown"


def test_a_stray_rejection_that_cannot_be_shown_is_not_fatal(kernel):
    kernel.run("const survivor = 1;")
    ran = kernel.run(
        "Promise.reject(new Proxy({}, { getPrototypeOf() { throw new Error('ha'); } }));"
        "undefined"
    )
    assert "A value that cannot be shown was thrown" in ran.stderr
    assert kernel.run("survivor").text == "1"


def test_a_failure_of_the_kernel_itself_is_shown_in_the_cell(fresh):
    # What the kernel draws the caret under a refused line with.
    fresh.run("String.prototype.repeat = () => { throw new Error('gone'); }; undefined")
    ran = fresh.run("const wrong: number = 'one';")
    assert (ran.status, ran.kinds) == ("error", ["error"])
    assert ran.reply["evalue"] == ran.error["evalue"]


@pytest.mark.parametrize(
    "code",
    [
        "(globalThis as any).Promise = function () { throw new Error('mine'); };",
        "Object.defineProperty(globalThis, 'Promise', { value: 1 });",
    ],
)
def test_promise_cannot_be_replaced_and_later_cells_run(fresh, code):
    ran = fresh.run(code)
    assert ran.kinds == ["error"]
    assert "Promise" in ran.error["evalue"]
    assert fresh.run("1 + 1").text == "2"
    assert fresh.run("await new Promise((r) => setTimeout(r, 1)); 3").text == "3"


def test_an_assignment_to_promise_says_what_to_do(fresh):
    ran = fresh.run("(globalThis as any).Promise = class {};")
    assert "globalThis.Promise cannot be replaced" in ran.error["evalue"]
    assert "another name" in ran.error["evalue"]
    # As libraries do that bring their own where there is none.
    assert fresh.run("globalThis.Promise = globalThis.Promise || 1; 1").text == "1"


def test_cells_end_though_the_methods_of_promises_are_broken(fresh):
    fresh.run(
        "Promise.prototype.then = function (): never { throw new Error('mine'); };"
        "Promise.prototype.catch = Promise.prototype.then; undefined"
    )
    ran = fresh.run("1 + 1", timeout=10)
    assert (ran.kinds, ran.text) == (["execute_result"], "2")
    assert fresh.run("throw new Error('seen');", timeout=10).error["evalue"] == "seen"


def test_a_promise_that_nobody_awaits_is_shown_and_not_fatal(kernel):
    ran = kernel.run("Promise.reject(new Error('forgotten')); undefined")
    assert ran.status == "ok"
    assert "Error: forgotten" in ran.stderr
    assert f"cell {ran.reply['execution_count']}, line 1" in ran.stderr
    assert kernel.run("1").text == "1"


def test_an_exception_in_a_timer_is_shown_and_not_fatal(kernel):
    ran = kernel.run(
        "setTimeout(() => { throw new Error('in a timer'); }, 10);"
        "await new Promise((r) => setTimeout(r, 100));"
    )
    assert ran.status == "ok"
    assert "Error: in a timer" in ran.stderr
    assert kernel.run("1").text == "1"


def test_variables_of_earlier_cells_survive_an_error(kernel):
    kernel.run("let kept = 1;")
    kernel.run("kept = 2; throw new Error('after');")
    assert kernel.run("kept").text == "2"


def test_process_exit_is_harmless(kernel):
    kernel.run("const precious = 42;")
    worker = kernel.worker.pid
    ran = kernel.run("process.exit(3);")
    assert ran.status == "error"
    assert "the kernel goes on" in ran.error["evalue"]
    ran = kernel.run(
        "setTimeout(() => process.exit(), 10); await new Promise((r) => setTimeout(r, 100));"
    )
    assert "the kernel goes on" in ran.stderr
    assert kernel.run("precious").text == "42"
    assert kernel.worker.pid == worker

"""What a cell that runs gives back."""

import pytest


def test_the_last_expression_is_the_result(kernel):
    ran = kernel.run("const a = 20;\na + 1")
    assert ran.status == "ok"
    assert ran.result == {"text/plain": "21"}
    (result,) = ran.of("execute_result")
    assert result["execution_count"] == ran.reply["execution_count"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("null", "null"),
        ("'text'", "'text'"),
        ("new Float64Array([1, 0.5])", "Float64Array(2) [ 1, 0.5 ]"),
        ("[{ a: 1 }]", "[ { a: 1 } ]"),
        ("new Map([[1, 2]])", "Map(1) { 1 => 2 }"),
        ("(x: number) => x", "[Function (anonymous)]"),
        ("await Promise.resolve(5)", "5"),
    ],
)
def test_ordinary_values_show_as_node_shows_them(kernel, code, text):
    assert kernel.run(code).result == {"text/plain": text}


@pytest.mark.parametrize(
    "code",
    [
        "",
        "   \n\n",
        "// a comment\n/* another */",
        "undefined",
        "const u1 = 1",
        "void 0",
    ],
)
def test_nothing_to_show_shows_nothing(kernel, code):
    ran = kernel.run(code)
    assert ran.status == "ok"
    assert ran.kinds == []


def test_console_goes_to_the_right_stream_in_order(kernel):
    ran = kernel.run(
        "console.log('a'); console.error('b'); console.info('c'); console.warn('d');"
    )
    assert [(c["name"], c["text"]) for c in ran.of("stream")] == [
        ("stdout", "a\n"),
        ("stderr", "b\n"),
        ("stdout", "c\n"),
        ("stderr", "d\n"),
    ]


def test_nothing_is_lost_at_the_end_of_a_cell(kernel):
    for _ in range(10):
        ran = kernel.run("for (let i = 0; i < 500; i++) console.log(i);")
        assert ran.stdout == "".join(f"{i}\n" for i in range(500))


def test_ten_megabytes_of_output_arrive_whole(kernel):
    ran = kernel.run(
        "for (let i = 0; i < 100_000; i++) console.log('x'.repeat(99)); console.log('end');"
    )
    assert len(ran.stdout) == 100 * 100_000 + 4
    assert ran.stdout.endswith("xx\nend\n")
    # As few messages as a front end can bear.
    assert len(ran.of("stream")) < 2_000


def test_output_appears_while_a_cell_is_busy(kernel):
    message_id = kernel.send("console.log('begun');\nfor (;;) {}")
    while (message := kernel.iopub(timeout=10))["msg_type"] != "stream":
        pass
    assert message["content"]["text"] == "begun\n"
    kernel.manager.interrupt_kernel()
    kernel.collect(message_id)


def test_text_that_a_subprocess_prints_is_shown(kernel):
    code = (
        "import { execSync } from 'node:child_process';\n"
        "execSync('echo from outside', { stdio: 'inherit' });\n"
        "await new Promise((r) => setTimeout(r, 100));"
    )
    assert kernel.run(code).stdout == "from outside\n"


def test_bytes_that_split_a_character_are_put_together(kernel):
    code = (
        "const bytes = Buffer.from('é');"
        "process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1));"
    )
    assert kernel.run(code + " undefined").stdout == "é"


def test_late_output_belongs_to_the_cell_that_caused_it(kernel):
    sleep = "const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));"
    kernel.run(sleep)
    first = kernel.send(
        "setTimeout(() => console.log('timer of first'), 300);"
        "(async () => { await sleep(400); console.log('await of first'); })(); undefined"
    )
    second = kernel.send(
        "for (let i = 0; i < 8; i++) { await sleep(100); console.log('second'); }"
    )
    ran = kernel.collect(second)
    late = [m for m in kernel.unread if m["msg_type"] == "stream"]
    assert ran.stdout == "second\n" * 8
    assert {m["parent_header"]["msg_id"] for m in late} == {first}
    assert (
        "".join(m["content"]["text"] for m in late)
        == "timer of first\nawait of first\n"
    )


def test_two_cells_sent_at_once_run_in_order(kernel):
    code = "await new Promise((r) => setTimeout(r, 200)); console.log({0}); (globalThis as any).at = {0};"
    first = kernel.send(code.format(1))
    second = kernel.send("[(globalThis as any).at]")
    assert kernel.collect(first).stdout == "1\n"
    assert kernel.collect(second).text == "[ 1 ]"


def test_a_const_can_be_defined_again(kernel):
    kernel.run("const again = 1;")
    kernel.run("const again = 'one';")
    assert kernel.run("again").text == "'one'"


def test_a_class_can_be_defined_again(kernel):
    kernel.run("class Box { x = 1 }")
    kernel.run("class Box { y = 2 }")
    assert kernel.run("new Box().y").text == "2"


def test_types_interfaces_and_functions_live_on(kernel):
    kernel.run(
        "interface Pair { left: number; right: number }\nfunction sum(p: Pair) { return p.left + p.right; }"
    )
    assert (
        kernel.run("const pair: Pair = { left: 1, right: 2 };\nsum(pair)").text == "3"
    )


def test_for_await_works_at_the_top_of_a_cell(kernel):
    assert (
        kernel.run(
            "for await (const x of [1, Promise.resolve(2)]) console.log(x);"
        ).stdout
        == "1\n2\n"
    )


def test_the_execution_count_counts_what_is_stored(kernel):
    first = kernel.run("1").reply["execution_count"]
    assert kernel.run("2", store_history=False).reply["execution_count"] == first
    assert kernel.run("3", silent=True).reply["execution_count"] == first
    assert kernel.run("4").reply["execution_count"] == first + 1


def test_a_silent_cell_runs_and_says_nothing(kernel):
    ran = kernel.run("const quietly = 7; console.log('noise'); quietly", silent=True)
    assert ran.status == "ok"
    assert {m["msg_type"] for m in ran.messages} == {"status"}
    assert kernel.run("quietly").text == "7"


def test_the_input_is_broadcast(kernel):
    ran = kernel.run("1 + 1")
    (echo,) = ran.of("execute_input")
    assert echo == {"code": "1 + 1", "execution_count": ran.reply["execution_count"]}
    states = [c["execution_state"] for c in ran.of("status")]
    assert states == ["busy", "idle"]


def test_user_expressions_are_evaluated_each_by_itself(kernel):
    asked = {"good": "40 + 2", "bad": "nothingOfThisName", "thrown": "JSON.parse('{')"}
    answers = kernel.run("const v = 1;", user_expressions=asked).reply[
        "user_expressions"
    ]
    assert answers["good"] == {
        "status": "ok",
        "data": {"text/plain": "42"},
        "metadata": {},
    }
    assert answers["bad"]["status"] == "error"
    assert answers["bad"]["ename"] == "TypeCheckError"
    assert answers["thrown"]["ename"] == "SyntaxError"


def test_a_cell_may_read_its_standard_input_and_finds_it_empty(kernel):
    code = "import { readFileSync } from 'node:fs'; readFileSync(0, 'utf8')"
    assert kernel.run(code, allow_stdin=True, timeout=10).text == "''"


def test_a_name_of_an_earlier_cell_can_be_a_property_in_shorthand(kernel):
    kernel.run("const sigma = 3; let rate = 1; const double = (x: number) => 2 * x;")
    assert kernel.run("JSON.stringify({ sigma, rate, steps: 4 })").text == (
        '\'{"sigma":3,"rate":1,"steps":4}\''
    )
    assert kernel.run("({ double }).double(sigma)").text == "6"
    assert kernel.run("[1, 2].map((sigma) => ({ sigma, rate })).length").text == "2"
    assert kernel.run("[5].map((sigma) => ({ sigma }))[0].sigma").text == "5"


def test_a_variable_of_an_earlier_cell_can_be_taken_out_of_an_object_in_shorthand(
    kernel,
):
    kernel.run("let rate = 1; let steps = 2;")
    kernel.run(
        "({ rate, steps = 9 } = { rate: 7 } as { rate: number; steps?: number });"
    )
    assert kernel.run("`${rate} ${steps}`").text == "'7 9'"

"""What happens to the requests that wait behind an error."""

import time


def test_an_error_aborts_what_is_queued(kernel):
    first = kernel.send(
        "await new Promise((r) => setTimeout(r, 200)); throw new Error('stop');"
    )
    rest = [kernel.send(f"(globalThis as any).ran = {i};") for i in range(3)]
    assert kernel.collect(first).status == "error"
    for message_id in rest:
        ran = kernel.collect(message_id)
        assert ran.status == "aborted"
        assert ran.kinds == []
        assert [c["execution_state"] for c in ran.of("status")] == ["busy", "idle"]
    assert kernel.run("[(globalThis as any).ran]").text == "[ undefined ]"


def test_the_error_is_answered_before_what_it_aborts(kernel):
    first = kernel.send(
        "await new Promise((r) => setTimeout(r, 200)); throw new Error('stop');"
    )
    second = kernel.send("1")
    order = [
        kernel.client.get_shell_msg(timeout=20)["parent_header"]["msg_id"] for _ in "ab"
    ]
    assert order == [first, second]


def test_an_error_with_stop_on_error_false_aborts_nothing(kernel):
    wait = "await new Promise((r) => setTimeout(r, 200)); throw new Error('go on');"
    first = kernel.send(wait, stop_on_error=False)
    rest = [kernel.send(f"{i}") for i in range(3)]
    assert kernel.collect(first).status == "error"
    assert [kernel.collect(message_id).text for message_id in rest] == ["0", "1", "2"]


def test_a_type_error_aborts_what_is_queued_too(kernel):
    first = kernel.send("const n: number = 'x';")
    second = kernel.send("1")
    assert kernel.collect(first).status == "error"
    # The second may arrive after the error; then it runs, and it must not be lost.
    assert kernel.collect(second).status in {"aborted", "ok"}


def test_a_request_after_the_error_runs_at_once(kernel):
    for _ in range(10):
        message_id = kernel.send("throw new Error('quick');")
        kernel.reply(message_id)
        ran = kernel.run("'next'")
        assert (ran.status, ran.text) == ("ok", "'next'")
        kernel.outputs(message_id)


def test_only_execution_is_aborted(kernel):
    first = kernel.send(
        "await new Promise((r) => setTimeout(r, 200)); throw new Error('stop');"
    )
    message = kernel.client.session.msg("is_complete_request", {"code": "1"})
    kernel.client.shell_channel.send(message)
    assert kernel.collect(first).status == "error"
    assert kernel.reply(message["header"]["msg_id"])["status"] == "complete"


def test_control_requests_are_answered_while_a_cell_is_busy(kernel):
    running = kernel.send("const end = Date.now() + 1500; while (Date.now() < end) {}")
    time.sleep(0.2)
    start = time.monotonic()
    message = kernel.client.session.msg("kernel_info_request", {})
    kernel.client.control_channel.send(message)
    kernel.reply(message["header"]["msg_id"], channel="control")
    assert time.monotonic() - start < 0.5
    kernel.collect(running)


def test_the_heart_beats_while_a_cell_is_busy(kernel):
    kernel.client.hb_channel.unpause()
    running = kernel.send(
        "const end2 = Date.now() + 3000; while (Date.now() < end2) {}"
    )
    time.sleep(2.5)
    assert kernel.client.hb_channel.is_beating()
    kernel.collect(running)

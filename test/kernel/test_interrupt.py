"""Interrupts: each returns within two seconds, the next cell works, nothing runs on behind."""

import os
import signal
import threading
import time

import pytest

SLEEP = "const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));\n"
COUNT = "(globalThis as any).n = ((globalThis as any).n ?? 0) + 1;"
READ = "import { readFile } from 'node:fs/promises';\n"

LOOPS = {
    "busy": f"for (;;) {{ {COUNT} }}",
    "busy in a function of an earlier cell": "spin();",
    "awaiting a timer": f"for (;;) {{ await sleep(5); {COUNT} }}",
    "awaiting in a function of an earlier cell": "await pace();",
    "busy after an await": f"await sleep(20);\nfor (;;) {{ {COUNT} }}",
    "busy with awaits": f"for (;;) {{ await null; {COUNT} }}",
    "awaiting files": READ + f"for (;;) {{ await readFile('/dev/null'); {COUNT} }}",
    "for await": (
        "async function* ticks() { for (;;) { await sleep(5); yield 1; } }\n"
        f"for await (const _ of ticks()) {{ {COUNT} }}"
    ),
    "busy in a timer": "await new Promise(() => setTimeout(() => { for (;;) {} }, 20));",
    "catching everything": f"for (;;) {{ try {{ for (;;) {{ {COUNT} }} }} catch {{ }} }}",
    "catching after awaits": f"for (;;) {{ try {{ await sleep(5); {COUNT} }} catch {{ }} }}",
    "chained timers": f"const tick = () => {{ {COUNT} setTimeout(tick, 5); }};\ntick();\n"
    "await new Promise(() => {});",
    "an interval": f"setInterval(() => {{ {COUNT} }}, 5);\nawait new Promise(() => {{}});",
    "printing": "for (;;) { await sleep(5); console.log('on'); }",
}


@pytest.fixture(scope="module", autouse=True)
def helpers(kernel):
    ran = kernel.run(
        SLEEP + f"function spin(): void {{ for (;;) {{ {COUNT} }} }}\n"
        f"async function pace() {{ for (;;) {{ await sleep(5); {COUNT} }} }}"
    )
    assert ran.status == "ok"


def interrupted(kernel, code, interrupt=None, after=0.4):
    interrupt = interrupt or kernel.manager.interrupt_kernel
    pressed = []

    def press():
        pressed.append(time.monotonic())
        interrupt()

    timer = threading.Timer(after, press)
    timer.start()
    ran = kernel.run(code, timeout=15)
    returned = time.monotonic()
    timer.join()
    assert ran.status == "error"
    assert (ran.error["ename"], ran.reply["ename"]) == ("Interrupted", "Interrupted")
    assert ran.kinds[-1] == "error"
    assert ran.kinds.count("error") == 1
    assert returned - pressed[0] < 2
    return ran


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS.keys())
def test_an_interrupted_loop_returns_and_does_not_run_on(kernel, code):
    worker = kernel.worker.pid
    interrupted(kernel, code)
    count = "[(globalThis as any).n]"
    before = kernel.run(count).text
    stray = kernel.later(0.3, lambda m: m["msg_type"] in {"stream", "error"})
    assert kernel.run(count).text == before
    assert stray == []
    assert kernel.run("1 + 1").text == "2"
    assert kernel.worker.pid == worker


def test_an_interrupted_worker_is_idle_afterwards(kernel):
    interrupted(kernel, LOOPS["busy after an await"])
    interrupted(kernel, LOOPS["awaiting a timer"])
    time.sleep(0.2)
    used = kernel.worker.cpu_times()
    time.sleep(1)
    later = kernel.worker.cpu_times()
    assert (later.user + later.system) - (used.user + used.system) < 0.3


def test_a_signal_interrupts_as_well_as_a_message(kernel):
    def press():
        os.killpg(kernel.supervisor.pid, signal.SIGINT)

    for code in (
        "for (;;) {}",
        "for (;;) await sleep(5);",
        "await sleep(5); for (;;) {}",
    ):
        interrupted(kernel, code, press)
        assert kernel.run("1 + 1").text == "2"


def test_an_interrupt_when_nothing_runs_does_nothing(kernel):
    kernel.manager.interrupt_kernel()
    time.sleep(0.5)
    assert kernel.run("await sleep(50); 'done'").text == "'done'"


def test_an_interrupt_before_the_worker_is_up_stops_the_cell(fresh):
    message_id = fresh.send("for (;;) {}")
    fresh.manager.interrupt_kernel()
    ran = fresh.collect(message_id, timeout=20)
    assert ran.reply["ename"] == "Interrupted"
    assert fresh.run("1 + 1").text == "2"


def test_an_interrupt_aborts_what_is_queued(kernel):
    running = kernel.send("for (;;) await sleep(5);")
    queued = kernel.send("'never'")
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    assert kernel.collect(running).reply["ename"] == "Interrupted"
    assert kernel.collect(queued).status == "aborted"


def test_timers_of_earlier_cells_go_on_after_an_interrupt(kernel):
    kernel.run(
        "let ticks = 0; const ticker = setInterval(() => { ticks += 1; }, 5); undefined"
    )
    interrupted(kernel, "for (;;) await sleep(5);")
    kernel.run("const seen = ticks; await sleep(100);")
    assert kernel.run("ticks > seen").text == "true"
    kernel.run("clearInterval(ticker)")


def test_many_interrupts_in_a_row_leave_a_working_kernel(kernel):
    worker = kernel.worker.pid
    for code in ("for (;;) {}", "for (;;) await null;", "for (;;) await sleep(1);") * 4:
        interrupted(kernel, code, after=0.1)
    assert kernel.run("1 + 1").text == "2"
    assert kernel.worker.pid == worker


def test_a_subprocess_that_blocks_the_cell_can_be_shut_down(fresh):
    fresh.send("import { execSync } from 'node:child_process';\nexecSync('sleep 60');")
    time.sleep(2)
    worker = fresh.worker
    fresh.manager.shutdown_kernel()
    assert not worker.is_running() or worker.status() == "zombie"

"""Crashes, shutdown and orphans: nothing hangs and nothing is left behind."""

import contextlib
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest
import zmq
from conftest import CLONE, Kernel, gone

CRASHES = {
    "process.abort": ("process.abort();", "SIGABRT"),
    "a segmentation fault": (
        "process.kill(process.pid, 'SIGSEGV'); for (;;) {}",
        "SIGSEGV",
    ),
    "a kill": ("process.kill(process.pid, 'SIGKILL'); for (;;) {}", "SIGKILL"),
    "the real exit": ("(process as any).reallyExit(7);", "exit code 7"),
}


@pytest.mark.parametrize(("code", "how"), CRASHES.values(), ids=CRASHES.keys())
def test_a_crash_shows_as_an_error_and_a_restart(fresh, code, how):
    fresh.run("const lost = 1;")
    supervisor = fresh.supervisor.pid
    message_id = fresh.send("console.log('last words');\n" + code)
    queued = fresh.send("'behind'")
    ran = fresh.collect(message_id, timeout=20)
    assert ran.stdout == "last words\n"
    assert (ran.status, ran.reply["ename"]) == ("error", "KernelDied")
    assert how in ran.error["evalue"]
    assert "variables" in ran.traceback
    assert fresh.collect(queued).status == "aborted"
    states = [
        m["content"].get("execution_state") for m in fresh.unread + fresh.later(1)
    ]
    assert "restarting" in states
    assert states.index("starting") > states.index("restarting")
    after = fresh.run("1 + 1", timeout=20)
    assert (after.text, after.reply["execution_count"]) == ("2", 1)
    assert "Cannot find name 'lost'" in fresh.run("lost").traceback
    assert fresh.supervisor.pid == supervisor


def test_running_out_of_memory_shows_as_a_restart(tmp_path):
    import os

    kernel = Kernel(
        tmp_path, env={**os.environ, "NODE_OPTIONS": "--max-old-space-size=300"}
    )
    try:
        ran = kernel.run(
            "const hoard: number[][] = []; for (;;) hoard.push(new Array(1e5).fill(1));"
        )
        assert ran.reply["ename"] == "KernelDied"
        assert kernel.run("1 + 1").text == "2"
    finally:
        kernel.stop()


def test_a_crash_between_cells_is_announced(fresh):
    fresh.run("setTimeout(() => process.abort(), 300); undefined")
    states = [m["content"].get("execution_state") for m in fresh.later(2)]
    assert "restarting" in states
    assert fresh.run("1 + 1").text == "2"


def test_a_request_other_than_a_cell_survives_a_crash(fresh):
    fresh.run("setTimeout(() => process.abort(), 50); undefined")
    time.sleep(0.3)
    assert fresh.ask("complete_request", code="Math.", cursor_pos=5)["status"] == "ok"


@pytest.mark.parametrize("busy", ["", "for (;;) {}", "await new Promise(() => {})"])
def test_shutdown_ends_everything(fresh, busy):
    fresh.run("1")
    family = [fresh.supervisor, *fresh.supervisor.children(recursive=True)]
    assert len(family) == 2
    if busy:
        fresh.send(busy)
        time.sleep(0.3)
    message = fresh.client.session.msg("shutdown_request", {"restart": False})
    fresh.client.control_channel.send(message)
    reply = fresh.reply(message["header"]["msg_id"], channel="control")
    assert reply == {"status": "ok", "restart": False}
    assert gone(family, timeout=3) == []


def test_shutdown_is_answered_on_shell_too(fresh):
    family = [fresh.supervisor, fresh.worker]
    message = fresh.client.session.msg("shutdown_request", {"restart": True})
    fresh.client.shell_channel.send(message)
    assert fresh.reply(message["header"]["msg_id"]) == {"status": "ok", "restart": True}
    assert gone(family, timeout=3) == []


@pytest.mark.parametrize("attempt", range(5))
def test_a_heartbeat_that_meets_the_shutdown_is_no_crash(tmp_path, attempt):
    with (tmp_path / "stderr").open("wb") as stderr:
        kernel = Kernel(tmp_path, stderr=stderr)
        beats = zmq.Context.instance().socket(zmq.DEALER)
        beats.linger = 0
        beats.connect(f"tcp://127.0.0.1:{kernel.manager.hb_port}")
        process = kernel.manager.provisioner.process
        kernel.client.shutdown()
        end = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(zmq.Again):
                beats.send_multipart([b"", b"beat"], zmq.NOBLOCK)
        beats.close()
        kernel.client.stop_channels()
    assert (tmp_path / "stderr").read_text() == ""
    assert process.poll() == 0


def test_a_restart_gives_a_fresh_kernel(fresh):
    fresh.run("const old = 1;")
    family = [fresh.supervisor, fresh.worker]
    fresh.manager.restart_kernel()
    fresh.client.wait_for_ready(timeout=30)
    assert gone(family, timeout=3) == []
    ran = fresh.run("old")
    assert (ran.status, ran.reply["execution_count"]) == ("error", 1)


def test_a_polite_signal_ends_everything(fresh):
    family = [fresh.supervisor, fresh.worker]
    fresh.supervisor.send_signal(signal.SIGTERM)
    assert gone(family, timeout=3) == []


@pytest.mark.parametrize("busy", ["", "for (;;) {}", "await new Promise(() => {})"])
def test_the_worker_does_not_outlive_a_killed_supervisor(fresh, busy):
    worker = fresh.worker
    if busy:
        fresh.send(busy)
        time.sleep(1.5)
    fresh.supervisor.kill()
    assert gone([worker], timeout=3) == []


def test_the_kernel_does_not_outlive_a_killed_jupyter(tmp_path):
    script = textwrap.dedent(f"""
        import sys, time
        sys.path.insert(0, {str(CLONE / "test" / "kernel")!r})
        from conftest import Kernel, pytest_sessionstart
        pytest_sessionstart()
        kernel = Kernel({str(tmp_path)!r})
        kernel.run("1")
        print(kernel.supervisor.pid, kernel.worker.pid, flush=True)
        kernel.send("for (;;) {{}}")
        time.sleep(60)
    """)
    jupyter = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    family = [psutil.Process(int(pid)) for pid in jupyter.stdout.readline().split()]
    assert len(family) == 2
    jupyter.kill()
    jupyter.wait()
    jupyter.stdout.close()
    assert gone(family, timeout=5) == []

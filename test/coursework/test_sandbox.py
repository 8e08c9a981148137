"""When a sandbox is said to have had too much: by what it computes and sleeps, not by the clock."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from coursework.sandbox import LOOK, Limits, Watch, family_of, is_at_work, threads_of

from coursework import sandbox


@pytest.fixture
def machine(monkeypatch):
    """A sandbox that is made up, whose every look comes when it is due."""
    state = SimpleNamespace(now=0.0, processor=0.0, at_work=True, threads=12)
    monkeypatch.setattr(sandbox, "time", SimpleNamespace(monotonic=lambda: state.now))
    monkeypatch.setattr(sandbox, "family_of", lambda child: [child])
    monkeypatch.setattr(sandbox, "processor_seconds", lambda family: state.processor)
    monkeypatch.setattr(sandbox, "threads_of", lambda member: range(state.threads))
    monkeypatch.setattr(sandbox, "is_at_work", lambda thread: state.at_work)
    watch = Watch(Limits(), None)

    def look(*, seconds=LOOK, processor=0.0):
        state.now += seconds
        state.processor += processor
        return watch.why()

    state.watch, state.look = watch, look
    look()
    watch.step()
    look()
    return state


def test_a_step_is_ended_by_what_it_computes(machine):
    said = [machine.look(processor=LOOK) for _ in range(31)]
    assert said == [*[None] * 30, "time"]


def test_a_busy_machine_ends_no_step(machine):
    """It gets a hundredth of a processor."""
    said = [machine.look(processor=LOOK / 100) for _ in range(2400)]
    assert set(said) == {None}


def test_a_step_that_sleeps_is_ended_and_waking_now_and_then_does_not_help(machine):
    said = []
    for k in range(40):
        machine.at_work = k % 10 == 0
        said.append(machine.look(processor=0.001))
    assert said.index("asleep") == 34
    assert set(said[:34]) == {None}


def test_a_grader_that_was_busy_itself_counts_a_look_as_one(machine):
    machine.at_work = False
    assert [machine.look(seconds=60) for _ in range(20)] == [None] * 20


def test_steps_have_their_own_limit_and_all_have_one(machine):
    said = []
    for _ in range(20):
        machine.watch.step()
        said += [machine.look(processor=LOOK) for _ in range(20)]
    assert said.index("all") == 240
    assert "time" not in said


def test_threads_are_counted_and_the_clock_has_the_last_word(machine):
    machine.threads = 65
    assert machine.look() == "threads"
    machine.threads = 12
    assert machine.look(seconds=1800) == "last"


@pytest.mark.parametrize(
    ("program", "works"), [("while True: pass", True), ("input()", False)]
)
def test_what_computes_is_told_from_what_sleeps(program, works):
    code = f"print('ready', flush=True)\n{program}"
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        child.stdout.readline()
        if not works:
            # It goes to sleep when it has come that far.
            for _ in range(200):
                if not at_work(child):
                    break
                subprocess.run([sys.executable, "-c", ""], check=True)
        assert at_work(child) == works
    finally:
        child.kill()
        child.communicate()


def at_work(child):
    return any(is_at_work(t) for member in family_of(child) for t in threads_of(member))

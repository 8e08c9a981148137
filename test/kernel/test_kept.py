"""What an interrupted cell leaves: a run that asks between its steps ends early with what it has."""

import time

import pytest

SAMPLER = """
import { longRun } from "score-matching/dist/reporting/longRun";
const spend = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
};
function sampler(steps: number, ms = 2) {
    const run = longRun(steps, "Langevin");
    for (const _ of run) spend(ms);
    return { steps: run.done, interrupted: run.interrupted };
}
async function trainer(steps: number) {
    const run = longRun(steps, "training");
    for (const _ of run) await new Promise((resolve) => setTimeout(resolve, 2));
    return { steps: run.done, interrupted: run.interrupted };
}
const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
"""
FOREVER = 1_000_000


@pytest.fixture(scope="module", autouse=True)
def helpers(kernel):
    assert kernel.run(SAMPLER).status == "ok"


def interrupted(kernel, code, after=0.4):
    """Interrupts a cell once, a while after it has begun, and says how long it took to end."""
    message_id = kernel.send(f"console.log('begun');\n{code}")
    while not kernel.unread or kernel.unread[-1]["msg_type"] != "stream":
        kernel.unread.append(kernel.iopub())
    time.sleep(after)
    pressed = time.monotonic()
    kernel.manager.interrupt_kernel()
    ran = kernel.collect(message_id, timeout=15)
    ran.took = time.monotonic() - pressed
    assert ran.status == "error"
    assert (ran.error["ename"], ran.reply["ename"]) == ("Interrupted", "Interrupted")
    assert ran.kinds[0] == "stream"
    assert ran.kinds[-1] == "error"
    return ran


def test_an_interrupted_run_is_there_in_the_next_cell(kernel):
    interrupted(kernel, f"const run = sampler({FOREVER});")
    ran = kernel.run("[run.interrupted, run.steps > 5, run.steps < 1000]")
    assert ran.text == "[ true, true, true ]"


def test_the_cell_says_that_it_was_interrupted_and_what_is_kept(kernel):
    ran = interrupted(
        kernel, f"const first = 1;\nconst said = sampler({FOREVER});\nfirst + 1;"
    )
    assert ran.error["evalue"] == "The cell was interrupted. Kept from it: first, said."


def test_many_kept_names_are_not_all_listed(kernel):
    many = ", ".join(f"v{i} = {i}" for i in range(12))
    ran = interrupted(kernel, f"const {many};\nsampler({FOREVER});")
    assert ran.error["evalue"].endswith("v0, v1, v2, v3, v4, v5, v6, v7 and 4 more.")


def test_the_rest_of_the_cell_runs_and_shows_its_result(kernel):
    ran = interrupted(
        kernel,
        f"const shown = sampler({FOREVER});\nconsole.log('after');\nshown.interrupted",
    )
    assert (ran.stdout, ran.text) == ("begun\nafter\n", "true")
    assert ran.kinds[1:] == ["display_data", "stream", "execute_result", "error"]


def test_the_bar_ends_where_the_run_stopped(kernel):
    ran = interrupted(kernel, f"const barred = sampler({FOREVER});", after=1.6)
    (bar,) = ran.of("display_data")
    last = ran.of("update_display_data")[-1]
    assert last["transient"] == bar["transient"]
    steps = kernel.run("barred.steps").text
    assert f"stopped at {steps} of {FOREVER}" in last["data"]["text/plain"]


def test_runs_that_come_after_the_interrupt_do_nothing(kernel):
    ran = interrupted(kernel, f"const a = sampler({FOREVER}), b = sampler({FOREVER});")
    assert ran.took < 1
    assert kernel.run("[a.steps > 0, b.steps, b.interrupted]").text == (
        "[ true, 0, true ]"
    )


def test_the_next_cell_is_not_interrupted(kernel):
    interrupted(kernel, f"sampler({FOREVER});")
    ran = kernel.run("sampler(20)")
    assert (ran.status, ran.text) == ("ok", "{ steps: 20, interrupted: false }")


def test_what_is_queued_is_not_run(kernel):
    running = kernel.send(f"sampler({FOREVER});")
    queued = kernel.send("'never'")
    time.sleep(0.4)
    kernel.manager.interrupt_kernel()
    assert kernel.collect(running).reply["ename"] == "Interrupted"
    assert kernel.collect(queued).status == "aborted"


ENDED = {
    "a busy loop": "for (;;) {}",
    "a loop that catches": "for (;;) { try { for (;;) {} } catch {} }",
    "a wait": "await sleep(60_000);",
    "a loop after an await": "await sleep(5);\nfor (;;) {}",
}


@pytest.mark.parametrize("rest", ENDED.values(), ids=ENDED.keys())
def test_after_a_second_of_grace_the_rest_is_ended_and_the_run_is_kept(kernel, rest):
    ran = interrupted(kernel, f"let graced = sampler({FOREVER});\n{rest}")
    assert 0.9 < ran.took < 2
    assert ran.error["evalue"].endswith("Kept from it: graced.")
    assert kernel.run("graced.interrupted").text == "true"


@pytest.mark.parametrize("ms", [2, 450, 900])
def test_a_loop_that_swallows_what_it_is_told_ends_by_one_interrupt(kernel, ms):
    ran = interrupted(kernel, f"while (true) sampler({FOREVER}, {ms});")
    assert ran.took < 2
    assert len(ran.of("display_data")) <= 1
    assert kernel.run("1 + 1").text == "2"


def test_a_busy_loop_after_a_run_that_was_over_is_ended_as_any_other(kernel):
    assert interrupted(kernel, "sampler(5);\nfor (;;) {}").took < 2


def test_a_busy_loop_in_a_cell_after_one_with_a_run_gets_no_grace(kernel):
    kernel.run("sampler(5);")
    assert interrupted(kernel, "for (;;) {}").took < 0.9


def test_a_run_with_slow_steps_is_heard(kernel):
    ran = interrupted(kernel, f"const slow = sampler({FOREVER}, 440);", after=0.5)
    assert ran.took < 1
    assert kernel.run("slow.steps").text in {"1", "2", "3"}


def test_an_awaited_run_ends_early_with_what_it_has(kernel):
    interrupted(kernel, f"const trained = await trainer({FOREVER});")
    ran = kernel.run("[trained.interrupted, trained.steps > 5]")
    assert ran.text == "[ true, true ]"


def test_an_error_on_the_way_out_is_shown_below_the_interrupt(kernel):
    ran = interrupted(
        kernel, f"const cut = sampler({FOREVER});\nthrow new Error('too few');"
    )
    assert ran.error["traceback"][:2] == [
        "Interrupted: The cell was interrupted. Kept from it: cut.",
        "After that the cell failed.",
    ]
    assert "Error: too few\n    at cell" in ran.traceback
    assert kernel.run("cut.interrupted").text == "true"


def test_what_the_cell_did_not_come_to_is_not_declared(kernel):
    kernel.run("const later = 5;")
    interrupted(
        kernel,
        f"const early = sampler({FOREVER}), twice = () => 2 * early.steps;\n"
        "for (;;) {}\nconst unseen = 1, later = 'six';",
    )
    assert kernel.run("twice() === 2 * early.steps").text == "true"
    for name in ("unseen", "later"):
        assert f"Cannot find name '{name}'" in kernel.run(f"{name};").error["evalue"]


def test_types_imports_and_functions_of_an_interrupted_cell_are_kept(kernel):
    interrupted(
        kernel,
        "import { sep } from 'node:path';\n"
        "interface Kept { readonly steps: number }\n"
        "function half(run: Kept): number { return run.steps / 2; }\n"
        f"const typed: Kept = sampler({FOREVER});\nfor (;;) {{}}\nclass Unreached {{}}",
    )
    assert kernel.run("const again: Kept = typed; half(again) > 0").text == "true"
    assert kernel.run("sep").text == "'/'"
    assert (
        "Cannot find name 'Unreached'"
        in (kernel.run("new Unreached();").error["evalue"])
    )


def test_a_busy_loop_keeps_what_it_has_counted(kernel):
    ran = interrupted(kernel, "let counted = 0;\nfor (;;) counted += 1;")
    assert ran.error["evalue"] == "The cell was interrupted. Kept from it: counted."
    assert kernel.run("counted > 1000").text == "true"


def test_a_failed_cell_keeps_what_it_has_set_and_nothing_else(kernel):
    kernel.run("const size = 5;")
    ran = kernel.run("const found = 1;\nthrow new Error('no');\nconst size = 'six';")
    assert ran.status == "error"
    assert kernel.run("found").text == "1"
    assert "Cannot find name 'size'" in kernel.run("size;").error["evalue"]

"""What a cell may try, and what comes of it: nothing for whoever wrote it, and nothing for others."""

import json
import os
import subprocess
from pathlib import Path

import psutil
import pytest
from coursework.assignment import ROOT, all_assignments
from coursework.evaluation import evaluate
from coursework.judging import close, equal, reported, spread, unbiased
from coursework.marking import mark
from coursework.sandbox import Limits, NoSandbox, Sandbox
from writing import bytes_of, reference_cell, solved, with_cells

A1 = all_assignments()["a1"]
PROBES = """
exports.functions = ["f"];
exports.probes = { f: (student, input) => student.f(input) };
"""
# Two steps of a second or so are allowed five times that.
LIMITS = Limits(step_seconds=6)


def asked(*cells, inputs=(1,), limits=LIMITS, unsafe=False):
    """What f gives for each input, after these cells; and what is said of the cells."""
    found = evaluate(
        Sandbox(limits=limits, unsafe=unsafe),
        cells=[(f"cell {k}", cell) for k, cell in enumerate(cells)],
        functions=["f"],
        probes=PROBES,
        questions=[
            (f"q{k}", f"test {k}", "f", given) for k, given in enumerate(inputs)
        ],
    )
    return [found.answers[f"q{k}"] for k in range(len(inputs))], found


def attempts(**codes):
    """A function that tries each of these expressions, and says what came or what was thrown."""
    tries = ", ".join(f"{name}: () => ({code})" for name, code in codes.items())
    return f"""
        const fs = require("node:fs"), os = require("node:os"), net = require("node:net");
        const child = require("node:child_process");
        async function f(_: number): Promise<any> {{
          const out: any = {{}};
          for (const [name, attempt] of Object.entries<any>({{ {tries} }})) {{
            try {{ out[name] = String(await attempt()); }}
            catch (error) {{ out[name] = "refused: " + (error as any).code + " " + error; }}
          }}
          return out;
        }}
    """


def tried(**codes):
    answers, found = asked(attempts(**codes))
    assert found.cells == {}
    return answers[0]["value"]["object"]


def test_nothing_of_the_machine_is_there(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUTH", "the truth")
    monkeypatch.setenv("PATH", f"{ROOT}/.lab/python/bin:{os.environ['PATH']}")
    secret = tmp_path / "truth.json"
    secret.write_text("the truth")
    other = tmp_path / "class" / "bob" / "a1" / "a1.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("what bob has written")
    judge = Path(A1.folder / "judge.py")
    came = tried(
        secret=f'fs.readFileSync("{secret}", "utf8")',
        other=f'fs.readFileSync("{other}", "utf8")',
        judge=f'fs.readFileSync("{judge}", "utf8")',
        home='fs.readdirSync("/root").join() + fs.readdirSync("/home").join()',
        root='fs.readdirSync("/").sort().join()',
        course='fs.readdirSync("/course").sort().join()',
        sources='fs.readdirSync("/course/src").sort().join()',
        processes='fs.readdirSync("/proc").filter((n: string) => /^[0-9]+$/.test(n)).length',
        first='fs.readFileSync("/proc/1/environ", "utf8").includes("truth")',
        judges_memory=f'fs.openSync("/proc/{os.getpid()}/mem", "r")',
        environment="Object.keys(process.env).sort().join()",
        arguments='fs.readFileSync("/proc/1/cmdline", "utf8")',
        fore_environment='fs.readFileSync("/proc/1/environ", "utf8")',
        # Opened, and not written to: as root, a setting of the whole machine.
        setting='fs.openSync("/proc/sys/kernel/core_pattern", fs.constants.O_WRONLY)',
        asked="fs.fstatSync(0).isFIFO()",
    )
    assert str(ROOT) not in came["arguments"] + came["fore_environment"]
    assert came["setting"].startswith("refused: EROFS")
    assert came["asked"] == "true"
    for name in ("secret", "other", "judge", "home"):
        assert came[name].startswith("refused: ENOENT"), came[name]
    assert set(came["root"].split(",")) <= {
        *["bin", "course", "dev", "lib", "lib32", "lib64", "proc", "tmp", "usr"]
    }
    assert came["course"] == "harness.cjs,kernel,node,node_modules,src"
    assert came["sources"] == "dist,package.json"
    # Itself, and bubblewrap, which waits for it.
    assert came["processes"] in {"1", "2"}
    assert came["first"] == "false"
    assert came["judges_memory"].startswith("refused: ENOENT")
    assert came["environment"] == "HOME,NODE_PATH,PATH,PWD,TF_CPP_MIN_LOG_LEVEL"


def test_nothing_can_be_written_but_a_small_scratch_folder():
    came = tried(
        scratch='fs.writeFileSync("/tmp/a", "x") ?? fs.readFileSync("/tmp/a", "utf8")',
        root='fs.writeFileSync("/a", "x")',
        library='fs.writeFileSync("/course/src/dist/index.js", "x")',
        harness='fs.writeFileSync("/course/harness.cjs", "x")',
        system='fs.writeFileSync("/usr/a", "x")',
        shared='fs.writeFileSync("/dev/shm/a", "x")',
        much='[1, 2, 3, 4].map((k) => fs.writeFileSync("/tmp/b" + k, "x".repeat(9_000_000)))',
        large='fs.writeFileSync("/tmp/c", "x".repeat(20_000_000))',
    )
    assert came["scratch"] == "x"
    for name in ("root", "library", "harness", "system", "shared"):
        assert came[name].startswith("refused: EROFS"), came[name]
    assert came["much"].startswith("refused: ENOSPC")
    assert came["large"].startswith(("refused: EFBIG", "refused: ENOSPC"))


def test_there_is_no_network():
    came = tried(
        interfaces="os.networkInterfaces()",
        out="""new Promise((resolve, reject) => net.connect(80, "192.0.2.1", resolve).on("error", reject))""",
        name="""require("node:dns").promises.lookup("example.org")""",
    )
    assert came["interfaces"].startswith("refused: ERR_SYSTEM_ERROR")
    assert came["out"].startswith("refused: EPERM")
    assert came["name"].startswith("refused")


def test_no_process_can_be_started_so_none_multiplies_or_stays():
    came = tried(
        shell='child.execSync("echo hello")',
        detached="""new Promise((resolve, reject) => child
            .spawn("/bin/sleep", ["77777"], { detached: true }).on("spawn", resolve).on("error", reject))""",
        fork="""new Promise((resolve, reject) => child.fork("/course/harness.cjs").on("spawn", resolve)
            .on("error", reject))""",
    )
    for name, what in came.items():
        assert what.startswith("refused: EPERM"), (name, what)
    assert not [
        p
        for p in psutil.process_iter(["cmdline"])
        if "77777" in (p.info["cmdline"] or [])
    ]


def test_threads_may_be_started_and_end_with_the_run():
    answers, found = asked(
        """
        const { Worker } = require("node:worker_threads");
        function f(_: number): number {
          for (let k = 0; k < 200; k++) new Worker("while (true);", { eval: true }).on("error", () => {});
          return 1;
        }
        """
    )
    assert found.runs <= 2
    assert answers[0].get("value") in (1, None)
    assert not own_sandboxes()


def own_sandboxes():
    mine = psutil.Process().children(recursive=True)
    return [
        p
        for p in mine
        if p.status() != psutil.STATUS_ZOMBIE and "harness" in str(p.cmdline())
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while (true);", "did not end"),
        ("await new Promise(() => {});", "waits for what never comes"),
        ("await null; while (true);", "did not end"),
        ("setInterval(() => {}, 1000); await new Promise(() => {});", "did not end"),
        ("process.kill(process.pid, 'SIGKILL');", "ended"),
        ("(process as any).reallyExit(0);", "ended the process"),
        (
            "const kept: any[] = []; while (true) kept.push(new Array(1e6).fill({}));",
            "",
        ),
        (
            "while (true) require('node:fs').writeSync(1, 'x'.repeat(60_000));",
            "printed too much",
        ),
        (
            "while (true) require('node:fs').writeSync(2, 'x'.repeat(60_000));",
            "printed too much",
        ),
        (
            """while (true) require('node:fs').writeSync(Number(process.argv[3]), '{"at":"ready"}\\n');""",
            "returned too much",
        ),
    ],
)
def test_a_cell_that_ends_or_blocks_the_run_is_left_out_and_costs_nothing_else(
    code, said
):
    answers, found = asked(
        "const two = 2;", code, "function f(x: number) { return two * x; }"
    )
    assert answers == [{"value": 2.0}]
    assert set(found.cells) == {"cell 1"}
    assert said in found.cells["cell 1"]
    assert found.runs == 2
    assert not own_sandboxes()


def test_a_call_that_never_ends_fails_its_own_test_alone():
    answers, found = asked(
        "function f(x: number): number { while (x === 1); return 2 * x; }",
        inputs=(0, 1, 2),
    )
    assert answers[0] == {"value": 0.0}
    assert answers[1]["problem"].startswith("it did not end in time")
    assert found.out_of_time == {"test 1"}
    assert answers[2] == {"value": 4.0}
    assert found.runs == 2


@pytest.mark.parametrize(
    "code",
    [
        "setTimeout(() => { while (true); }, 50);",
        "setTimeout(() => setTimeout(() => { while (true); }, 50), 50);",
        """async function later() {
             await new Promise((resolve) => setTimeout(resolve, 50));
             while (true);
           }
           later();""",
    ],
)
def test_what_a_cell_leaves_for_later_is_charged_to_it(code):
    slow = "await new Promise((resolve) => setTimeout(resolve, 1500)); const two = 2;"
    answers, found = asked(
        "const one = 1;", code, slow, "function f(x: number) { return two * x; }"
    )
    assert answers == [{"value": 2.0}]
    assert set(found.cells) == {"cell 1"}


def test_no_cell_reads_a_question_ahead():
    """What is in the pipe after the first line is nothing, until the function is asked."""
    answers, _ = asked(
        """
        const fs = require("node:fs");
        const spoken: string[] = [];
        function f(x: number): any {
          // Without waiting: what has come beside the question that is asked.
          const fd = fs.openSync("/proc/self/fd/0", fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
          const piece = Buffer.alloc(65536);
          try { spoken.push(piece.toString("utf8", 0, fs.readSync(fd, piece))); }
          catch (error) { spoken.push((error as any).code); }
          return spoken.join();
        }
        """,
        inputs=("secret one", "secret two"),
    )
    assert answers == [{"value": "EAGAIN"}, {"value": "EAGAIN,EAGAIN"}]


def test_process_exit_throws_as_in_the_lab():
    answers, found = asked(
        "process.exit(0);", "function f(x: number) { return 2 * x; }"
    )
    assert answers == [{"value": 2.0}]
    assert "process.exit is not for notebooks" in found.cells["cell 0"]


@pytest.mark.parametrize(
    "patch",
    [
        "Math.abs = () => 0; Math.sqrt = () => 0; Math.max = () => 0; Math.exp = () => 1;",
        'JSON.stringify = () => \'{"at":"end"}\'; JSON.parse = () => ({});',
        "Number.isFinite = () => true; Object.keys = () => []; Array.isArray = (() => false) as any;",
        "Array.prototype.map = (() => []) as any; Array.prototype.push = () => 0;",
        "Object.prototype.toString = () => ''; (Object.prototype as any).value = 0;",
        "globalThis.setImmediate = (() => {}) as any; globalThis.Promise = class {} as any;",
        "require('node:fs').writeSync = () => 0; process.stdout.write = () => true;",
        """const lie = (line: object) => require("node:fs").writeSync(Number(process.argv[3]), JSON.stringify(line) + "\\n");
           for (const id of ["T1 The score #0", "T3 The best line #0"]) lie({ at: "answer", id, value: true, passed: true, points: 20 });
           lie({ at: "end" });""",
        "require('node:fs').writeSync(Number(process.argv[3]), '[[[['.repeat(50_000) + '\\n');",
        "require('node:fs').writeSync(Number(process.argv[3]), '1'.repeat(90_000) + '\\n');",
        "require('score-matching').rng = () => ({ normal: () => 0 });",
        "Error.prepareStackTrace = () => { while (true); };",
        r"""require('node:fs').writeSync(Number(process.argv[3]), '{"at":["next"],"id":{}}\n');
            throw new Error("\ud800");""",
    ],
)
def test_patched_globals_and_forged_words_earn_nothing(patch):
    sandbox = Sandbox(limits=LIMITS)
    notebook = with_cells(A1, f"{patch}")
    record = mark(A1, bytes_of(notebook), seed=3, sandbox=sandbox)
    assert record["trouble"] is None
    assert record["points"] == 0


def test_answers_that_are_strange_are_wrong_and_nothing_worse():
    judges = [
        *[close(1.5), close([1.0, 2.0]), close([[1.0], [2.0]]), equal([True, "a"])],
        *[unbiased(1, standard_error=0.1), spread(0.1)],
        reported(0.1, n=100, kurtosis=3),
    ]
    nested = []
    for _ in range(900):
        nested = [nested]
    strange = [
        *[
            None,
            True,
            False,
            "1.5",
            "NaN",
            "",
            [],
            {},
            [None],
            [[]],
            nested,
            1e308,
            -1e308,
        ],
        *[
            {"number": "NaN"},
            {"number": "Infinity"},
            {"number": 3},
            {"number": {}},
            {"not": 5},
        ],
        *[
            {"object": 3},
            {"object": {"a": nested}},
            {"not": "x" * 10**6},
            "x" * 10**6,
            [1e308, 1e308],
        ],
        *[
            [True, False],
            [{"number": "NaN"}] * 40,
            [0.0] * 40,
            [float("inf")] * 2,
            [[1.0, 2.0]],
        ],
    ]
    for judge in judges:
        for answer in strange:
            verdict = judge(answer)
            assert verdict.passed is False, answer
            assert len(verdict.came) < 3000


def test_a_standard_error_of_nothing_or_of_everything_is_refused():
    right = [1 + 0.1 * z for z in (-1.3, -0.7, -0.2, 0.1, 0.4, 0.9, 1.1, -0.3)]
    assert unbiased(1, standard_error=0.1)(right).passed
    judge = reported(0.1, n=100, kurtosis=3)
    few = [0.1 + 0.005 * z for z in (-1, -0.5, -0.2, 0, 0.1, 0.4, 0.5, 0.9)]
    assert judge(few).passed
    assert not judge([0.0] * 8).passed
    assert not judge([2 * error for error in few]).passed
    assert not judge([error / 2 for error in few]).passed
    assert not judge([0.8, *[0.0] * 7]).passed
    # One value eight times is one value: its error bar does not shrink.
    assert unbiased(1, standard_error=0.1)([1.3] * 8).passed
    assert not unbiased(1, standard_error=0.1)([1.3 + z / 1e6 for z in right]).passed


def test_estimates_vary_with_the_seed_as_their_standard_error_says_and_with_nothing_else():
    right = [1 + 0.1 * z for z in (-1.3, -0.7, -0.2, 0.1, 0.4, 0.9, 1.1, -0.3)]
    assert spread(0.1)([*right, right[0]]).passed
    assert not spread(0.1)([1.0] * 9).passed
    assert not spread(0.1)([10 * z for z in [*right, right[0]]]).passed
    # Asked twice with one seed.
    assert not spread(0.1)([*right, right[1]]).passed


def test_without_bubblewrap_grading_refuses_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandbox, match=r"apt install bubblewrap.*--unsafe"):
        Sandbox(node="/usr/bin/node").check()
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho no namespaces here >&2; exit 1\n")
    broken.chmod(0o755)
    with pytest.raises(NoSandbox, match="no namespaces here"):
        Sandbox(node="/usr/bin/node").check()
    Sandbox(node="/usr/bin/node", unsafe=True).check()


def test_unsafe_runs_without_the_wall():
    answers, _ = asked("function f(x: number) { return 2 * x; }", unsafe=True)
    assert answers == [{"value": 2.0}]


def test_when_the_grader_is_killed_nothing_is_left_behind():
    program = f"""
import sys
sys.path[:0] = [{str(Path(__file__).resolve().parents[2] / "tools")!r}]
from coursework.sandbox import Sandbox
task = {{"cells": [{{"id": "a", "source": "while (true);"}}], "functions": [], "probes": "", "questions": []}}
Sandbox().run(task, lambda event: print(event["at"], flush=True))
"""
    grader = subprocess.Popen(
        [os.sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    )
    assert grader.stdout.readline() == "ready\n"
    family = psutil.Process(grader.pid).children(recursive=True)
    assert family
    grader.kill()
    grader.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


def test_honest_work_beside_hostile_work_keeps_its_marks():
    """The cell of one task throws, that of another does not compile, that of a third never ends."""
    notebook = solved(
        A1,
        replaced={
            "T1": "const mixtureScore = ((): never => { throw new Error('T1'); })();",
            "T2": reference_cell(A1, "T2").replace("): { value", "): { valve"),
            "T4": reference_cell(A1, "T4").replace(
                "const product", "while (true);\n const product"
            ),
        },
    )
    record = mark(A1, bytes_of(notebook), seed=4, sandbox=Sandbox(limits=LIMITS))
    points = {task.id: 0 for task in A1.tasks}
    for test in record["tests"]:
        points[test["task"]] += test["points"]
    assert points == {"T1": 0, "T2": 0, "T3": 3, "T4": 0, "T5": 4, "T6": 3}
    said = json.dumps(record["cells"])
    assert "T1" in said
    assert "refuses" in said

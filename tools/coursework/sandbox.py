"""One process of untrusted code, and the lines that it sends back.

`Sandbox.run` starts it, reads what comes until it ends or breaks a limit, and leaves nothing behind:
the process is alone in a namespace of process numbers, which ends with it."""

import hashlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from coursework.seccomp import filter_program

LOOK = 0.5  # seconds between two looks at the clocks
CLONE = Path(__file__).resolve().parents[2]
HARNESS = Path(__file__).with_name("harness.cjs")
INSIDE = "/course"
PACKAGES = ["src", "kernel"]


def program_version(clone=CLONE):
    """Changes with what a sandbox runs beside a student's cells: the library and the kernel as they are
    built, and the packages that they stand on."""
    digest = hashlib.sha256()
    built = [
        path
        for package in PACKAGES
        for path in (clone / package / "dist").rglob("*")
        # Types decide which cells are refused; maps and records of builds decide nothing.
        if path.name.endswith((".js", ".d.ts"))
    ]
    named = [clone / package / "package.json" for package in PACKAGES]
    for path in sorted([*built, *named, clone / "package-lock.json"]):
        name = path.relative_to(clone).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class NoSandbox(Exception):
    """This machine has no bubblewrap, or does not let it work."""


@dataclass(frozen=True)
class Limits:
    step_seconds: float = 15  # of processor time, for a cell or a probe
    patience: float = (
        3  # times as long by the clock on the wall, for the machine may be busy
    )
    start_seconds: float = (
        120  # by that clock, until the library and the compiler are loaded
    )
    run_seconds: float = 300  # for all steps together, by the clock on the wall
    processor_seconds: int = 120
    memory_mb: int = 1500
    scratch_mb: int = 32
    file_mb: int = 16
    printed_bytes: int = 2_000_000
    answer_bytes: int = 4_000_000
    line_bytes: int = 2_000_000
    descriptors: int = 256


@dataclass
class Ending:
    """How a run ended: "end" as it should, else why not."""

    how: str
    printed: str


class Sandbox:
    def __init__(self, *, limits=None, unsafe=False, node=None):
        self.limits = limits or Limits()
        self.unsafe = unsafe
        self.node = os.path.realpath(node or shutil.which("node") or "node")
        self.bubblewrap = None if unsafe else shutil.which("bwrap")

    def check(self):
        """Throws NoSandbox, with what to do about it, where untrusted code could not be held."""
        if self.unsafe:
            return
        remedy = (
            "Install it (on Debian and Ubuntu: apt install bubblewrap). With --unsafe grading goes on "
            "without it, and what students have written then runs with your own rights."
        )
        if self.bubblewrap is None:
            raise NoSandbox(
                f"Grading needs bubblewrap, and bwrap is not there. {remedy}"
            )
        tried = subprocess.run(
            [*self.wall(None), "/bin/sh", "-c", "exit 7"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if tried.returncode != 7:
            raise NoSandbox(
                f"bwrap is there, and cannot make a sandbox: {tried.stderr.strip()[:300]}. {remedy}"
            )

    def wall(self, seccomp):
        """The command that puts another one behind the wall."""
        limits = self.limits
        system = ["--ro-bind", "/usr", "/usr"]
        for name in ["/bin", "/lib", "/lib32", "/lib64"]:
            if os.path.islink(name):
                system += ["--symlink", os.readlink(name), name]
            elif os.path.isdir(name):
                system += ["--ro-bind", name, name]
        course = ["--ro-bind", str(CLONE / "node_modules"), f"{INSIDE}/node_modules"]
        for package in PACKAGES:
            for part in ["package.json", "dist"]:
                course += [
                    "--ro-bind",
                    f"{CLONE}/{package}/{part}",
                    f"{INSIDE}/{package}/{part}",
                ]
        return [
            self.bubblewrap,
            *["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"],
            *["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"],
            *["--hostname", "sandbox"],
            *system,
            *course,
            *["--ro-bind", str(HARNESS), f"{INSIDE}/harness.cjs"],
            *["--ro-bind", self.node, f"{INSIDE}/node"],
            *["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
            *["--size", str(limits.scratch_mb * 2**20), "--tmpfs", "/tmp"],
            *["--remount-ro", "/", "--chdir", "/tmp"],
            *["--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin"],
            *["--setenv", "NODE_PATH", f"{INSIDE}/node_modules"],
            *["--setenv", "TF_CPP_MIN_LOG_LEVEL", "2"],
            *(["--seccomp", str(seccomp)] if seccomp is not None else []),
        ]

    def command(self, seccomp, answers):
        limits = self.limits
        # By the shell, which is everywhere; data is memory that a process has made writable.
        shell = (
            f"ulimit -c 0 && ulimit -t {limits.processor_seconds} && ulimit -d {limits.memory_mb * 1024} "
            f"&& ulimit -f {limits.file_mb * 2048} && ulimit -n {limits.descriptors} "
            f'&& exec "$@"'
        )
        inside = [f"{INSIDE}/node", f"{INSIDE}/harness.cjs", INSIDE]
        outside = [self.node, str(HARNESS), str(CLONE)]
        node, harness, course = outside if self.unsafe else inside
        started = [
            *["/bin/sh", "-c", shell, "sh"],
            *[node, "--max-old-space-size=768", "--stack-trace-limit=20"],
            *[harness, course, str(answers)],
        ]
        return started if self.unsafe else [*self.wall(seccomp), *started]

    def run(self, task, heard):
        """Runs the harness on `task`, calls `heard(line)` with each object that it sends, and
        returns how it ended."""
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryDirectory() as scratch,
        ):
            given.write(json.dumps(task).encode())
            given.seek(0)
            reader, writer = os.pipe()
            program = None if self.unsafe else filter_program()
            seccomp = filtered(program)
            try:
                passed = [writer] if seccomp is None else [writer, seccomp]
                child = subprocess.Popen(
                    self.command(seccomp, writer),
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    pass_fds=passed,
                    cwd=scratch,
                    env={
                        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                        "HOME": scratch,
                        "NODE_PATH": str(CLONE / "node_modules"),
                    },
                    start_new_session=True,
                )
            finally:
                os.close(writer)
                if seccomp is not None:
                    os.close(seccomp)
            try:
                return Reading(self.limits, heard).until_end(child, reader)
            finally:
                end(child)
                child.stdout.close()
                os.close(reader)


class Step:
    """A cell or a probe at work. What computes is measured in processor time, so that nobody is ended
    for the machine being busy; what sleeps, by the clock on the wall."""

    def __init__(self, processor, wall, child=None):
        self.deadline = time.monotonic() + wall
        self.most = processor + (processor_seconds(child) if child else 0)
        self.look_at = time.monotonic() + LOOK

    def is_over(self, child):
        now = time.monotonic()
        if now < self.look_at:
            return False
        self.look_at = now + LOOK
        return now > self.deadline or processor_seconds(child) > self.most


def processor_seconds(child):
    """What a child and those below it have used."""
    try:
        process = psutil.Process(child.pid)
        family = [process, *process.children(recursive=True)]
        return sum(sum(member.cpu_times()[:2]) for member in family)
    except psutil.Error:
        return 0


class Reading:
    """Reads the two pipes of a child: its answers, line by line, and what it prints."""

    def __init__(self, limits, heard):
        self.limits = limits
        self.heard = heard
        self.printed = b""
        self.printed_bytes = 0
        self.answer_bytes = 0
        self.rest = b""
        self.ended = False
        self.step = Step(limits.start_seconds, limits.start_seconds)
        self.deadline = time.monotonic() + limits.run_seconds

    def until_end(self, child, answers):
        how = self.why(child, answers)
        return Ending(how, self.printed.decode("utf-8", "replace"))

    def why(self, child, answers):
        prints = child.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            selector.register(prints, selectors.EVENT_READ)
            while selector.get_map():
                if self.step.is_over(child) or time.monotonic() > self.deadline:
                    return "time"
                for key, _ in selector.select(LOOK):
                    piece = os.read(key.fd, 65536)
                    if not piece:
                        selector.unregister(key.fd)
                        # What is printed after the last answer interests nobody.
                        if key.fd == answers:
                            return self.last(child)
                    elif key.fd == prints:
                        self.printed_bytes += len(piece)
                        self.printed = (self.printed + piece)[:4000]
                        if self.printed_bytes > self.limits.printed_bytes:
                            return "printed"
                    else:
                        self.answer_bytes += len(piece)
                        if self.answer_bytes > self.limits.answer_bytes:
                            return "answers"
                        if not self.take(piece):
                            return "answers"
                        seconds = self.limits.step_seconds
                        self.step = Step(seconds, seconds * self.limits.patience, child)
                    if self.ended:
                        return "end"
        return self.last(child)

    def take(self, piece):
        *lines, self.rest = (self.rest + piece).split(b"\n")
        for line in lines:
            event = parsed(line)
            if not isinstance(event, dict):
                return False
            self.ended = event.get("at") == "end"
            self.heard(event)
        return len(self.rest) <= self.limits.line_bytes

    def last(self, child):
        """The pipe is closed: how did the process end?"""
        try:
            code = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "time"
        if code < 0 or code > 128:
            number = -code if code < 0 else code - 128
            if number in (signal.SIGXCPU, signal.SIGKILL):
                return "processor" if number == signal.SIGXCPU else "killed"
            return "crash"
        return "exit"


def parsed(line):
    """JSON from a process that may send anything; every number is a float."""
    try:
        return json.loads(line, parse_int=float)
    except (ValueError, RecursionError):
        return None


def filtered(program):
    """A descriptor from which bubblewrap reads the filter."""
    if program is None:
        return None
    descriptor = os.memfd_create("filter")
    os.write(descriptor, program)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def end(child):
    """bubblewrap takes all that it holds with it."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()

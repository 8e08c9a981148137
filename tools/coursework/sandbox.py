"""One process of untrusted code, and the lines that go in and come out.

`Sandbox.run` starts it, talks with it until it ends or breaks a limit, and leaves nothing behind:
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

LOOK = 0.5  # seconds between two looks at what a sandbox does
# Waiting for the machine, its processor or its disk, is not sleeping.
AT_WORK = {psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP}
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
    # Of processor time, and as many asleep: what computes is not ended for the machine being busy.
    start_seconds: float = 60  # until the library and the compiler are loaded
    step_seconds: float = 15  # for a cell or a question
    run_seconds: float = 120  # for all steps together
    last_seconds: float = 1800  # by the clock on the wall, whatever else is the matter
    memory_mb: int = 1500
    scratch_mb: int = 32
    file_mb: int = 16
    printed_bytes: int = 2_000_000
    answer_bytes: int = 4_000_000
    line_bytes: int = 2_000_000
    descriptors: int = 256
    threads: int = 64


@dataclass
class Ending:
    """How a run ended: "end" as it should, else why not; and the seconds that it computed or slept."""

    how: str
    printed: str
    seconds: float


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
            # To root, whom our user is in this case, the machine's settings in /proc would be open.
            *["--proc", "/proc", "--remount-ro", "/proc"],
            *["--dev", "/dev", "--remount-ro", "/dev"],
            *["--size", str(limits.scratch_mb * 2**20), "--tmpfs", "/tmp"],
            *["--remount-ro", "/", "--chdir", "/tmp"],
            *["--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin"],
            *["--setenv", "NODE_PATH", f"{INSIDE}/node_modules"],
            *["--setenv", "TF_CPP_MIN_LOG_LEVEL", "2"],
            *(["--seccomp", str(seccomp)] if seccomp is not None else []),
        ]

    def inner(self, answers):
        """The command that runs the harness within limits."""
        limits = self.limits
        # By the shell, which is everywhere; data is memory that a process has made writable. We look
        # at the processor time ourselves: the kernel ends what we should fail to end.
        processor = int(limits.start_seconds + limits.run_seconds) + 10
        shell = (
            f"ulimit -c 0 && ulimit -t {processor} && ulimit -d {limits.memory_mb * 1024} "
            f"&& ulimit -f {limits.file_mb * 2048} && ulimit -n {limits.descriptors} "
            f'&& exec "$@"'
        )
        inside = [f"{INSIDE}/node", f"{INSIDE}/harness.cjs", INSIDE]
        outside = [self.node, str(HARNESS), str(CLONE)]
        node, harness, course = outside if self.unsafe else inside
        return [
            *["/bin/sh", "-c", shell, "sh"],
            *[node, "--max-old-space-size=768", "--stack-trace-limit=20"],
            *[harness, course, str(answers)],
        ]

    def start(self, answers, scratch):
        """The process, which writes its answers to that descriptor."""
        opened = []
        # bubblewrap stays as the first process inside, where its environment can be read.
        environment = {"PATH": "/usr/bin:/bin"}
        if self.unsafe:
            command = self.inner(answers)
            environment = {
                "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                "HOME": scratch,
                "NODE_PATH": str(CLONE / "node_modules"),
            }
        else:
            program = filter_program()
            if program is not None:
                opened.append(in_memory(program))
            wall = self.wall(opened[0] if opened else None)
            # So can its command line: what it says about this machine is said out of sight.
            opened.append(
                in_memory(b"".join(f"{w}".encode() + b"\0" for w in wall[1:]))
            )
            command = [wall[0], "--args", str(opened[-1]), *self.inner(answers)]
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[answers, *opened],
                cwd=scratch,
                env=environment,
                start_new_session=True,
                bufsize=0,
            )
        finally:
            for descriptor in opened:
                os.close(descriptor)

    def run(self, task, heard):
        """Runs the harness on `task` and calls `heard(event)` with each object that it sends; what
        that returns, unless it is None, is sent to the harness. Returns how the run ended."""
        with tempfile.TemporaryDirectory() as scratch:
            reader, writer = os.pipe()
            try:
                child = self.start(writer, scratch)
            finally:
                os.close(writer)
            try:
                talk = Talk(self.limits, child, reader, heard)
                talk.send(task)
                how = talk.until_end()
                printed = talk.printed.decode("utf-8", "replace")
                return Ending(how, printed, talk.watch.seconds())
            finally:
                end(child)
                child.stdin.close()
                child.stdout.close()
                os.close(reader)


class Watch:
    """Looks at a sandbox from time to time: has a step of it, or all, computed or slept for too long?

    Sleeping is what no thread of it is at work at, look for look. A clock would count the time in
    which the machine did something else."""

    def __init__(self, limits, child):
        self.limits = limits
        self.child = child
        self.processor = 0.0
        self.asleep = 0.0
        self.most = limits.start_seconds
        self.at_start = (0.0, 0.0)  # of the step: processor time and time asleep
        self.of_run = None  # the same when the library was loaded
        now = time.monotonic()
        self.last = now + limits.last_seconds
        self.look_at = now + LOOK

    def seconds(self):
        return self.processor + self.asleep

    def step(self):
        """A cell or a question begins."""
        self.most = self.limits.step_seconds
        # A look costs more than most steps: the next one says where this step began.
        self.at_start = None

    def why(self):
        """What the sandbox has too much of, or None."""
        now = time.monotonic()
        if now < self.look_at:
            return None
        self.look_at = now + LOOK
        family = family_of(self.child)
        self.processor = max(self.processor, processor_seconds(family))
        threads = [thread for member in family for thread in threads_of(member)]
        if not any(is_at_work(thread) for thread in threads):
            self.asleep += LOOK
        if self.at_start is None:
            self.at_start = (self.processor, self.asleep)
            self.of_run = self.of_run or self.at_start
        if len(threads) > self.limits.threads:
            return "threads"
        if self.processor - self.at_start[0] > self.most:
            return "time"
        if self.asleep - self.at_start[1] > self.most:
            return "asleep"
        if self.of_run and self.seconds() - sum(self.of_run) > self.limits.run_seconds:
            return "all"
        return "last" if now > self.last else None


def family_of(child):
    try:
        process = psutil.Process(child.pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def processor_seconds(family):
    """What processes have used."""
    total = 0.0
    for member in family:
        try:
            total += sum(member.cpu_times()[:2])
        except psutil.Error:
            pass
    return total


def threads_of(process):
    try:
        return [thread.id for thread in process.threads()]
    except psutil.Error:
        return []


def is_at_work(thread):
    try:
        return psutil.Process(thread).status() in AT_WORK
    except psutil.Error:
        return False


class Talk:
    """Writes to a child what it is asked, reads its answers, line by line, and what it prints."""

    def __init__(self, limits, child, answers, heard):
        self.limits = limits
        self.child = child
        self.answers = answers
        self.heard = heard
        self.watch = Watch(limits, child)
        self.unsent = b""
        self.printed = b""
        self.printed_bytes = 0
        self.answer_bytes = 0
        self.rest = b""
        self.ended = False
        # A child that reads nothing shall not keep us waiting.
        os.set_blocking(child.stdin.fileno(), False)

    def send(self, what):
        self.unsent += json.dumps(what).encode() + b"\n"

    def until_end(self):
        asked, prints = self.child.stdin.fileno(), self.child.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(self.answers, selectors.EVENT_READ)
            selector.register(prints, selectors.EVENT_READ)
            while True:
                writing = asked in selector.get_map()
                if self.unsent and not writing:
                    selector.register(asked, selectors.EVENT_WRITE)
                elif writing and not self.unsent:
                    selector.unregister(asked)
                why = self.watch.why()
                if why:
                    return why
                for key, _ in selector.select(LOOK):
                    if key.fd == asked:
                        self.write()
                        continue
                    piece = os.read(key.fd, 65536)
                    if not piece:
                        selector.unregister(key.fd)
                        # What is printed after the last answer interests nobody.
                        if key.fd == self.answers:
                            return self.last()
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
                    if self.ended:
                        return "end"

    def write(self):
        try:
            self.unsent = self.unsent[
                os.write(self.child.stdin.fileno(), self.unsent) :
            ]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            # It has ended, or will not listen: its answers, or none, say the rest.
            self.unsent = b""

    def take(self, piece):
        *lines, self.rest = (self.rest + piece).split(b"\n")
        for line in lines:
            event = parsed(line)
            if not isinstance(event, dict):
                return False
            if self.ended:
                break
            if event.get("at") in STEPS:
                self.watch.step()
            self.ended = event.get("at") == "end"
            answer = self.heard(event)
            if answer is not None:
                self.send(answer)
        return len(self.rest) <= self.limits.line_bytes

    def last(self):
        """The pipe is closed: how did the process end?"""
        try:
            code = self.child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            return "exit"
        if code < 0 or code > 128:
            number = -code if code < 0 else code - 128
            if number in (signal.SIGXCPU, signal.SIGKILL):
                return "all" if number == signal.SIGXCPU else "killed"
            return "crash"
        return "exit"


# The events with which a step ends and another begins.
STEPS = ("ready", "cell", "done", "name", "next", "answer")


def parsed(line):
    """JSON from a process that may send anything; every number is a float, and every text can be
    written: half a character, such as an emoji cut in the middle, becomes a question mark."""
    try:
        event = json.loads(line, parse_int=float)
        if b"\\ud" in line.lower():
            whole = json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")
            event = json.loads(whole, parse_int=float)
        return event
    except (ValueError, RecursionError):
        return None


def in_memory(content):
    """A descriptor from which bubblewrap reads these bytes."""
    descriptor = os.memfd_create("given")
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def end(child):
    """bubblewrap takes all that it holds with it."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()

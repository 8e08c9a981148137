"""A real kernel, spoken to by the Jupyter protocol as JupyterLab and nbclient do."""

import json
import os
import queue
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import pytest

CLONE = Path(__file__).resolve().parents[2]
NODE = os.environ.get("KERNEL_NODE") or shutil.which("node")
SHARE = Path(tempfile.mkdtemp(prefix="kernel-test-"))

# Before jupyter_client is imported: nothing of these tests is written to the user's own folders.
os.environ["JUPYTER_PATH"] = str(SHARE / "jupyter")
os.environ["JUPYTER_RUNTIME_DIR"] = str(SHARE / "runtime")

from jupyter_client.manager import KernelManager

TIMEOUT = 60


def pytest_sessionstart():
    if not (CLONE / "kernel" / "dist" / "main.js").exists():
        pytest.exit("The kernel is not built yet: run npm run build.", returncode=2)
    code = """
        const { installKernelspec } = await import(process.argv[1]);
        const [clone, sharePrefix] = process.argv.slice(2);
        installKernelspec({ clone, sharePrefix, node: process.execPath });
    """
    module = (CLONE / "kernel" / "kernelspec.mjs").as_uri()
    arguments = [
        NODE,
        "--input-type=module",
        "-e",
        code,
        module,
        str(CLONE),
        str(SHARE),
    ]
    subprocess.run(arguments, check=True)


def pytest_sessionfinish():
    shutil.rmtree(SHARE, ignore_errors=True)


class Ran:
    """What came back for one execute request."""

    def __init__(self, reply, messages):
        self.reply = reply
        self.messages = messages

    def of(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def stream(self, name):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def kinds(self):
        """The kinds of output in order, without the frame that every request has."""
        frame = {"status", "execute_input"}
        return [m["msg_type"] for m in self.messages if m["msg_type"] not in frame]

    @property
    def stdout(self):
        return self.stream("stdout")

    @property
    def stderr(self):
        return self.stream("stderr")

    @property
    def status(self):
        return self.reply["status"]

    @property
    def error(self):
        (error,) = self.of("error")
        return error

    @property
    def traceback(self):
        return "\n".join(self.error["traceback"])

    @property
    def result(self):
        (result,) = self.of("execute_result")
        return result["data"]

    @property
    def text(self):
        return self.result["text/plain"]


class Kernel:
    def __init__(self, cwd, **start):
        self.cwd = cwd
        self.manager = KernelManager(kernel_name="score-matching")
        self.manager.start_kernel(cwd=str(cwd), **start)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.unread = []
        self.replies = {}

    @property
    def supervisor(self):
        return psutil.Process(self.manager.provisioner.pid)

    @property
    def worker(self):
        (worker,) = [
            c
            for c in self.supervisor.children()
            if "worker.js" in " ".join(c.cmdline())
        ]
        return worker

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def reply(self, message_id, timeout=TIMEOUT, channel="shell"):
        get = getattr(self.client, f"get_{channel}_msg")
        while message_id not in self.replies:
            message = get(timeout=timeout)
            self.replies[message["parent_header"].get("msg_id")] = message["content"]
        return self.replies.pop(message_id)

    def iopub(self, timeout=TIMEOUT):
        return self.client.get_iopub_msg(timeout=timeout)

    def outputs(self, message_id, timeout=TIMEOUT):
        """What iopub says about a request, until it is idle; the rest is kept for later calls."""
        mine = [
            m for m in self.unread if m["parent_header"].get("msg_id") == message_id
        ]
        self.unread = [m for m in self.unread if m not in mine]
        while not any(m["content"].get("execution_state") == "idle" for m in mine):
            message = self.iopub(timeout)
            of = message["parent_header"].get("msg_id")
            (mine if of == message_id else self.unread).append(message)
        return mine

    def collect(self, message_id, timeout=TIMEOUT):
        outputs = self.outputs(message_id, timeout)
        return Ran(self.reply(message_id, timeout), outputs)

    def run(self, code, timeout=TIMEOUT, **options):
        return self.collect(self.send(code, **options), timeout)

    def ask(self, kind, **content):
        message = self.client.session.msg(kind, content)
        self.client.shell_channel.send(message)
        return self.reply(message["header"]["msg_id"])

    def later(self, seconds, condition=lambda message: True):
        """Messages on iopub in the next seconds that meet the condition."""
        end = time.monotonic() + seconds
        found = []
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.iopub(timeout=left)
            except queue.Empty:
                break
            if condition(message):
                found.append(message)
        return found

    def stop(self):
        processes = []
        if self.manager.has_kernel and self.manager.is_alive():
            processes = [self.supervisor, *self.supervisor.children(recursive=True)]
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        gone(processes)


def gone(processes, timeout=10):
    """Waits until processes have ended, and says which have not."""
    _, alive = psutil.wait_procs(processes, timeout=timeout)
    return [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernel that the tests of a file share, in a folder outside the clone."""
    kernel = Kernel(tmp_path_factory.mktemp("notebooks with spaces"))
    yield kernel
    kernel.stop()


@pytest.fixture
def fresh(tmp_path):
    """A kernel of its own for a test that may end it."""
    kernel = Kernel(tmp_path)
    yield kernel
    kernel.stop()


@pytest.fixture
def spec():
    return json.loads(
        (SHARE / "jupyter/kernels/score-matching/kernel.json").read_text()
    )

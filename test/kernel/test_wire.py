"""Messages that are wrong: the kernel ignores them and goes on."""

import random

import pytest

DELIMITER = b"<IDS|MSG>"


@pytest.fixture
def raw(kernel):
    """Sends frames as they are."""
    return kernel.client.shell_channel.socket.send_multipart


def signed(kernel, *parts):
    return [DELIMITER, kernel.client.session.sign(list(parts)), *parts]


def alive(kernel):
    assert kernel.run("1 + 1").text == "2"


def test_a_message_with_a_wrong_signature_is_not_obeyed(kernel, raw):
    session = kernel.client.session
    message = session.msg(
        "execute_request", {"code": "(globalThis as any).forged = true;"}
    )
    frames = session.serialize(message)
    frames[1] = b"0" * 64
    raw(frames)
    assert kernel.run("[(globalThis as any).forged]").text == "[ undefined ]"


@pytest.mark.parametrize(
    "frames",
    [
        [b""],
        [b"no delimiter", b"at", b"all"],
        [DELIMITER],
        [DELIMITER, b"signature", b"{}"],
        [DELIMITER, b"", b"{}", b"{}", b"{}", b"{}"],
    ],
)
def test_a_message_that_is_not_whole_is_ignored(kernel, raw, frames):
    raw(frames)
    alive(kernel)


@pytest.mark.parametrize(
    "parts",
    [
        (b"{", b"{}", b"{}", b"{}"),
        (b"{}", b"{}", b"{}", b"{}"),
        (b"null", b"{}", b"{}", b"{}"),
        (b'{"msg_type": 3}', b"{}", b"{}", b"{}"),
        (b'{"msg_type": "execute_request"}', b"{}", b"{}", b"[]"),
        (b'{"msg_type": "execute_request"}', b"{}", b"{}", b"\xff\xfe"),
    ],
)
def test_a_signed_message_that_makes_no_sense_is_ignored(kernel, raw, parts):
    raw(signed(kernel, *parts))
    alive(kernel)


def test_an_unknown_request_is_ignored(kernel):
    message = kernel.client.session.msg("debug_request", {"command": "initialize"})
    kernel.client.shell_channel.send(message)
    states = [
        m["content"]["execution_state"]
        for m in kernel.outputs(message["header"]["msg_id"])
    ]
    assert states == ["busy", "idle"]
    alive(kernel)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("execute_request", {}),
        ("execute_request", {"code": None, "user_expressions": None}),
        ("execute_request", {"code": 5, "user_expressions": {"a": 7}}),
        ("complete_request", {"code": "Math.", "cursor_pos": 9999}),
        ("complete_request", {"code": "Math.", "cursor_pos": -3}),
        ("complete_request", {}),
        ("inspect_request", {"code": "Math", "cursor_pos": "x"}),
        ("is_complete_request", {}),
        ("history_request", {"hist_access_type": "nothing", "n": "many"}),
    ],
)
def test_a_request_with_strange_content_is_answered(kernel, kind, content):
    assert kernel.ask(kind, **content)["status"] in {"ok", "error", "complete"}
    alive(kernel)


def test_random_bytes_do_no_harm(kernel, raw):
    noise = random.Random(1)
    for _ in range(300):
        parts = [
            noise.randbytes(noise.randrange(40)) for _ in range(noise.randrange(1, 8))
        ]
        raw(signed(kernel, *parts) if noise.random() < 0.5 else [DELIMITER, *parts])
    alive(kernel)


def test_random_code_is_always_answered(kernel):
    noise = random.Random(2)
    pieces = [
        "const a",
        "=",
        "1",
        "{",
        "}",
        "(",
        ")",
        "await",
        "`",
        "'",
        "=>",
        ";",
        "\n",
        "class",
    ]
    pieces += [
        "x",
        "<",
        ">",
        "/*",
        "//",
        "import",
        "export",
        "from",
        "...",
        "é",
        "😀",
        "\\",
        "\0",
    ]
    for _ in range(60):
        code = " ".join(noise.choice(pieces) for _ in range(noise.randrange(1, 12)))
        assert kernel.run(code, timeout=20).status in {"ok", "error"}
        at = noise.randrange(len(code) + 1)
        kernel.ask("complete_request", code=code, cursor_pos=at)
        kernel.ask("inspect_request", code=code, cursor_pos=at, detail_level=0)
    alive(kernel)

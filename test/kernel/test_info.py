"""What the kernel says of itself."""


def test_kernel_info_names_typescript(kernel):
    info = kernel.ask("kernel_info_request")
    assert info["status"] == "ok"
    assert info["protocol_version"].startswith("5.")
    assert info["implementation"] == "score-matching"
    language = info["language_info"]
    assert language["name"] == "typescript"
    assert language["mimetype"] == "text/typescript"
    assert language["file_extension"] == ".ts"
    assert language["codemirror_mode"]["mode"] == "typescript"


def test_kernelspec_shows_a_name_people_can_choose(spec):
    assert spec["display_name"] == "TypeScript (score-matching)"
    assert spec["language"] == "typescript"
    assert spec["interrupt_mode"] == "message"
    assert spec["metadata"] == {"debugger": False}
    assert "{connection_file}" in spec["argv"]


def test_there_are_no_comms(kernel):
    assert kernel.ask("comm_info_request")["comms"] == {}


def test_a_comm_that_is_opened_is_closed_at_once(kernel):
    content = {"comm_id": "c1", "target_name": "jupyter.widget", "data": {}}
    message = kernel.client.session.msg("comm_open", content)
    kernel.client.shell_channel.send(message)
    outputs = kernel.outputs(message["header"]["msg_id"])
    assert [
        m["content"]["comm_id"] for m in outputs if m["msg_type"] == "comm_close"
    ] == ["c1"]


def test_history_gives_the_inputs_of_the_session(kernel):
    kernel.run("const first = 1;")
    kernel.run("const second = 2;")
    kernel.run("const hidden = 3;", store_history=False)
    tail = kernel.ask(
        "history_request", hist_access_type="tail", n=2, output=False, raw=True
    )
    assert [entry[2] for entry in tail["history"]] == [
        "const first = 1;",
        "const second = 2;",
    ]
    found = kernel.ask(
        "history_request",
        hist_access_type="search",
        pattern="*second*",
        output=True,
        raw=True,
    )
    assert [entry[2] for entry in found["history"]] == [["const second = 2;", None]]

"""Tab, Shift-Tab, and whether a cell is complete."""

import pytest

LIBRARY = 'import { points } from "score-matching";\nconst cloud = points([1, 2]);'


@pytest.fixture(scope="module", autouse=True)
def variables(kernel):
    assert kernel.run(LIBRARY).status == "ok"


def complete(kernel, code):
    """Completes at the bar."""
    at = code.index("|")
    code = code.replace("|", "")
    reply = kernel.ask("complete_request", code=code, cursor_pos=at)
    assert reply["status"] == "ok"
    return reply


def inspect(kernel, code):
    at = code.index("|")
    code = code.replace("|", "")
    reply = kernel.ask("inspect_request", code=code, cursor_pos=at, detail_level=0)
    assert reply["status"] == "ok"
    return reply["data"]["text/plain"] if reply["found"] else None


def test_tab_gives_the_members_of_a_variable(kernel):
    reply = complete(kernel, "cloud.|")
    assert reply["matches"] == ["data", "dim", "n"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (6, 6)


def test_tab_replaces_what_is_begun(kernel):
    reply = complete(kernel, "const y = cloud.da|;")
    assert reply["matches"] == ["data"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (16, 18)


def test_tab_gives_what_the_library_exports(kernel):
    assert (
        "points" in complete(kernel, 'import { po| } from "score-matching"')["matches"]
    )


def test_tab_knows_the_variables_of_earlier_cells(kernel):
    assert "cloud" in complete(kernel, "clo|")["matches"]


def test_tab_says_what_kind_of_name_it_offers(kernel):
    offered = complete(kernel, "cloud.|")["metadata"]["_jupyter_types_experimental"]
    assert [entry["type"] for entry in offered] == ["property"] * 3


def test_tab_counts_characters_as_the_protocol_does(kernel):
    reply = complete(kernel, "const 图 = '😀😀😀😀😀😀'; cloud.da|")
    assert reply["matches"] == ["data"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (26, 28)


def test_tab_in_a_broken_cell_still_answers(kernel):
    assert complete(kernel, "const broken = (; cloud.|")["matches"] == [
        "data",
        "dim",
        "n",
    ]


@pytest.mark.parametrize(
    "code", ["poin|ts", "|points", "points|", "points(|", "points([1, 2], |)"]
)
def test_shift_tab_shows_declaration_and_doc_comment(kernel, code):
    text = inspect(kernel, code)
    assert "points(values: PointsLike | Float64Array, dim?: number" in text
    assert "flat row-major `Float64Array`, which is kept and not copied" in text
    assert "@throws InvalidArgument" in text


def test_shift_tab_shows_the_type_of_a_variable(kernel):
    assert inspect(kernel, "cloud.da|ta") == "(property) Points.data: Float64Array"


def test_shift_tab_of_an_argument_shows_the_argument(kernel):
    assert inspect(kernel, "points(clo|ud)") == "const cloud: Points"


@pytest.mark.parametrize("code", ["|", "nothingOfThisName|", "1 + |1", "// comm|ent"])
def test_shift_tab_of_nothing_finds_nothing(kernel, code):
    assert inspect(kernel, code) is None


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("1 + 1", "complete"),
        ("", "complete"),
        ("if (true) {\n}", "complete"),
        ("for (;;) {", "incomplete"),
        ("points([1,", "incomplete"),
        ("const f = (x: number) =>", "incomplete"),
        ("`open", "incomplete"),
        ("/* open", "incomplete"),
    ],
)
def test_a_cell_is_complete_when_nothing_is_open(kernel, code, status):
    assert kernel.ask("is_complete_request", code=code)["status"] == status


def test_the_next_line_of_an_open_block_is_indented(kernel):
    assert kernel.ask("is_complete_request", code="for (;;) {")["indent"] == "  "

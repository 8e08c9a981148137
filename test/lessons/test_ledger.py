"""The ledger: what it holds, and when it is stale."""

import json
from copy import deepcopy

from lessons.judge import judge
from nbformat.v4 import new_notebook
from notebook_fixtures import check, code, executed, figure, markdown

from lessons import ledger

ITEMS = [
    {
        "id": name,
        "title": f"Item {name}",
        "notes": ["A"],
        "lessons": [1],
        "statement": "It is so.",
        "assumptions": "None.",
        **more,
    }
    for name, more in [
        ("B1", {"errata": ["A: a sign."]}),
        ("B2", {}),
        ("B3", {"reconstructed": True}),
    ]
]


def rows(*cells):
    return ledger.lesson_rows(judge("01", executed(*cells)))


def made(*cells, proved=(), old=None, lesson="01"):
    return ledger.refreshed(old, ITEMS, {lesson: rows(*cells)}, set(proved))


def by_id(book):
    return {item["id"]: item for item in book["items"]}


def test_every_item_has_a_row_and_is_open_until_a_check_holds():
    book = by_id(made(code("check", check("B1"), check("B2", holds=False))))
    assert list(book) == ["B1", "B2", "B3"]
    assert book["B1"]["status"] == ["numerically verified", "erratum"]
    assert book["B2"]["status"] == ["open"]
    assert book["B3"]["status"] == ["open"]


def test_a_checked_item_is_proved_where_a_lesson_derives_it():
    book = by_id(made(code("check", check("B1"), check("B3")), proved=["B1", "B2"]))
    assert book["B1"]["status"] == ["proved", "numerically verified", "erratum"]
    assert book["B2"]["status"] == ["open"]
    assert book["B3"]["status"] == ["numerically verified", "reconstructed"]


def test_a_claim_counts_as_proved_in_a_round_with_a_derivation():
    claim = "<!-- claim {} -->\n$$ x \\tag{{1.1}} $$"
    notebook = new_notebook(
        cells=[
            markdown("note", "Note."),
            markdown("claim", claim.format("B1")),
            markdown("derive", "1. So."),
            code("check"),
            markdown("claim", claim.format("B2")),
            code("check"),
        ]
    )
    assert ledger.proved_in(notebook) == {"B1"}


def test_a_figure_belongs_to_the_items_checked_in_its_round():
    book = by_id(
        made(
            markdown("claim", "First"),
            code("check", check("B1")),
            code("plot", figure("first")),
            markdown("claim", "Second"),
            code("check", check("B2")),
            code("plot", figure("second")),
        )
    )
    assert book["B1"]["figures"] == ["01-first.svg"]
    assert book["B2"]["figures"] == ["01-second.svg"]


def test_a_check_keeps_its_distance_and_what_it_rejects():
    kept = by_id(made(code("check", check(distance=1.23456))))["B1"]["checks"][0]
    assert kept["distance"] == 1.2
    assert kept["rejected"] == [{"name": "no constant", "distance": 40.0}]


def test_an_infinite_distance_is_written_as_json():
    book = made(code("check", check(distance=float("inf"))))
    assert json.loads(ledger.write(book))["items"][0]["checks"][0]["distance"] == "inf"


def test_refreshing_one_lesson_keeps_the_rows_of_the_others():
    first = made(code("check", check("B1")))
    second = made(code("check", check("B2")), old=first, lesson="02")
    assert by_id(second)["B1"]["checks"] == by_id(first)["B1"]["checks"]
    assert len(by_id(second)["B2"]["checks"]) == 1
    again = made(code("check", check("B1", "another claim")), old=second)
    assert [c["claim"] for c in by_id(again)["B1"]["checks"]] == ["another claim"]


def test_the_same_run_leaves_no_difference():
    book = made(code("check", check()), code("plot", figure()))
    assert ledger.differences(json.loads(ledger.write(book)), book) == []


def differences(change):
    book = made(
        code("check", check("B1"), check("B2", unit="relative", distance=1e-12))
    )
    old = deepcopy(book)
    change(by_id(old))
    return ledger.differences(old, book)


def test_a_ledger_is_stale_when_words_claims_or_rejected_forms_differ():
    def words(old):
        old["B1"]["statement"] = "It was so."

    def claims(old):
        old["B1"]["checks"][0]["claim"] = "they agreed"

    def forms(old):
        old["B1"]["checks"][0]["rejected"] = []

    def row(old):
        old["B3"]["id"] = "B99"

    assert differences(words) == ["B1: statement changed"]
    assert differences(claims) == ["B1: the checks changed"]
    assert differences(forms) == ["B1: the check 'they agree' of lesson 01 changed"]
    assert differences(row) == ["B3 has no row", "B99 is no item any more"]


def test_distances_may_differ_as_machines_do_and_no_further():
    def a_little(old):
        old["B1"]["checks"][0]["distance"] = 1.51
        old["B2"]["checks"][0]["distance"] = 7e-11

    def much(old):
        old["B1"]["checks"][0]["distance"] = 2.5

    assert differences(a_little) == []
    assert differences(much) == ["B1: the check 'they agree' of lesson 01 changed"]


def test_a_missing_ledger_is_stale():
    assert ledger.differences(None, made()) == ["it is not there yet"]

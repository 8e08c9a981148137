"""ledger.json: what the course holds true, item by item, and the checks that stand behind it.

The human part comes from lessons/items.yml, the checks and figures from runs of the lessons."""

import json
import math
import re

import yaml

from lessons.judge import rounds_of
from lessons.run import labels

CLAIM = re.compile(r"<!--\s*claim\s+(B\d+)\s*-->")

# Beside the digits of another platform's mathematics library, a distance in standard errors may move
# by this much before the ledger counts as stale. Relative distances are rounding, and are not compared.
DRIFT = 0.05


def items_of(folder):
    """The items as lessons/items.yml has them."""
    return yaml.safe_load((folder / "items.yml").read_text("utf-8"))


def proved_in(notebook):
    """The items that a lesson derives: those with a claim in a round that has a derivation."""
    rounds, claimed, derived = rounds_of(notebook), {}, set()
    for cell, (tag, _), round_ in zip(
        notebook.cells, labels(notebook), rounds, strict=True
    ):
        if tag == "derive":
            derived.add(round_)
        if cell.cell_type == "markdown":
            claimed.setdefault(round_, set()).update(CLAIM.findall(cell.source))
    return set().union(*(claimed.get(round_, set()) for round_ in derived))


def lesson_rows(judgement):
    """What one lesson adds to the ledger, by item: a figure belongs to the items of its round."""
    rows = {}
    for check in judgement.checks:
        row = rows.setdefault(check.item, {"checks": [], "figures": []})
        row["checks"].append(entry(judgement.lesson, check.record))
        for figure in judgement.figures:
            if figure.round == check.round and figure.file not in row["figures"]:
                row["figures"].append(figure.file)
    return rows


def entry(lesson, record):
    return {
        "lesson": lesson,
        "claim": record["claim"],
        "kind": record.get("kind"),
        "holds": record["holds"],
        "distance": rounded(record.get("distance")),
        "unit": record.get("unit"),
        "tolerance": rounded(record.get("tolerance")),
        "rejected": [
            {"name": wrong["name"], "distance": rounded(wrong.get("distance"))}
            for wrong in record.get("rejected", [])
        ],
    }


def rounded(number):
    """Two digits tell how far; more would differ from machine to machine. JSON has no infinity."""
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None if number is None else str(number)
    if not math.isfinite(number):
        return str(number)
    return float(f"{number:.2g}")


def merged(items, rows_by_lesson, proved):
    """The ledger: each item with the rows of all lessons. `proved` names the items that are derived."""
    ledger = []
    for item in items:
        checks, figures = [], []
        for lesson in sorted(rows_by_lesson):
            row = rows_by_lesson[lesson].get(item["id"])
            if row is not None:
                checks += row["checks"]
                figures += row["figures"]
        ledger.append(
            {
                "id": item["id"],
                "title": item["title"],
                "notes": item["notes"],
                "lessons": item["lessons"],
                "statement": item["statement"],
                "assumptions": item["assumptions"],
                "errata": item.get("errata", []),
                "status": status(item, checks, item["id"] in proved),
                "checks": checks,
                "figures": figures,
            }
        )
    return {"items": ledger}


def status(item, checks, proved):
    """open until a lesson has checks of the item and all of them hold."""
    if not checks or not all(check["holds"] for check in checks):
        return ["open"]
    found = ["proved"] if proved else []
    found.append("numerically verified")
    if item.get("errata"):
        found.append("erratum")
    if item.get("reconstructed"):
        found.append("reconstructed")
    return found


def split(ledger):
    """The rows by lesson of a ledger that was written before."""
    rows = {}

    def row(lesson, item):
        return rows.setdefault(lesson, {}).setdefault(
            item, {"checks": [], "figures": []}
        )

    for item in ledger["items"]:
        for check in item["checks"]:
            row(check["lesson"], item["id"])["checks"].append(check)
        for figure in item["figures"]:
            row(figure[:2], item["id"])["figures"].append(figure)
    return rows


def refreshed(old, items, fresh, proved):
    """The ledger with the rows of the lessons in `fresh` ({lesson: rows}) replaced by theirs."""
    return merged(items, {**(split(old) if old else {}), **fresh}, proved)


def write(ledger):
    return json.dumps(ledger, ensure_ascii=False, indent=2) + "\n"


def differences(old, new):
    """Sentences that say where a ledger is stale: strict for words, loose for distances."""
    if old is None:
        return ["it is not there yet"]
    found = []
    before = {item["id"]: item for item in old["items"]}
    for item in new["items"]:
        was = before.pop(item["id"], None)
        if was is None:
            found.append(f"{item['id']} has no row")
            continue
        for key in (
            "title",
            "notes",
            "lessons",
            "statement",
            "assumptions",
            "errata",
            "status",
            "figures",
        ):
            if was.get(key) != item[key]:
                found.append(f"{item['id']}: {key} changed")
        found += check_differences(item["id"], was.get("checks", []), item["checks"])
    found += [f"{name} is no item any more" for name in before]
    return found


def check_differences(item, old, new):
    found = []
    names = [(check["lesson"], check["claim"]) for check in new]
    if [(check["lesson"], check["claim"]) for check in old] != names:
        return [f"{item}: the checks changed"]
    for was, now in zip(old, new, strict=True):
        same = all(was.get(key) == now[key] for key in ("kind", "holds", "unit"))
        wrong = [w["name"] for w in was["rejected"]] == [
            w["name"] for w in now["rejected"]
        ]
        if not (same and wrong) or moved(was["distance"], now["distance"], now["unit"]):
            found.append(
                f"{item}: the check {now['claim']!r} of lesson {now['lesson']} changed"
            )
    return found


def moved(was, now, unit):
    if isinstance(was, float | int) and isinstance(now, float | int):
        return unit == "standard errors" and abs(was - now) > DRIFT + 0.05 * abs(now)
    return was != now and (was is None or now is None)

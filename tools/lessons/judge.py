"""What the outputs of an executed lesson say: its checks, its figures, and all that is wrong."""

from collections import Counter
from dataclasses import dataclass, field

from lessons.run import expects_error, labels, without_color

CHECK = "application/vnd.score-matching.check+json"
SVG = "image/svg+xml"

# A lesson that takes longer is reported; one that takes three times as long is stopped, and fails.
BUDGET = 40
BUDGET_OF = {"13": 240}
PATIENCE = 3


@dataclass
class Check:
    lesson: str
    cell: int  # index of the cell
    round: int
    record: dict
    row: str

    @property
    def item(self):
        """B13 of a check that is named "B13 constant"."""
        return self.record["id"].split()[0]


@dataclass
class Figure:
    lesson: str
    cell: int
    round: int
    id: str
    caption: str
    svg: str | None

    @property
    def file(self):
        return f"{self.lesson}-{self.id}.svg"


@dataclass
class Judgement:
    lesson: str
    checks: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    problems_of_lesson: list = field(
        default_factory=list
    )  # sentences that name lesson and cell
    remarks: list = field(default_factory=list)  # what does not fail

    problems_of_checks: list = field(
        default_factory=list
    )  # one for each check that fails

    @property
    def failing(self):
        return [check for check in self.checks if not check.record["holds"]]

    @property
    def problems(self):
        return self.problems_of_lesson + self.problems_of_checks


def budget(lesson):
    return BUDGET_OF.get(lesson, BUDGET)


def judge(lesson, execution):
    """The checks and figures of a run of lesson "01", and its problems, each a sentence."""
    notebook = execution.notebook
    found = Judgement(lesson)
    where = places(lesson, notebook)
    rounds = rounds_of(notebook)
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            read_output(found, output, cell, index, rounds[index], where[index])
        if expects_error(cell) and execution.stopped_at is None and not has_error(cell):
            found.problems_of_lesson.append(
                f"{where[index]}: is tagged raises-exception, and raised none"
            )
    if execution.reason is not None:
        at = execution.stopped_at
        place = f"lesson {lesson}" if at is None else where[at]
        found.problems_of_lesson.append(f"{place}: {execution.reason}")
    elif not found.checks:
        found.problems_of_lesson.append(f"lesson {lesson}: has no check")
    for check in found.failing:
        found.problems_of_checks.append(f"{where[check.cell]}: {check.row}")
    for name, times in Counter(
        (c.item, c.record["claim"]) for c in found.checks
    ).items():
        if times > 1:
            found.problems_of_lesson.append(
                f"lesson {lesson}: {times} checks of {name[0]} claim {name[1]!r}"
            )
    for name, times in Counter(figure.id for figure in found.figures).items():
        if times > 1:
            found.problems_of_lesson.append(
                f"lesson {lesson}: {times} figures have the id {name}"
            )
    if execution.seconds > budget(lesson):
        found.remarks.append(
            f"lesson {lesson}: took {execution.seconds:.0f} s, and should take at most {budget(lesson)} s"
        )
    return found


def read_output(found, output, cell, index, round_, place):
    if output.output_type == "stream" and output.name == "stderr":
        found.problems_of_lesson.append(
            f"{place}: wrote to stderr: {first_line(output.text)}"
        )
    if output.output_type not in ("display_data", "execute_result"):
        return
    record = output.data.get(CHECK)
    if record is not None:
        found.checks.append(
            Check(found.lesson, index, round_, record, row_of(output, record))
        )
    about = output.metadata.get("score-matching", {})
    if "figure" in about:
        figure = Figure(
            found.lesson,
            index,
            round_,
            about["figure"],
            about.get("caption", ""),
            svg_of(output),
        )
        found.figures.append(figure)
        if not figure.caption.strip():
            found.problems_of_lesson.append(
                f"{place}: figure {figure.id} has no caption"
            )
        if not str(about.get("description", "")).strip():
            found.problems_of_lesson.append(
                f"{place}: figure {figure.id} has no description"
            )
        if figure.svg is None:
            found.problems_of_lesson.append(f"{place}: figure {figure.id} has no SVG")


def svg_of(output):
    svg = output.data.get(SVG)
    return "".join(svg) if isinstance(svg, list) else svg


def has_error(cell):
    return any(output.output_type == "error" for output in cell.outputs)


def places(lesson, notebook):
    """For each cell its place in words: lesson 01, cell 7 (check, "Where does it point?")."""
    return [
        f"lesson {lesson}, cell {index + 1}"
        + (
            f' ({tag}, "{heading}")'
            if tag and heading
            else f" ({tag or heading})"
            if tag or heading
            else ""
        )
        for index, (tag, heading) in enumerate(labels(notebook))
    ]


def rounds_of(notebook):
    """For each cell the number of its round: a round starts at a note, or at a claim without one."""
    found, current, previous = [], 0, ""
    for tag, _ in labels(notebook):
        if tag != previous and (
            tag == "note" or (tag == "claim" and previous != "note")
        ):
            current += 1
        found.append(current)
        previous = tag
    return found


def row_of(output, record):
    """A check's row in words, as the notebook shows it."""
    text = output.data.get("text/plain")
    if text:
        return without_color("".join(text)).strip()
    return f"{record['id']} · {record['claim']}: fails: {record.get('reason', 'no reason given')}"


def first_line(text):
    lines = [line for line in without_color(text).splitlines() if line.strip()]
    return lines[0].strip() if lines else "an empty line"

"""An assignment, read from its folder: the one source of what students get and of how it is judged."""

import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lessons.convert import notebook_of
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells

from coursework.judging import Test
from coursework.sandbox import program_version

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "typescript"
BEGIN, END = "// BEGIN SOLUTION", "// END SOLUTION"
SOLUTION = re.compile(
    rf"^[ \t]*{re.escape(BEGIN)}[^\n]*\n.*?^[ \t]*{re.escape(END)}[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
HEADING = re.compile(r"^## Task (\d)\. (.+) \((\d+(?:\.\d+)?) points?\)$", re.MULTILINE)
SUM = re.compile(r"\b(\w+) tasks?, (\d+(?:\.\d+)?) points?\b")
NUMBERS = {"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5, "Six": 6}
STUB = "return yourTurn();"
MOST_TASKS, MOST_LINES = 6, 60


class Unsound(Exception):
    """An assignment that contradicts itself."""


@dataclass(frozen=True)
class Task:
    id: str
    title: str
    points: float


class Assignment:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.name = self.folder.name
        self.text = (self.folder / "assignment.md").read_text("utf-8")
        self.probes = (self.folder / "probes.cjs").read_text("utf-8")
        self.check()

    @cached_property
    def title(self):
        return re.search(r"^# (.+)$", self.text, re.MULTILINE)[1]

    @cached_property
    def tests(self):
        """The hidden tests, in their order."""
        path = self.folder / "judge.py"
        spec = importlib.util.spec_from_file_location(f"judge_of_{self.name}", path)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as problem:
            why = f"{type(problem).__name__}: {problem}"
            raise Unsound(f"{self.name}: judge.py cannot be loaded: {why}") from problem
        return [value for value in vars(module).values() if isinstance(value, Test)]

    @cached_property
    def tasks(self):
        return [
            Task(f"T{n}", title, float(p)) for n, title, p in HEADING.findall(self.text)
        ]

    @property
    def points(self):
        return sum(task.points for task in self.tasks)

    @cached_property
    def functions(self):
        """The names that students define."""
        found = re.search(
            r"^exports\.functions = \[(.*?)\];", self.probes, re.MULTILINE | re.DOTALL
        )
        return re.findall(r"\"(\w+)\"", found[1])

    @cached_property
    def version(self):
        """Changes with anything that can change a mark."""
        digest = hashlib.sha256(program_version().encode())
        here = Path(__file__).parent
        names = [
            "assignment.py",
            "harness.cjs",
            "judging.py",
            "evaluation.py",
            "marking.py",
            "sandbox.py",
            "seccomp.py",
            "submissions.py",
        ]
        for path in [*sorted(self.folder.iterdir()), *(here / name for name in names)]:
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:16]

    def reference(self):
        """The notebook with its solutions."""
        return notebook_of(self.text)

    def edition(self):
        """The notebook that students get, with the marks by which nbgrader validates it."""
        notebook = self.reference()
        for cell in notebook.cells:
            tag, task = tag_of(cell)
            if tag == "task":
                cell.metadata["nbgrader"] = marks_of(task, grade=False, solution=True)
            elif tag == "test":
                points = next(t.points for t in self.tasks if t.id == task)
                cell.metadata["nbgrader"] = marks_of(
                    f"{task}-test", grade=True, points=points
                )
            elif cell.cell_type == "code":
                cell.metadata["nbgrader"] = marks_of(cell.id, locked=False)
            cell.metadata.pop("tags", None)
        for step in (
            ClearSolutions(code_stub={LANGUAGE: STUB}),
            LockCells(),
            ComputeChecksums(),
        ):
            notebook, _ = step.preprocess(notebook, {})
        return notebook

    def provided(self):
        """The code cells that are not a student's to write: (id, source, is a test)."""
        return [
            (cell.id, cell.source, tag_of(cell)[0] == "test")
            for cell in self.reference().cells
            if cell.cell_type == "code" and tag_of(cell)[0] != "task"
        ]

    def check(self):
        """Refuses what an author has left contradictory, in sentences."""
        wrong = []
        cells = [
            cell for cell in notebook_of(self.text).cells if cell.cell_type == "code"
        ]
        ids = [task.id for task in self.tasks]
        for tag in ("task", "test"):
            there = [task for t, task in map(tag_of, cells) if t == tag]
            if there != ids:
                wrong.append(
                    f'the cells tagged "{tag}" are {there}, the headings have {ids}'
                )
        lines = sum(solution_lines(cell.source) for cell in cells)
        if len(ids) > MOST_TASKS or lines > MOST_LINES:
            wrong.append(f"{len(ids)} tasks and {lines} lines of solution are too many")
        stated = SUM.search(self.text)
        if stated and (
            NUMBERS.get(stated[1], -1) != len(ids) or float(stated[2]) != self.points
        ):
            wrong.append(
                f'the text says "{stated[0]}", the headings have {len(ids)} tasks and {self.points:g} points'
            )
        for cell in cells:
            tag, task = tag_of(cell)
            if (tag == "task") != bool(SOLUTION.search(cell.source)):
                wrong.append(
                    f"cell {cell.id}: a solution stands in each task, and nowhere else"
                )
        for task in self.tasks:
            points = sum(test.points for test in self.tests if test.task == task.id)
            if points != task.points:
                wrong.append(
                    f"{task.id} states {task.points:g} points, its tests give {points:g}"
                )
        wrong += [
            f"{test.id} is a test of no task"
            for test in self.tests
            if test.task not in ids
        ]
        if wrong:
            raise Unsound(f"{self.name}: {'; '.join(wrong)}")


def all_assignments(root=ROOT):
    texts = (Path(root) / "coursework").glob("a[0-9]/assignment.md")
    return {text.parent.name: Assignment(text.parent) for text in sorted(texts)}


def tag_of(cell):
    """("task", "T2") of a cell with these tags; the first tag, and the second where there is one."""
    tags = [*cell.metadata.get("tags", []), "", ""]
    return tags[0], tags[1]


def solution_lines(source):
    """Lines of solution that hold something."""
    inside = [found[0].splitlines()[1:-1] for found in SOLUTION.finditer(source)]
    return sum(1 for lines in inside for line in lines if line.strip())


def marks_of(grade_id, *, grade=False, solution=False, locked=None, points=None):
    """nbgrader's metadata of a code cell."""
    return {
        "grade_id": grade_id,
        "schema_version": 3,
        "cell_type": "code",
        "grade": grade,
        "solution": solution,
        "locked": (not solution) if locked is None else locked,
        "task": False,
        **({"points": points} if grade else {}),
    }

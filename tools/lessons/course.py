"""npm run course: runs lessons through the kernel, judges them, and keeps figures/ and ledger.json."""

import json
import sys

import nbformat

from lessons import ledger as ledgers
from lessons.command import arguments
from lessons.convert import notebook_of
from lessons.exercises import problems_of_exercises, with_solutions
from lessons.fingerprint import KEY, fingerprint
from lessons.judge import PATIENCE, Judgement, budget, judge
from lessons.progress import Progress
from lessons.run import NoSeed, execute, with_seed
from lessons.selection import UnknownLesson, all_lessons, chosen, number
from lessons.sweep import Sweep


class Course:
    """One call of the command: the counts of its last line, and what it found."""

    def __init__(self, options):
        self.options = options
        self.root = options.root
        self.output = (options.output or options.root / "build" / "course").resolve()
        self.passed = 0
        self.failed = 0
        self.judgements = []

    def run(self):
        lessons = chosen(self.options.lessons, self.root / "lessons")
        self.output.mkdir(parents=True, exist_ok=True)
        if self.options.seeds:
            self.sweep(lessons)
        else:
            for path in lessons:
                self.count(self.lesson(path, self.options.seed))
            if self.options.seed is None:
                self.keep()
        print(f"\n{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0

    def lesson(self, path, seed):
        """Runs one lesson and writes its executed notebook; returns what is to be said of it."""
        lesson = number(path)
        notebook = notebook_of(path.read_text("utf-8"))
        if seed is not None:
            try:
                with_seed(notebook, seed)
            except NoSeed as problem:
                return unrunnable(lesson, str(problem))
        solutions = self.root / "coursework" / "solutions" / f"lesson-{lesson}.ts"
        begin = with_solutions(notebook, solutions)
        made_from = fingerprint(path, self.root)
        execution = execute(
            notebook,
            folder=self.output,
            limit=PATIENCE * budget(lesson),
            progress=Progress(lesson, notebook),
        )
        found = judge(lesson, execution)
        if execution.reason is None:
            found.problems_of_lesson += problems_of_exercises(
                lesson, notebook, begin, solutions
            )
        # The executed notebook is what readers see: the solutions stay behind.
        del notebook.cells[begin:]
        if seed is None and not found.problems:
            notebook.metadata[KEY] = {"made_from": made_from}
        nbformat.write(notebook, self.output / f"{path.stem}.ipynb")
        return found

    def count(self, judgement):
        """Each check counts once, and each lesson once for running as it should."""
        self.judgements.append(judgement)
        holding = len(judgement.checks) - len(judgement.failing)
        self.passed += holding + (0 if judgement.problems_of_lesson else 1)
        self.failed += len(judgement.failing) + (
            1 if judgement.problems_of_lesson else 0
        )
        for remark in judgement.remarks:
            print(f"  note: {remark}")
        for problem in judgement.problems:
            print(f"  FAILED {indented(problem)}")

    def sweep(self, lessons):
        for path in lessons:
            of_lesson = Sweep(number(path))
            for seed in self.options.seeds:
                print(f"lesson {number(path)}, seed {seed}")
                of_lesson.add(seed, self.lesson(path, seed))
            passed, failed = of_lesson.report()
            self.passed += passed
            self.failed += failed

    def keep(self):
        """Refreshes the ledger and the figures by --update; else says where they are stale."""
        path = self.root / "ledger.json"
        if not (self.root / "lessons" / "items.yml").exists():
            return
        items = ledgers.items_of(self.root / "lessons")
        old = json.loads(path.read_text("utf-8")) if path.exists() else None
        sound = [found for found in self.judgements if not found.problems]
        fresh = {found.lesson: ledgers.lesson_rows(found) for found in sound}
        texts = [
            notebook_of(p.read_text("utf-8"))
            for p in all_lessons(self.root / "lessons")
        ]
        proved = set().union(*map(ledgers.proved_in, texts))
        new = ledgers.refreshed(old, items, fresh, proved)
        unknown = {c.item for found in sound for c in found.checks} - {
            item["id"] for item in items
        }
        stale = [
            f"a check names {name}, which lessons/items.yml does not have"
            for name in sorted(unknown)
        ]
        if self.options.update:
            path.write_text(ledgers.write(new), "utf-8", newline="\n")
            for found in sound:
                self.write_figures(found)
            for found in self.judgements:
                if found.problems:
                    print(
                        f"lesson {found.lesson} failed: its rows and figures stay as they were"
                    )
        else:
            stale += [
                f"ledger.json is stale: {text}"
                for text in ledgers.differences(old, new)
            ]
            for found in sound:
                stale += self.stale_figures(found)
            if stale:
                stale.append(
                    "run `npm run course -- --update` and look at what it changes"
                )
        for text in stale:
            print(f"  FAILED {text}")
        self.passed += 0 if stale else 1
        self.failed += 1 if stale else 0

    def write_figures(self, found):
        folder = self.root / "figures"
        folder.mkdir(exist_ok=True)
        for old in folder.glob(f"{found.lesson}-*.svg"):
            old.unlink()
        for figure in found.figures:
            (folder / figure.file).write_text(
                figure.svg.rstrip("\n") + "\n", "utf-8", newline="\n"
            )

    def stale_figures(self, found):
        there = {
            path.name for path in (self.root / "figures").glob(f"{found.lesson}-*.svg")
        }
        wanted = {figure.file for figure in found.figures}
        return [f"figures/{name} is missing" for name in sorted(wanted - there)] + [
            f"figures/{name} is no figure of lesson {found.lesson}"
            for name in sorted(there - wanted)
        ]


def unrunnable(lesson, problem):
    found = Judgement(lesson)
    found.problems_of_lesson.append(f"lesson {lesson}: {problem}")
    return found


def indented(text):
    return text.replace("\n", "\n         ")


def main(argv):
    sys.stdout.reconfigure(line_buffering=True)
    return Course(arguments(argv)).run()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UnknownLesson as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)

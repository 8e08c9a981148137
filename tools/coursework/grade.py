"""npm run grade -- FOLDER: grades every submission in a folder, and goes on where it was stopped."""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from coursework.assignment import ROOT, Unsound, all_assignments
from coursework.gradebook import write_gradebook
from coursework.marking import key_of, mark_one, not_marked
from coursework.reports import note_of, write_reports
from coursework.results import Results
from coursework.sandbox import NoSandbox, Sandbox
from coursework.submissions import (
    NEEDED,
    Unreadable,
    find_submissions,
    read_submission,
    readable,
)


def arguments(argv):
    parser = argparse.ArgumentParser(prog="npm run grade --", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="with STUDENT/a1/a1.ipynb, or nbgrader's course"
    )
    parser.add_argument(
        "--output", type=Path, help="where marks and pages go [FOLDER/graded]"
    )
    parser.add_argument(
        "--gradebook",
        type=Path,
        default=ROOT / "build" / "gradebook.db",
        help="nbgrader's database",
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), help="at a time [cores]"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of Dask, whose workers then do the grading",
    )
    parser.add_argument("--again", action="store_true", help="forget what was graded")
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="without a sandbox: students' code gets your rights",
    )
    return parser.parse_args(argv)


def content_of(submission):
    try:
        return read_submission(submission)
    except Unreadable as problem:
        return problem
    except (OSError, ValueError) as problem:
        return Unreadable(f"it cannot be read: {problem}")


class Grading:
    def __init__(self, options):
        self.options = options
        self.assignments = all_assignments()
        self.submissions, self.skipped = find_submissions(
            options.folder, self.assignments
        )
        self.results = Results(
            (options.output or options.folder / NEEDED).resolve(),
            options.gradebook.resolve().parent / "seeds",
        )
        for name, why in self.skipped.items():
            print(f"Not read: {readable(name)}, for {why}.")
        self.records = {}  # by position of the submission
        self.done = 0

    def run(self):
        if self.options.scheduler is None:
            Sandbox(unsafe=self.options.unsafe).check()
        if self.options.again:
            self.results.forget()
        seed = self.results.seed()
        left = []
        for k, submission in enumerate(self.submissions):
            content = content_of(submission)
            key = key_of(content, self.assignments[submission.assignment], seed)
            kept = self.results.kept(submission, key)
            if kept:
                self.records[k] = kept
            else:
                left.append(k)
        if self.records:
            print(f"{len(self.records)} are graded already.")
        self.done = len(self.records)
        self.mark_all(left, seed)
        return self.report()

    def mark_all(self, left, seed):
        if not left:
            return
        with executor(self.options) as pool:
            futures = {}
            for k in left:
                submission = self.submissions[k]
                content = content_of(submission)
                unsafe = self.options.unsafe
                future = pool.submit(
                    mark_one, submission.assignment, content, seed, unsafe
                )
                futures[future] = (
                    k,
                    key_of(content, self.assignments[submission.assignment], seed),
                )
            try:
                for future in as_completed(futures):
                    self.take(*futures[future], future)
            except KeyboardInterrupt:
                # What is in a sandbox ends with this process.
                os._exit(130)

    def take(self, k, key, future):
        """One record, kept at once; the grader's own failures are not kept, but tried again."""
        submission = self.submissions[k]
        try:
            record = future.result()
        except Exception as problem:  # noqa: BLE001
            record = not_marked(f"its worker was lost: {problem}")
        if record["trouble"] is None and record["key"] != key:
            record = not_marked(
                "its worker has another version of this assignment or grader"
            )
        self.records[k] = record
        if record["trouble"] is None:
            self.results.keep(submission, record)
        self.done += 1
        said = f"{record['points']:g} of {record['most']:g}"
        if record["unreadable"] or record["trouble"]:
            said = readable(note_of(record))
        place = (
            f"{self.done:>{len(str(len(self.submissions)))}}/{len(self.submissions)}"
        )
        print(
            f"{place}  {readable(submission.student)}  {submission.assignment}  {said}"
            f"  {record['seconds']:.1f} s",
            flush=True,
        )

    def report(self):
        graded = [(s, self.records[k]) for k, s in enumerate(self.submissions)]
        reported = (self.results.folder, self.assignments, graded, self.skipped)
        remarks = [
            *write_reports(*reported),
            *write_gradebook(self.options.gradebook, self.assignments, graded),
        ]
        for remark in remarks:
            print(f"{remark['student']}  {remark['assignment']}  {remark['what']}")
        troubled = sum(1 for _, record in graded if record["trouble"])
        print(f"\nMarks, pages and summary are in {self.results.folder}.")
        print(f"{len(graded) - troubled} graded, {troubled} to be tried again")
        return 1 if troubled or remarks else 0


@contextmanager
def executor(options):
    """Where submissions are marked: here, as many at a time as there are cores, or on a cluster."""
    if options.scheduler is None:
        with ThreadPoolExecutor(max_workers=max(1, options.workers)) as pool:
            yield pool
        return
    # Loaded where it is needed: it takes a second.
    from distributed import Client

    # Each submission is a task of its own; that of a worker that is lost goes to another.
    client = Client(options.scheduler, timeout=30)
    with client, client.get_executor(pure=False) as pool:
        yield pool


def main(argv):
    sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    options = arguments(argv)
    if not options.folder.is_dir():
        print(f"{options.folder} is no folder.", file=sys.stderr)
        return 2
    try:
        grading = Grading(options)
        if not grading.submissions:
            there = ", ".join(grading.assignments)
            print(
                f"There is no STUDENT/ASSIGNMENT in {options.folder} ({there}).",
                file=sys.stderr,
            )
            return 2
        return grading.run()
    except (NoSandbox, Unsound) as problem:
        print(problem, file=sys.stderr)
        return 1
    except (OSError, TimeoutError) as problem:
        if options.scheduler is None:
            raise
        print(
            f"No scheduler answers at {options.scheduler}: {problem}", file=sys.stderr
        )
        return 1


if __name__ == "__main__":
    code = 130
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        pass
    sys.stdout.flush()
    # Threads that wait for a sandbox are not waited for; it ends with us.
    os._exit(code)

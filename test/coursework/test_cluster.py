"""Grading on Dask's scheduler: two workers, one of them killed in the middle."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from coursework.assignment import ROOT, all_assignments
from writing import blank, bytes_of, reference_cell, solved

from coursework import grade

A1 = all_assignments()["a1"]


@pytest.fixture
def start(tmp_path):
    """Starts a program of the cluster, and ends it with the test."""
    programs = []
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "tools"),
        "PYTHONUNBUFFERED": "1",
    }

    def started(*words):
        log = (tmp_path / f"{len(programs)}.log").open("w+b")
        program = subprocess.Popen(
            [sys.executable, "-m", "coursework.cluster", *words],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=tmp_path,
            env=environment,
        )
        programs.append(program)
        return program, log.name

    yield started
    for program in programs:
        program.kill()
        program.wait()


def found_in(log, pattern):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with open(log, encoding="utf-8") as file:
            match = re.search(pattern, file.read())
        if match:
            return match[1]
        time.sleep(0.2)
    raise AssertionError(f"no {pattern} in {log}")


def test_a_worker_killed_in_the_middle_loses_nothing_and_nothing_counts_twice(
    start, tmp_path, monkeypatch, capsys
):
    _, log = start("scheduler", "--host", "127.0.0.1", "--port", "0")
    address = found_in(log, r"Scheduler at:\s+(tcp://\S+)")
    workers = [start("worker", address, "--threads", "1") for _ in range(2)]
    for _, log in workers:
        found_in(log, r"(Starting established connection|Registered to)")
    folder = tmp_path / "class"
    wrong = solved(A1, replaced={"T3": reference_cell(A1, "T3").replace("-k / 2", "0")})
    deserved = {}
    for k in range(6):
        (folder / f"student {k}" / "a1").mkdir(parents=True)
        content, points = [(bytes_of(blank(A1)), 0), (bytes_of(wrong), 19)][k % 2]
        (folder / f"student {k}" / "a1" / "a1.ipynb").write_bytes(content)
        deserved[f"student {k}"] = points

    taken = []
    original = grade.Grading.take

    def take(self, k, key, future):
        taken.append(k)
        if len(taken) == 2:
            # Both are in the middle of another one.
            threading.Timer(1.0, workers[0][0].kill).start()
        return original(self, k, key, future)

    monkeypatch.setattr(grade.Grading, "take", take)
    gradebook = str(tmp_path / "gradebook.db")
    words = [str(folder), "--gradebook", gradebook, "--scheduler", address]
    assert grade.main(words) == 0
    assert workers[0][0].wait(timeout=10) != 0
    assert workers[1][0].poll() is None
    assert sorted(taken) == list(range(6))
    assert "6 graded, 0 to be tried again" in capsys.readouterr().out
    records = [
        json.loads(p.read_text()) for p in (folder / "graded" / "results").iterdir()
    ]
    assert len(records) == 6
    assert sorted(r["points"] for r in records) == sorted(deserved.values())
    with sqlite3.connect(gradebook) as book:
        written = book.execute("select student_id from submitted_assignment").fetchall()
    assert sorted(student for (student,) in written) == sorted(deserved)
    # Everything is kept: the next run, without a cluster, finds nothing to do.
    assert grade.main([str(folder), "--gradebook", gradebook]) == 0
    assert "6 are graded already" in capsys.readouterr().out


def test_a_scheduler_that_is_not_there_is_named(tmp_path, capsys):
    (tmp_path / "ann" / "a1").mkdir(parents=True)
    (tmp_path / "ann" / "a1" / "a1.ipynb").write_bytes(bytes_of(blank(A1)))
    words = [
        str(tmp_path),
        "--scheduler",
        "tcp://127.0.0.1:9",
        "--gradebook",
        str(tmp_path / "g.db"),
    ]
    assert grade.main(words) == 1
    assert "No scheduler answers" in capsys.readouterr().err

"""A line for each cell of a running lesson: lesson, cell, tag and heading, seconds."""

import sys

from lessons.run import labels

WIDTH = 70


class Progress:
    def __init__(self, lesson, notebook, out=None):
        self.lesson = lesson
        self.out = out or sys.stdout
        self.labels = labels(notebook)
        code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self.position = {index: place + 1 for place, index in enumerate(code)}

    def starts(self, index):
        tag, heading = self.labels[index]
        of = f"{self.position[index]:>2}/{len(self.position)}"
        words = f"{tag:<10} {heading}"[:WIDTH]
        print(
            f"{self.lesson}  cell {of}  {words:<{WIDTH}}",
            end="",
            file=self.out,
            flush=True,
        )

    def ends(self, _index, seconds, ok):
        print(
            f" {seconds:6.1f} s{'' if ok else '  stopped here'}",
            file=self.out,
            flush=True,
        )

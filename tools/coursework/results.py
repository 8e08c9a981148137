"""The records of a grading, one file a submission: from them an interrupted grading goes on."""

import hashlib
import json
import os
import secrets
from pathlib import Path


class Results:
    def __init__(self, folder, seeds):
        """Records in `folder`, which may lie among what students have handed in; the secret in `seeds`,
        which does not."""
        self.folder = Path(folder)
        self.seeds = Path(seeds)
        self.records = self.folder / "results"
        self.records.mkdir(parents=True, exist_ok=True)

    def seed(self):
        """The secret of this grading, drawn once: all students get the same inputs."""
        name = hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:16]
        path = self.seeds / name
        if not path.exists():
            self.seeds.mkdir(parents=True, exist_ok=True)
            write_whole(path, f"{secrets.randbelow(2**63)}\n")
            path.chmod(0o600)
        return int(path.read_text())

    def path(self, submission):
        return self.records / f"{submission.key}.{submission.assignment}.json"

    def kept(self, submission, key):
        """The record of a submission, if it is of the same bytes, inputs and judges."""
        try:
            record = json.loads(self.path(submission).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return record if record.get("key") == key else None

    def keep(self, submission, record):
        write_whole(self.path(submission), json.dumps(record, indent=1) + "\n")

    def forget(self):
        for path in self.records.glob("*.json"):
            path.unlink()


def write_whole(path, text):
    """All of a file or nothing of it."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_text(text, "utf-8", newline="\n")
    os.replace(half, path)

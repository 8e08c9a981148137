"""Lets the tests import `coursework`, the package in tools/, and helps them write submissions."""

import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CLONE / "tools"))

from coursework.sandbox import Sandbox


def pytest_sessionstart():
    if not (CLONE / "kernel" / "dist" / "tslab.js").exists():
        pytest.exit("The kernel is not built yet: run npm run build.", returncode=2)


@pytest.fixture(scope="session")
def sandbox():
    made = Sandbox()
    made.check()
    return made

"""Tests with real libraries. Their workers run on the interpreter of `scripts/test-environment.mjs`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from host import Host

PYTHON = os.environ.get("SNAKEBRIDGE_TEST_PYTHON") or sys.executable
_WANTED = "import numpy, pandas, polars, pyarrow, pydantic, attr"

# An environment of the adapter alone has pytest and no libraries: these tests belong to the other one.
collect_ignore_glob = (
    []
    if subprocess.run([PYTHON, "-c", _WANTED], capture_output=True, check=False).returncode == 0
    else ["test_*.py"]
)


@pytest.fixture(scope="session")
def libraries() -> Iterator[Host]:
    with Host(python=PYTHON) as host:
        yield host

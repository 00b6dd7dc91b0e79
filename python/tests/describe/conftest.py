from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from describing import Packages

from snakebridge_adapter.describe import requests


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    """An empty folder on the import path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    # A worker lives shorter than a test run: what an earlier test's files declared is not known to it.
    monkeypatch.setattr(requests, "_worlds", {})
    folder = Packages(tmp_path)
    yield folder
    folder.forget()

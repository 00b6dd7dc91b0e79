from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from describing import Packages


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    """An empty folder on the import path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = Packages(tmp_path)
    yield folder
    folder.forget()

from __future__ import annotations

from collections.abc import Iterator

import pytest
from host import Host


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A worker that the tests of one file share."""
    with Host() as host:
        yield host


@pytest.fixture
def own_host() -> Iterator[Host]:
    """A worker for one test."""
    with Host() as host:
        yield host

"""Polling for a frame that is about to come: for whom, how long, and that an idle worker sleeps."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator

import pytest
from host import Host

from snakebridge_adapter.short_wait import LIMIT, ShortWait

CPU_TIME = "__import__('time').process_time()"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    os.close(read)
    os.close(write)


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snakebridge_adapter.short_wait.processors", lambda: 2)


def test_only_a_frame_that_came_soon_makes_the_next_worth_polling_for() -> None:
    wait = ShortWait()
    assert not wait.worthwhile
    wait.came(LIMIT / 2)
    assert wait.worthwhile
    wait.came(LIMIT * 2)
    assert not wait.worthwhile


@pytest.mark.usefixtures("two_processors")
def test_looks_until_something_is_there_or_the_limit_is_over(pipe: tuple[int, int]) -> None:
    read, write = pipe
    wait = ShortWait()
    began = time.monotonic()
    assert not wait.wait([read])
    assert time.monotonic() - began >= LIMIT
    os.write(write, b"x")
    assert wait.wait([read])
    assert os.read(read, 8) == b"x", "it is only looked at, not read"


def test_never_on_a_single_processor(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snakebridge_adapter.short_wait.processors", lambda: 1)
    wait = ShortWait()
    wait.came(0)
    wait.wait([pipe[0]])
    wait.came(0)
    assert not wait.worthwhile


def test_never_where_the_system_has_no_poll(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll")
    wait = ShortWait()
    wait.wait([pipe[0]])
    wait.came(0)
    assert not wait.worthwhile


def test_never_where_the_user_turned_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAKEBRIDGE_BUSY_POLL", "0")
    wait = ShortWait()
    wait.came(0)
    assert not wait.worthwhile


@pytest.mark.usefixtures("two_processors")
def test_other_descriptors_count_once_they_are_waited_for(pipe: tuple[int, int]) -> None:
    read, write = pipe
    other_read, other_write = os.pipe()
    try:
        wait = ShortWait()
        os.write(write, b"x")
        assert not wait.wait([other_read])
        wait.changed()
        assert wait.wait([other_read, read])
    finally:
        os.close(other_read)
        os.close(other_write)


def test_a_worker_sleeps_behind_a_burst_of_calls() -> None:
    with Host() as host:
        for number in range(500):
            assert host.eval(str(number)) == number
        before = host.eval(CPU_TIME)
        # What is tested is that time passes here and none of the worker's does.
        assert select.select([host.from_worker], [], [], 1.0)[0] == []
        assert host.eval(CPU_TIME) - before < 0.2


def test_another_thread_still_wakes_a_worker_that_polls() -> None:
    """A thread that hands work to the main thread makes it wait for two descriptors."""
    with Host() as host:
        host.exec("import asyncio\nasync def double(n):\n    await asyncio.sleep(0)\n    return 2 * n")
        for number in range(200):
            assert host.eval(f"double({number})") == 2 * number
            assert host.eval(str(number)) == number


def test_threads_of_the_users_go_on_beside_a_burst() -> None:
    """The wait gives up the interpreter, so that another thread of Python's runs."""
    with Host() as host:
        host.exec(
            "import threading\ncount = 0\nstop = threading.Event()\n"
            "def work():\n    global count\n    while not stop.is_set():\n        count += 1\n"
            "threading.Thread(target=work, daemon=True).start()"
        )
        first = host.eval("count")
        for number in range(100):
            assert host.eval(str(number)) == number
        assert host.eval("count") > first
        host.eval("stop.set()")


def test_a_worker_that_polls_notices_that_its_host_is_gone() -> None:
    with Host() as host:
        for number in range(50):
            assert host.eval(str(number)) == number
        host.hang_up()
        assert host.wait_exit() == 0

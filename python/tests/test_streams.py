"""Streams: batches under credit, ends, errors, closing."""

from __future__ import annotations

from typing import Any

import pytest
from host import Host

CODE = """
import asyncio, threading
log = []
step = threading.Event()
def count(n):
    try:
        for i in range(n):
            log.append(i)
            yield i
        return "end"
    finally:
        log.append("finally")
def broken():
    yield 1
    yield 2
    raise ValueError("mid")
def same_list():
    xs = []
    for i in range(3):
        xs.append(i)
        yield xs
def slow():
    yield "first"
    yield "second"
    step.wait()
    yield "third"
async def acount(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            log.append(i)
            yield i
    finally:
        log.append("afinally")
async def abroken():
    yield 1
    raise ValueError("amid")
def cyclic():
    yield [1]
    loop = []
    loop.append(loop)
    yield loop
class Odd:
    def __iter__(self):
        raise TypeError("odd iter")
"""


@pytest.fixture
def streaming(own_host: Host) -> Host:
    own_host.exec(CODE)
    return own_host


def start(host: Host, code: str, credit: int, **fields: Any) -> int:
    made, stream = host.new_id(), host.new_id()
    host.batch(
        {"op": "eval", "id": made, "code": code},
        {
            "op": "iter",
            "id": stream,
            "on": {"$": "call", "id": made},
            "stream": stream,
            "credit": credit,
            **fields,
        },
    )
    return stream


def frames_until(host: Host, stream: int, count: int | None) -> tuple[list[Any], dict[str, Any]]:
    """Items until there are `count`, or until the end; and the last frame."""
    items: list[Any] = []
    while True:
        frame = host.wait_for("items", stream=stream)
        items.extend(frame["items"])
        if frame.get("end") or (count is not None and len(items) >= count):
            return items, frame


@pytest.mark.parametrize("function", ["count", "acount"])
def test_no_more_items_than_credit(streaming: Host, function: str) -> None:
    stream = start(streaming, f"{function}(100)", 5)
    assert frames_until(streaming, stream, 5)[0] == [0, 1, 2, 3, 4]
    assert streaming.eval("log") == [0, 1, 2, 3, 4]
    streaming.send({"t": "credit", "stream": stream, "n": 3})
    assert frames_until(streaming, stream, 3)[0] == [5, 6, 7]
    assert streaming.eval("log") == list(range(8))


@pytest.mark.parametrize("function", ["count", "acount"])
def test_many_items_in_few_frames(streaming: Host, function: str) -> None:
    stream = start(streaming, f"{function}(10_000)", 20_000)
    items: list[Any] = []
    frames = 0
    while True:
        frame = streaming.wait_for("items", stream=stream)
        items.extend(frame["items"])
        frames += 1
        assert len(frame["items"]) <= 1000
        if frame.get("end"):
            break
    assert items == list(range(10_000))
    assert frames < 1000
    assert frame.get("value") == ("end" if function == "count" else None)


@pytest.mark.parametrize(("function", "mark"), [("count", "finally"), ("acount", "afinally")])
def test_closing_runs_finally_and_is_confirmed(streaming: Host, function: str, mark: str) -> None:
    stream = start(streaming, f"{function}(100)", 2)
    frames_until(streaming, stream, 2)
    streaming.send({"t": "streamClose", "stream": stream})
    assert frames_until(streaming, stream, None)[1]["end"] == 1
    assert streaming.eval("log") == [0, 1, mark]


@pytest.mark.parametrize(("function", "before"), [("broken", [1, 2]), ("abroken", [1])])
def test_an_error_arrives_after_the_items_before_it(
    streaming: Host, function: str, before: list[int]
) -> None:
    stream = start(streaming, f"{function}()", 100)
    items, last = frames_until(streaming, stream, None)
    assert items == before
    assert last["e"]["type"] == "builtins.ValueError"


def test_items_are_sent_as_they_were_when_yielded(streaming: Host) -> None:
    stream = start(streaming, "same_list()", 10)
    assert frames_until(streaming, stream, None)[0] == [[0], [0, 1], [0, 1, 2]]


def test_items_arrive_while_python_works_on_the_next(streaming: Host) -> None:
    stream = start(streaming, "slow()", 10)
    assert frames_until(streaming, stream, 2)[0] == ["first", "second"]
    streaming.send({"t": "cancel", "id": stream})
    items, last = frames_until(streaming, stream, None)
    assert items == []
    assert last["e"]["type"] == "builtins.KeyboardInterrupt"


def test_other_operations_run_between_items(streaming: Host) -> None:
    stream = start(streaming, "count(10**9)", 10**9)
    frames_until(streaming, stream, 1)
    assert streaming.eval("6 * 7") == 42
    streaming.send({"t": "streamClose", "stream": stream})
    frames_until(streaming, stream, None)
    assert streaming.eval("log[-1]") == "finally"


def test_step_mode_takes_nothing_ahead(streaming: Host) -> None:
    stream = start(streaming, "count(5)", 0, mode="step")
    for expected in range(3):
        streaming.send({"t": "credit", "stream": stream, "n": 1})
        assert frames_until(streaming, stream, 1)[0] == [expected]
        assert streaming.eval("log") == list(range(expected + 1))


def test_items_that_need_tags_and_attachments(streaming: Host) -> None:
    stream = start(streaming, "iter([1, float('nan'), b'ab', (1,), 2 ** 60, object(), 2.0])", 10)
    items, _ = frames_until(streaming, stream, None)
    assert items[0] == 1
    assert [item["$"] for item in items[1:6]] == ["float", "bytes", "tuple", "int", "ref"]


def test_an_item_without_a_form_ends_the_stream(streaming: Host) -> None:
    stream = start(streaming, "cyclic()", 10)
    items, last = frames_until(streaming, stream, None)
    assert items == [[1]]
    assert "contains itself" in last["e"]["message"]


def test_what_can_not_be_iterated_fails_the_operation(streaming: Host) -> None:
    stream = start(streaming, "Odd()", 10)
    assert streaming.error(stream)["message"] == "odd iter"
    assert streaming.error(start(streaming, "5", 10))["type"] == "builtins.TypeError"


def test_iterating_a_file_does_not_close_it(streaming: Host) -> None:
    streaming.exec("file = open(__import__('os').__file__)")
    stream = start(streaming, "file", 1)
    frames_until(streaming, stream, 1)
    streaming.send({"t": "streamClose", "stream": stream})
    frames_until(streaming, stream, None)
    assert streaming.eval("file.closed") is False


def test_lock_step(streaming: Host) -> None:
    streaming.exec(
        """
        def echo():
            got = None
            while got != "stop":
                try:
                    got = yield got
                except KeyError as error:
                    got = "caught " + error.args[0]
            return "done"
        """
    )
    made = streaming.new_id()
    streaming.batch({"op": "eval", "id": made, "code": "echo()"})
    echo = {"$": "call", "id": made}
    assert streaming.op("next", on=echo) is None
    assert streaming.op("next", on=echo, send="a") == "a"
    error = {"$": "ref", "id": streaming.eval("KeyError('k')")["id"]}
    assert streaming.op("next", on=echo, throw=error) == "caught k"
    assert streaming.op("next", on=echo, send="stop") == {"$": "done", "v": "done"}
    assert streaming.op("next", on=echo) == {"$": "done", "v": None}


def test_lock_step_of_an_asynchronous_generator(streaming: Host) -> None:
    made = streaming.new_id()
    streaming.batch({"op": "eval", "id": made, "code": "acount(2)"})
    generator = {"$": "call", "id": made}
    assert [streaming.op("next", on=generator) for _ in range(3)] == [0, 1, {"$": "done", "v": None}]

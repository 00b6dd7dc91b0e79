"""Cancelling: in the queue, as a task, in running code, and nowhere else."""

from __future__ import annotations

import os
import signal
from typing import Any

from host import Host

CODE = """
import asyncio, threading, time
never = threading.Event()
def wait(): never.wait()
def busy():
    while True: pass
def guarded():
    try:
        never.wait()
    finally:
        seen.append("finally")
seen = []
async def forever():
    try:
        seen.append("started")
        await asyncio.sleep(10**6)
    finally:
        seen.append("task finally")
def waits_for(f):
    return f()
"""


def running(host: Host, name: str, **fields: Any) -> dict[str, Any]:
    host.exec(CODE)
    op = host.main("call", name, pull=1, **fields)
    host.batch(op)
    host.wait_busy()
    return op


def cancel(host: Host, op: dict[str, Any]) -> None:
    host.send({"t": "cancel", "id": op["id"]})


def test_a_queued_operation_never_runs(host: Host) -> None:
    first = running(host, "wait")
    queued: dict[str, Any] = {"op": "exec", "id": host.new_id(), "code": "seen.append('ran')", "pull": 1}
    dependent: dict[str, Any] = {
        "op": "len",
        "id": host.new_id(),
        "on": {"$": "call", "id": queued["id"]},
        "pull": 1,
    }
    host.batch(queued, dependent)
    cancel(host, queued)
    cancel(host, first)
    assert host.error(first["id"])["type"] == "builtins.KeyboardInterrupt"
    assert host.result(queued["id"])[0] == [queued["id"], 3]
    assert host.result(dependent["id"])[0] == [dependent["id"], 3]
    assert host.eval("seen") == []


def test_blocked_and_busy_code_is_interrupted(host: Host) -> None:
    for name in ("wait", "busy"):
        op = running(host, name)
        cancel(host, op)
        assert host.error(op["id"])["type"] == "builtins.KeyboardInterrupt"
    assert host.eval("1") == 1


def test_finally_runs(host: Host) -> None:
    op = running(host, "guarded")
    cancel(host, op)
    host.error(op["id"])
    assert host.eval("seen") == ["finally"]


def test_a_task_is_cancelled(host: Host) -> None:
    host.exec(CODE)
    op = host.main("call", "forever", pull=1)
    host.batch(op)
    # One that is cancelled before it starts has no `finally` to run.
    host.wait_until(lambda: host.eval("seen") == ["started"])
    cancel(host, op)
    assert host.error(op["id"])["type"] == "asyncio.exceptions.CancelledError"
    assert host.eval("seen") == ["started", "task finally"]


def test_what_is_over_or_unknown_is_left_alone(host: Host) -> None:
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": "5", "pull": 1})
    assert host.value(number) == 5
    host.send({"t": "cancel", "id": number})
    host.send({"t": "cancel", "id": 10**9})
    host.exec(CODE)
    assert [host.eval("sum(range(1000))") for _ in range(20)] == [499500] * 20


def test_an_operation_that_waits_for_the_host(host: Host) -> None:
    host.exec(CODE)
    callback = {"$": "callback", "id": 1, "params": 0, "name": "f"}
    op = host.main("call", "waits_for", args=[callback], tagged=1, pull=1)
    host.batch(op)
    message = host.wait_for("callback")
    cancel(host, op)
    assert host.error(op["id"])["type"] == "builtins.KeyboardInterrupt"
    host.send({"t": "callbackResult", "call": message["call"], "v": 1})
    assert host.eval("1") == 1


def test_the_outer_of_two_nested_operations(host: Host) -> None:
    host.exec(CODE)
    callback = {"$": "callback", "id": 1, "params": 0, "name": "f"}
    outer = host.main("call", "waits_for", args=[callback], tagged=1, pull=1)
    host.batch(outer)
    message = host.wait_for("callback")
    inner = host.main("call", "wait", pull=1, parent=message["call"])
    host.batch(inner)
    host.wait_busy()
    cancel(host, outer)
    cancel(host, inner)
    assert host.error(inner["id"])["type"] == "builtins.KeyboardInterrupt"
    assert host.error(outer["id"])["type"] == "builtins.KeyboardInterrupt"
    assert host.eval("1") == 1


def test_every_cancel_settles_exactly_its_operation(host: Host) -> None:
    """Cancels that race with the end of what they cancel never hit a neighbour."""
    for _ in range(100):
        numbers = [host.new_id() for _ in range(4)]
        host.batch(
            *[{"op": "eval", "id": number, "code": "sum(range(3000))", "pull": 1} for number in numbers]
        )
        host.send({"t": "cancel", "id": numbers[1]})
        for number in numbers:
            entry, _ = host.result(number)
            assert entry[1] == 0 or number == numbers[1], entry
            assert entry[1] != 2 or entry[2]["type"] == "builtins.KeyboardInterrupt"


def test_a_terminals_interrupt_is_the_hosts_affair(host: Host) -> None:
    op = running(host, "wait")
    os.kill(host.pid, signal.SIGINT)
    assert host.state()["busy"] is True
    cancel(host, op)
    assert host.error(op["id"])["type"] == "builtins.KeyboardInterrupt"
    os.kill(host.pid, signal.SIGINT)
    assert host.eval("1") == 1

"""Coroutines: tasks, what waits for them, what runs beside them."""

from __future__ import annotations

from typing import Any

import pytest
from host import Host, WorkerError

CODE = """
import asyncio, threading
gates = {}
async def gated(name, value):
    gate = gates.setdefault(name, asyncio.Event())
    await gate.wait()
    return value
def open_gate(name):
    async def open():
        gates.setdefault(name, asyncio.Event()).set()
    return open()
async def value(x):
    await asyncio.sleep(0)
    return x
async def fail():
    await asyncio.sleep(0)
    raise LookupError("in task")
class Later:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "later"
async def exits(): raise SystemExit(3)
class Manager:
    async def __aenter__(self): return "entered"
    async def __aexit__(self, kind, error, trace): return isinstance(error, KeyError)
"""


@pytest.fixture(scope="module")
def tasks(host: Host) -> Host:
    host.exec(CODE)
    return host


def test_a_coroutine_is_awaited_in_python(tasks: Host) -> None:
    assert tasks.call("__main__:value", 5) == 5
    with pytest.raises(WorkerError, match="LookupError: in task"):
        tasks.call("__main__:fail")


def test_later_operations_are_not_held_up(tasks: Host) -> None:
    waiting = tasks.main("call", "gated", args=["a", [1]], pull=1)
    dependent: dict[str, Any] = {"op": "len", "id": tasks.new_id(), "on": {"$": "call", "id": waiting["id"]}}
    after: dict[str, Any] = {
        "op": "op",
        "id": tasks.new_id(),
        "on": {"$": "call", "id": dependent["id"]},
        "operator": "+",
        "other": 5,
        "pull": 1,
    }
    free: dict[str, Any] = {"op": "eval", "id": tasks.new_id(), "code": "'free'", "pull": 1}
    tasks.batch(waiting, dependent, after, free)
    assert tasks.value(free["id"]) == "free"
    tasks.call("__main__:open_gate", "a")
    assert tasks.value(waiting["id"]) == [1]
    assert tasks.value(after["id"]) == 6


def test_a_failed_task_fails_what_depends_on_it(tasks: Host) -> None:
    failing = tasks.main("call", "fail")
    dependent: dict[str, Any] = {
        "op": "len",
        "id": tasks.new_id(),
        "on": {"$": "call", "id": failing["id"]},
        "pull": 1,
    }
    tasks.batch(failing, dependent)
    error = tasks.error(dependent["id"])
    assert (error["message"], error["step"]) == ("in task", failing["id"])
    assert tasks.error(failing["id"])["type"] == "builtins.LookupError"


def test_as_an_argument_it_is_the_task(tasks: Host) -> None:
    first, second = tasks.main("call", "value", args=[1]), tasks.main("call", "value", args=[2])
    gather: dict[str, Any] = {
        "op": "call",
        "id": tasks.new_id(),
        "on": {"$": "module", "name": "asyncio"},
        "path": ["gather"],
        "args": [{"$": "call", "id": first["id"]}, {"$": "call", "id": second["id"]}],
        "tagged": 1,
        "pull": 1,
    }
    kind: dict[str, Any] = {
        **tasks.main("eval", ""),
        "code": "type(t).__name__",
        "names": {"t": {"$": "call", "id": first["id"]}},
        "pull": 1,
    }
    tasks.batch(first, second, gather, kind)
    assert tasks.value(gather["id"]) == [1, 2]
    assert tasks.value(kind["id"]) == "Task"


def test_tasks_overlap(tasks: Host) -> None:
    first = tasks.main("call", "gated", args=["b", 1], pull=1)
    opener = tasks.main("call", "open_gate", args=["b"])
    tasks.batch(first, opener)
    assert tasks.value(first["id"]) == 1


def test_the_bare_coroutine(tasks: Host) -> None:
    made = tasks.main("coro", "value", args=[7])
    run: dict[str, Any] = {
        "op": "call",
        "id": tasks.new_id(),
        "on": {"$": "module", "name": "asyncio"},
        "path": ["run"],
        "args": [{"$": "call", "id": made["id"]}],
        "tagged": 1,
        "pull": 1,
    }
    tasks.batch(made, run)
    assert tasks.value(run["id"]) == 7
    assert (
        tasks.op("coro", on={"$": "module", "name": "__main__"}, path=["value"], args=[8])["type"]
        == "builtins.coroutine"
    )


def test_an_awaitable_is_awaited_when_it_is_pulled(tasks: Host) -> None:
    assert tasks.eval("Later()") == "later"


def test_system_exit_in_a_task_does_not_end_the_loop(tasks: Host) -> None:
    with pytest.raises(WorkerError, match=r"builtins\.SystemExit: 3"):
        tasks.call("__main__:exits")
    assert tasks.call("__main__:value", 1) == 1


def test_context_managers(tasks: Host) -> None:
    tasks.exec(
        """
        class Sync:
            def __enter__(self): return "in"
            def __exit__(self, kind, error, trace):
                self.seen = kind
                return kind is KeyError
        """
    )
    for code, entered in (("Sync()", "in"), ("Manager()", "entered")):
        made = tasks.new_id()
        tasks.batch({"op": "eval", "id": made, "code": code})
        on = {"$": "call", "id": made}
        assert tasks.op("enter", on=on) == entered
        assert tasks.op("exit", on=on) is False
        assert tasks.op("exit", on=on, error={"$": "ref", "id": tasks.eval("KeyError('x')")["id"]}) is True
        thrown = {"$": "error", "id": 1, "name": "TypeError", "message": "no"}
        assert tasks.op("exit", on=on, error=thrown) is False


def test_close_waits_for_what_was_received(own_host: Host) -> None:
    own_host.exec(CODE)
    waiting = own_host.main("call", "gated", args=["end", "waited"], pull=1)
    own_host.batch(waiting)
    own_host.send({"t": "close"})
    own_host.batch(own_host.main("call", "open_gate", args=["end"]))
    assert own_host.value(waiting["id"]) == "waited"
    assert own_host.wait_exit() == 0


def test_nothing_stays_of_tasks_and_deferred_operations(own_host: Host) -> None:
    own_host.exec(CODE)
    for _ in range(20):
        ops: list[dict[str, Any]] = []
        for _ in range(50):
            task = own_host.main("call", "value", args=[[1]])
            length: dict[str, Any] = {
                "op": "len",
                "id": own_host.new_id(),
                "on": {"$": "call", "id": task["id"]},
                "pull": 1,
            }
            ops += [task, length]
        own_host.batch(*ops)
        # Released before they are done, as a host does that lost interest.
        own_host.send(
            {
                "t": "release",
                "calls": [
                    [op["id"] for op in ops if op["op"] == "call"][0:1][0],
                    [ops[2]["id"], ops[-1]["id"]],
                ],
            }
        )
        for op in ops:
            if op["op"] == "len":
                own_host.value(op["id"])
    own_host.send({"t": "release", "calls": [[1, own_host.next_id]]})
    own_host.wait_until(lambda: own_host.state()["calls"] == 0)


def test_what_a_task_held_up_is_performed_while_a_later_operation_waits_for_the_host(own_host: Host) -> None:
    own_host.exec(
        """
        import asyncio, threading
        async def later():
            global gate
            gate = asyncio.Event()
            await gate.wait()
            return [1, 2, 3]
        async def open_gate():
            gate.set()
        def apply(f): return f()
        """
    )
    task = own_host.main("call", "later")
    length: dict[str, Any] = {
        "op": "len",
        "id": own_host.new_id(),
        "on": {"$": "call", "id": task["id"]},
        "pull": 1,
    }
    function = {"$": "callback", "id": 1, "params": 0, "name": "f"}
    outer = own_host.main("call", "apply", args=[function], tagged=1, pull=1)
    own_host.batch(task, length, outer)
    message = own_host.wait_for("callback")
    own_host.batch(own_host.main("call", "open_gate", parent=message["call"]))
    # The host's function waits for this before it answers.
    assert own_host.value(length["id"]) == 3
    own_host.send({"t": "callbackResult", "call": message["call"], "v": "answered", "p": 1})
    assert own_host.value(outer["id"]) == "answered"

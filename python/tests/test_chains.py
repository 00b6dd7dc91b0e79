"""Chains: operations on each other's results that travel as one, and what becomes of each step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from host import Host

VECTORS = Path(__file__).resolve().parents[2] / "test" / "vectors" / "messages"
MAIN = {"$": "module", "name": "__main__"}


@pytest.fixture
def numbers(host: Host) -> Host:
    host.exec((VECTORS / "chains.py").read_text("utf-8"))
    return host


def chain(host: Host, op: dict[str, Any], *then: list[Any], **fields: Any) -> int:
    """Send a chain and give the id of its first step."""
    first = host.new_id()
    host.next_id += len(then)
    host.batch({**op, "id": first, "then": list(then), **fields})
    return first


def number(value: Any) -> dict[str, Any]:
    return {"op": "call", "on": MAIN, "path": ["Number"], "args": [value]}


@pytest.mark.parametrize(
    "vector", json.loads((VECTORS / "chains.json").read_text("utf-8")), ids=lambda vector: vector["name"]
)
def test_vectors(numbers: Host, vector: dict[str, Any]) -> None:
    numbers.batch(*vector["ops"])
    for expected in vector["results"]:
        assert numbers.result(expected[0])[0] == expected


def test_results_in_between_stay_under_their_ids(numbers: Host) -> None:
    first = chain(numbers, number(1), [["plus"], [2]], [["total"], []], pull=1)
    assert numbers.value(first + 2) == 3
    assert numbers.op("call", on={"$": "call", "id": first}, path=["total"]) == 1
    assert numbers.op("call", on={"$": "call", "id": first + 1}, path=["total"]) == 3
    held = numbers.state()["calls"]
    numbers.send({"t": "release", "calls": [[first, first + 2]]})
    assert numbers.state()["calls"] == held - 3


def test_a_failure_is_told_for_its_step_and_all_behind_it(numbers: Host) -> None:
    first = chain(numbers, number("a"), [["plus"], [2]], [["pair"], []], [["copy"], []], pull=1)
    for call in (first + 1, first + 2, first + 3):
        error = numbers.error(call)
        assert error["mro"][0] == "TypeError"
        assert error["step"] == first + 1
    assert numbers.op("get", on={"$": "call", "id": first}, path=["value"]) == "a"


@pytest.mark.parametrize(
    "op", [{"op": "eval", "code": "[3, 1, 2]"}, {"op": "get", "on": {"$": "tuple", "v": [3, 1]}}]
)
def test_any_operation_may_be_the_first(host: Host, op: dict[str, Any]) -> None:
    assert host.value(chain(host, op, [["count"], [3]], pull=1) + 1) == 1


def test_a_submodule_that_is_not_imported_yet(host: Host) -> None:
    module = {"op": "get", "on": {"$": "module", "name": "xml"}}
    first = chain(host, module, [["etree", "ElementTree", "Element"], ["a"]], [["tag"]], pull=1)
    assert host.value(first + 2) == "a"


def test_how_the_result_is_sent_belongs_to_the_last(numbers: Host) -> None:
    first = chain(numbers, number(2**60), [["total"], []], pull=1, options={"int": "bigint"})
    assert numbers.result(first + 1)[0][2] == {"$": "int", "v": str(2**60)}
    first = chain(numbers, number(1), [["plus"], [1]], pull=2)
    assert numbers.result(first + 1)[0][2]["type"] == "__main__.Number"


def test_a_coroutine_is_awaited_and_holds_up_nobody(host: Host) -> None:
    host.exec(
        "import asyncio\n"
        "async def wait():\n"
        "    global event\n"
        "    event = asyncio.Event()\n"
        "    await event.wait()\n"
        "    return [1]\n"
        "async def free():\n"
        "    event.set()\n"
    )
    first = chain(host, host.main("call", "wait"), [["copy"], []], [["__len__"], []], pull=1)
    assert host.eval("1 + 1") == 2
    host.op("call", on=MAIN, path=["free"])
    assert host.value(first + 2) == 1


def test_a_step_that_has_not_begun_can_be_cancelled(host: Host) -> None:
    host.exec("import threading\ngo = threading.Event()\ndef wait():\n    go.wait()\n    return []")
    first = chain(host, host.main("call", "wait"), [["append"], [1]], [["__len__"], []], pull=1)
    host.wait_busy()
    host.send({"t": "cancel", "id": first + 1})
    blocked = host.state()
    assert blocked["busy"]
    host.send({"t": "cancel", "id": first})
    for call in (first, first + 1, first + 2):
        assert host.result(call)[0][1] in (2, 3)
    assert host.eval("go.is_set()") is False


@pytest.mark.parametrize(
    "fields",
    [{"then": []}, {"then": 1}, {"then": [1]}, {"then": [[]]}, {"then": [[["a"]]], "parent": 1}, {"id": "1"}],
)
def test_what_is_no_chain_is_a_protocol_error(fields: dict[str, Any]) -> None:
    with Host() as host:
        host.batch({"op": "get", "on": MAIN, "id": 1, "then": [[["a"]]], **fields})
        assert host.wait_for("fatal")["phase"] == "protocol"
        assert host.wait_exit() == 70

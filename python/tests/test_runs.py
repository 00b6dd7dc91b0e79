"""Runs of calls: calls of one function that travel as one operation, and their results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from host import EndOfOutput, Host

VECTORS = Path(__file__).resolve().parents[2] / "test" / "vectors" / "messages"
MAIN = {"$": "module", "name": "__main__"}


def run(host: Host, path: list[str], rows: list[list[Any]], on: Any = None, **fields: Any) -> list[int]:
    """Send a run and give its ids."""
    ids = [host.new_id() for _ in rows]
    host.batch({"op": "calls", "on": on or MAIN, "path": path, "id": ids[0], "rows": rows, **fields})
    return ids


def singles(results: list[list[Any]]) -> dict[int, list[Any]]:
    """Results by id, runs taken apart."""
    found: dict[int, list[Any]] = {}
    for number, form, *rest in results:
        if form == 4:
            found.update({number + index: [0, value] for index, value in enumerate(rest[0])})
        else:
            found[number] = [form, *rest]
    return found


def collect(host: Host, ids: list[int]) -> dict[int, list[Any]]:
    """The results of these calls, in however many frames they come."""
    found: dict[int, list[Any]] = {}
    while not set(ids) <= set(found):
        found.update(singles(host.wait_for("results")["r"]))
    return found


@pytest.mark.parametrize(
    "vector", json.loads((VECTORS / "runs.json").read_text("utf-8")), ids=lambda vector: vector["name"]
)
def test_vectors(host: Host, vector: dict[str, Any]) -> None:
    host.exec((VECTORS / "runs.py").read_text("utf-8"))
    host.batch(*vector["ops"])
    expected = singles(vector["results"])
    assert collect(host, list(expected)) == expected


def test_a_failure_costs_no_other_call(host: Host) -> None:
    ids = run(host, ["int"], [["1"], ["x"], ["3"]], {"$": "module", "name": "builtins"}, pull=1)
    results = collect(host, ids)
    assert [results[number][0] for number in ids] == [0, 2, 0]
    assert results[ids[1]][1]["mro"][0] == "ValueError"
    assert results[ids[1]][1]["step"] == ids[1]
    assert results[ids[2]] == [0, 3]


def test_results_can_be_named_until_they_are_released(host: Host) -> None:
    ids = run(host, ["abs"], [[-1], [-2]], {"$": "module", "name": "builtins"}, pull=1)
    collect(host, ids)
    number = host.new_id()
    args = [{"$": "call", "id": call} for call in ids]
    host.batch(
        {"op": "call", "on": {"$": "module", "name": "builtins"}, "path": ["max"], "id": number, "args": args}
        | {"tagged": 1, "pull": 1}
    )
    assert host.value(number) == 2


def test_other_pulls(host: Host) -> None:
    references = run(host, ["list"], [[], []], {"$": "module", "name": "builtins"}, pull=2)
    assert [entry[1]["$"] for entry in collect(host, references).values()] == ["ref", "ref"]
    silent = run(host, ["list"], [["ab"], ["c"]], {"$": "module", "name": "builtins"})
    number = host.new_id()
    target = {"$": "call", "id": silent[0]}
    host.batch({"op": "len", "on": target, "id": number, "pull": 1})
    assert host.value(number) == 2


def test_coroutines_overlap(host: Host) -> None:
    host.exec("""
import asyncio
gate = None
async def pass_gate(number):
    global gate
    if gate is None:
        gate = asyncio.Event()
    if number == 1:
        gate.set()
    await gate.wait()
    return number
""")
    ids = run(host, ["pass_gate"], [[0], [1]], pull=1)
    assert collect(host, ids) == {ids[0]: [0, 0], ids[1]: [0, 1]}


def test_a_submodule_is_imported(host: Host) -> None:
    ids = run(
        host,
        ["dom", "minidom", "Node", "__name__", "upper"],
        [[], []],
        {"$": "module", "name": "xml"},
        pull=1,
    )
    assert collect(host, ids) == {ids[0]: [0, "NODE"], ids[1]: [0, "NODE"]}


def test_a_call_that_is_still_to_come_can_be_cancelled(host: Host) -> None:
    host.exec("""
import threading
go = threading.Event()
performed = []
def work(number):
    performed.append(number)
    number or go.wait(30)
    return number
""")
    ids = run(host, ["work"], [[0], [1], [2]], pull=1)
    host.wait_busy()
    host.send({"t": "cancel", "id": ids[1]})
    host.send({"t": "cancel", "id": ids[0]})
    results = collect(host, ids)
    assert results[ids[0]][0] == 2
    assert results[ids[1]] == [3]
    assert results[ids[2]] == [0, 2]
    assert host.eval("performed") == [0, 2]


def test_a_release_waits_for_the_run_before_it(host: Host) -> None:
    reference = host.new_id()
    host.batch({"op": "eval", "id": reference, "code": "[3, 1, 2]", "pull": 2})
    target = host.value(reference)
    ids = run(host, ["count"], [[1], [2], [9]], {"$": "ref", "id": target["id"]}, pull=1)
    host.send({"t": "release", "refs": [[target["id"], 1]], "calls": [reference]})
    assert [entry[1] for entry in collect(host, ids).values()] == [1, 1, 0]


def test_results_leave_while_the_run_goes_on(host: Host) -> None:
    host.exec("import threading\ngo = threading.Event()\ndef work(n):\n    n and go.wait(30)\n    return n")
    ids = run(host, ["work"], [[0], [1]], pull=1)
    first = host.wait_for("results")["r"]
    assert singles(first) == {ids[0]: [0, 0]}
    host.send({"t": "cancel", "id": ids[1]})
    assert collect(host, [ids[1]])[ids[1]][0] == 2


@pytest.mark.parametrize("rows", [None, [], [1], "ab", [[1], "ab"]])
def test_malformed_rows_end_the_worker(rows: Any) -> None:
    with Host() as host:
        host.batch({"op": "calls", "on": MAIN, "path": ["f"], "id": host.new_id(), "rows": rows, "pull": 1})
        assert host.wait_for("fatal")["phase"] == "protocol"
        with pytest.raises(EndOfOutput):
            host.receive()

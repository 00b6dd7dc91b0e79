"""Chains: operations that go on from each other's results, `f().g().h`, and travel as one operation.

Like the express lane, this performs what is simple in one go and hands the rest, as operations of their own,
to `Worker.perform`. The results in between stay under their ids, as those of single operations do.
"""

from __future__ import annotations

from types import CoroutineType, ModuleType

from .at_hand import MISSING, answer_plainly, target_at_hand
from .frames import HostGone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

#: What says how the result is sent. It belongs to the last step.
_OF_RESULT = ("pull", "options", "as")


def perform_chain(worker: Worker, op: dict[str, Any]) -> None:
    """Perform a chain, the first in the queue.

    It stays there, with how many of its steps have begun as `begun`, until its last begins: what looks at the
    queue must see that there is more to do.
    """
    target: Any = MISSING
    if op["op"] == "call" and not ("kwargs" in op or "tagged" in op):
        target = target_at_hand(worker, op["on"])
    if target is MISSING:
        _perform_singly(worker, op, 0)
        return
    # Nothing of what is performed here is tagged.
    op.pop("attachments", None)
    calls = worker.calls
    steps: list[list[Any]] = op["then"]
    last = len(steps)
    call: int = op["id"]
    index = 0
    step: Any = (op.get("path") or (), op.get("args") or ())
    while not worker.cancelled:
        op["begun"] = index + 1
        if index == last:
            worker.queue.popleft()
        found = False
        try:
            try:
                worker.running = call
                for name in step[0]:
                    target = getattr(target, name)
                found = True
                value = target(*step[1]) if len(step) == 2 else target
            finally:
                worker.running = None
        except HostGone:
            raise
        except BaseException as error:
            worker.running = None
            if not found and type(target) is ModuleType and isinstance(error, AttributeError):
                # It may be a submodule that is not imported yet.
                _perform_singly(worker, op, index)
                return
            worker.fail(_single(op, index), error, call, True)
            break
        if index == last:
            if op.get("pull") != 1 or not answer_plainly(worker, call, value):
                worker.finish(_single(op, index), value, True)
            return
        if type(value) is CoroutineType or worker.forked:
            worker.finish(_single(op, index), value, True)
            break
        calls[call] = target = value
        step = steps[index]
        index += 1
        call += 1
    else:
        index -= 1
    if index < last:
        _perform_singly(worker, op, index + 1)


def _perform_singly(worker: Worker, op: dict[str, Any], start: int) -> None:
    """Put the steps from this one on into the queue in place of the chain, each on its own."""
    last = len(op["then"])
    if op.get("begun", 0) <= last:
        worker.queue.popleft()
    worker.queue.extendleft(_single(op, index) for index in range(last, start - 1, -1))


def _single(op: dict[str, Any], index: int) -> dict[str, Any]:
    """One step of a chain as an operation of its own."""
    steps: list[list[Any]] = op["then"]
    if index == 0:
        single = {key: value for key, value in op.items() if key not in _OF_RESULT}
        del single["then"]
        single.pop("begun", None)
        return single
    call = op["id"] + index
    path, *given = steps[index - 1]
    single = {"op": "call" if given else "get", "id": call, "on": {"$": "call", "id": call - 1}, "path": path}
    if given:
        single["args"] = given[0]
    if index == len(steps):
        single.update((key, op[key]) for key in _OF_RESULT if key in op)
    return single

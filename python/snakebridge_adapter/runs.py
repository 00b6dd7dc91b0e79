"""Runs: calls of one function with plain arguments, which travel as one operation."""

from __future__ import annotations

import sys
from time import monotonic
from types import ModuleType

from .at_hand import MISSING, SHORT, target_at_hand
from .frames import HostGone
from .output import FLUSH_SECONDS
from .values.plain import MAX_SAFE
from .values.surrogates import is_joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

_BOOL_OR_NONE = frozenset((bool, type(None)))


def perform_run(worker: Worker, op: dict[str, Any]) -> None:
    """Perform a run of calls, the first in the queue.

    It stays there, with how many of its calls have begun as `begun`, until its last begins: what looks at the
    queue must see that there is more to do.
    """
    queue = worker.queue
    rows: list[list[Any]] = op["rows"]
    if op.get("pull") != 1 or "options" in op or len(rows) < 2:
        _unroll(worker, op)
        return
    output = worker.output
    calls = worker.calls
    path: list[str] = op.get("path") or []
    on: dict[str, Any] = op["on"]
    modules = sys.modules
    module = on.get("name")
    last = len(rows) - 1
    base: Any = MISSING
    values = output.begin_run(op["id"])
    for index, args in enumerate(rows):
        call: int = op["id"] + index
        op["begun"] = index + 1
        if index == last:
            queue.popleft()
        if base is MISSING or (module is not None and modules.get(module) is not base):
            base = target_at_hand(worker, on)
        if base is MISSING or worker.cancelled:
            output.end_run()
            worker.perform(_single(op, index))
            output.begin_run(call + 1)
            continue
        found = False
        target = base
        try:
            try:
                worker.running = call
                for name in path:
                    target = getattr(target, name)
                found = True
                value = target(*args)
            finally:
                worker.running = None
        except HostGone:
            raise
        except BaseException as error:
            worker.running = None
            output.end_run()
            if not found and type(target) is ModuleType and isinstance(error, AttributeError):
                # It may be a submodule that is not imported yet.
                worker.perform(_single(op, index))
            else:
                worker.fail(_single(op, index), error, call, True)
            output.begin_run(call + 1)
            continue
        cls: Any = type(value)
        if (
            (cls is int and -MAX_SAFE <= value <= MAX_SAFE)
            or (cls is str and len(value) < SHORT and (value.isascii() or not is_joined(value)))
            or (cls is float and value - value == 0.0 and not value.is_integer())
            or (cls in _BOOL_OR_NONE and "as" not in op)
        ):
            calls[call] = value
            values.append(value)
        else:
            output.end_run()
            worker.finish(_single(op, index), value, True)
            output.begin_run(call + 1)
        if monotonic() - output.last_flush > FLUSH_SECONDS:
            output.flush()
            output.last_flush = monotonic()
    output.end_run()


def _unroll(worker: Worker, op: dict[str, Any]) -> None:
    """Put the calls of a run into the queue in its place."""
    singles = [_single(op, index) for index in range(len(op["rows"]))]
    worker.queue.popleft()
    worker.queue.extendleft(reversed(singles))


def _single(op: dict[str, Any], index: int) -> dict[str, Any]:
    """One call of a run as an operation of its own."""
    single = {**op, "op": "call", "id": op["id"] + index, "args": op["rows"][index]}
    del single["rows"]
    single.pop("begun", None)
    return single

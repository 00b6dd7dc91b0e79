"""The express lane: plain calls, one behind the other, with as little Python around each as possible.

A call with plain arguments on a module, a reference or an earlier result is what programs do most, often by
the thousand. `perform_queued` does those in one loop, and hands everything that is not so simple to
`Worker.perform`, which defines what an operation means; whatever this file does, it does the same.
"""

from __future__ import annotations

import sys
from time import monotonic
from types import ModuleType

from .frames import HostGone
from .jsontext import quote
from .objects import Failed, Unfinished
from .output import FLUSH_SECONDS
from .values.plain import MAX_SAFE
from .values.surrogates import is_joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

_SPECIAL = (Failed, Unfinished)
_MISSING: Any = object()
_BOOL_OR_NONE = frozenset((bool, type(None)))
#: Longer text takes the ordinary way, which watches how much is gathered.
_SHORT = 1 << 16


def perform_queued(worker: Worker) -> None:
    """Perform what is queued for the main thread, in order."""
    queue = worker.queue
    output = worker.output
    # Results may wait for company from now on, not from when the worker last had something to say.
    output.last_flush = monotonic()
    while queue:
        op = queue[0]
        if "rows" in op:
            _perform_run(worker, op)
            continue
        queue.popleft()
        if "op" not in op:
            worker.control(op)
            continue
        if not (op["op"] == "call" and _plain_call(worker, op)):
            worker.perform(op)
        if queue and monotonic() - output.last_flush > FLUSH_SECONDS:
            output.flush()
            output.last_flush = monotonic()


def _plain_call(worker: Worker, op: dict[str, Any]) -> bool:
    """Perform a call if it is a simple one. False when nothing was done."""
    if "tagged" in op or "options" in op or "deferred" in op or worker.cancelled:
        return False
    target = _target(worker, op["on"])
    if target is _MISSING:
        return False
    call: int = op["id"]
    args = op.get("args") or ()
    kwargs = op.get("kwargs")
    found = False
    try:
        try:
            worker.running = call
            for name in op.get("path") or ():
                target = getattr(target, name)
            found = True
            value = target(*args, **kwargs) if kwargs else target(*args)
        finally:
            worker.running = None
    except HostGone:
        raise
    except BaseException as error:
        worker.running = None
        if not found and type(target) is ModuleType and isinstance(error, AttributeError):
            # It may be a submodule that is not imported yet.
            return False
        worker.fail(op, error, call, True)
        return True
    if op.get("pull") != 1:
        worker.finish(op, value, True)
        return True
    cls: Any = type(value)
    if cls is int and -MAX_SAFE <= value <= MAX_SAFE:
        text = f"[{call},0,{value}]"
    elif cls is str and len(value) < _SHORT and (value.isascii() or not is_joined(value)):
        text = f"[{call},0,{quote(value)}]"
    elif cls is float and value - value == 0.0 and not value.is_integer():
        text = f"[{call},0,{value!r}]"
    else:
        worker.finish(op, value, True)
        return True
    worker.calls[call] = value
    worker.output.results.append(text)
    return True


def _perform_run(worker: Worker, op: dict[str, Any]) -> None:
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
    base: Any = _MISSING
    values = output.begin_run(op["id"])
    for index, args in enumerate(rows):
        call: int = op["id"] + index
        op["begun"] = index + 1
        if index == last:
            queue.popleft()
        if base is _MISSING or (module is not None and modules.get(module) is not base):
            base = _target(worker, on)
        if base is _MISSING or worker.cancelled:
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
            or (cls is str and len(value) < _SHORT and (value.isascii() or not is_joined(value)))
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


def _target(worker: Worker, on: Any) -> Any:
    """What `on` names, if that is at hand; else `_MISSING`."""
    if type(on) is not dict or "path" in on:
        return _MISSING
    kind = on.get("$")
    if kind == "module":
        return worker.module_at_hand(on["name"], _MISSING)
    if kind == "ref":
        return worker.objects.find(on["id"], _MISSING)
    if kind == "call":
        target = worker.calls.get(on["id"], _MISSING)
        return _MISSING if isinstance(target, _SPECIAL) else target
    return _MISSING

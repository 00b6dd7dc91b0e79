"""The express lane: plain calls, one behind the other, with as little Python around each as possible.

A call with plain arguments on a module, a reference or an earlier result is what programs do most, often by
the thousand. `perform_queued` does those in one loop, and hands everything that is not so simple to
`Worker.perform`, which defines what an operation means; whatever this file does, it does the same.
"""

from __future__ import annotations

from time import monotonic
from types import ModuleType

from .frames import HostGone
from .jsontext import quote
from .objects import Failed, Unfinished
from .output import FLUSH_SECONDS
from .values.plain import MAX_SAFE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

_SPECIAL = (Failed, Unfinished)
_MISSING: Any = object()


def perform_queued(worker: Worker) -> None:
    """Perform what is queued for the main thread, in order."""
    queue = worker.queue
    output = worker.output
    # Results may wait for company from now on, not from when the worker last had something to say.
    output.last_flush = monotonic()
    while queue:
        op = queue.popleft()
        if "op" not in op:
            worker.control(op)
            continue
        if not (op["op"] == "call" and _plain_call(worker, op)):
            worker.perform(op)
        if monotonic() - output.last_flush > FLUSH_SECONDS:
            output.flush()


def _plain_call(worker: Worker, op: dict[str, Any]) -> bool:
    """Perform a call if it is a simple one. False when nothing was done."""
    if "tagged" in op or "options" in op or "deferred" in op or worker.cancelled:
        return False
    target = _target(worker, op)
    if target is _MISSING:
        return False
    call: int = op["id"]
    args = op.get("args") or ()
    kwargs = op.get("kwargs")
    path = op.get("path") or ()
    found = False
    try:
        try:
            worker.running = call
            for name in path:
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
    pull = op.get("pull")
    cls: Any = type(value)
    if not pull or pull == 2 or pull == 4:
        worker.finish(op, value, True)
    elif cls is int and -MAX_SAFE <= value <= MAX_SAFE:
        worker.calls[call] = value
        worker.output.results.append(f"[{call},0,{value}]")
    elif cls is str:
        worker.calls[call] = value
        worker.output.results.append(f"[{call},0,{quote(value)}]")
    elif cls is float and value - value == 0.0 and not value.is_integer():
        worker.calls[call] = value
        worker.output.results.append(f"[{call},0,{value!r}]")
    else:
        worker.finish(op, value, True)
    return True


def _target(worker: Worker, op: dict[str, Any]) -> Any:
    """What `on` names, if that is at hand; else `_MISSING`."""
    on = op["on"]
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

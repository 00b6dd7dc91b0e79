"""The express lane: plain calls, one behind the other, with as little Python around each as possible.

A call with plain arguments on a module, a reference or an earlier result is what programs do most, often by
the thousand. `perform_queued` does those in one loop, and hands everything that is not so simple to
`Worker.perform`, which defines what an operation means; whatever this file, `runs` and `chains` do, they do
the same.

The step itself, a walk along the path and the call with `running` set around it, stands in all three: as one
function it took 15 to 20 ns more of each call, about a seventh of what the step costs.
"""

from __future__ import annotations

from time import monotonic
from types import ModuleType

from .at_hand import MISSING, answer_plainly, target_at_hand
from .chains import perform_chain
from .frames import HostGone
from .output import FLUSH_SECONDS
from .runs import perform_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker


def perform_queued(worker: Worker) -> None:
    """Perform what is queued for the main thread, in order."""
    queue = worker.queue
    output = worker.output
    # Results may wait for company from now on, not from when the worker last had something to say.
    output.last_flush = monotonic()
    while queue:
        op = queue[0]
        if "rows" in op:
            perform_run(worker, op)
            continue
        if "then" in op:
            perform_chain(worker, op)
        else:
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
    target = target_at_hand(worker, op["on"])
    if target is MISSING:
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
    if op.get("pull") != 1 or not answer_plainly(worker, call, value):
        worker.finish(op, value, True)
    return True

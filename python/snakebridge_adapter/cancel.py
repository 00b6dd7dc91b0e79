"""Cancelling an operation: in the queue, as a task, or in the middle of the user's code."""

from __future__ import annotations

from _signal import SIGINT, signal
from _thread import get_ident

from .frames import HostGone
from .objects import UNFINISHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .worker import Worker


def install(worker: Worker) -> None:
    """Make SIGINT raise `KeyboardInterrupt` exactly in operations that the host cancelled.

    A terminal's Ctrl+C reaches every process in it; the host decides what it means, so the worker ignores it.
    """

    def interrupt(_: int, __: FrameType | None) -> None:
        running = worker.running
        if running is None:
            return
        if worker.host_gone:
            worker.running = None
            raise HostGone
        if running in worker.interrupted:
            worker.interrupted.discard(running)
            raise KeyboardInterrupt

    signal(SIGINT, interrupt)


def cancel(worker: Worker, call: int) -> None:
    """Cancel the operation with this id, wherever it is. Does nothing when it is over."""
    entry: Any = worker.calls.get(call)
    if type(entry) in UNFINISHED:
        entry.cancel()
        return
    callbacks = worker.current_callbacks
    if any(_holds(op, call) for op in [*worker.queue]) or (
        callbacks is not None and callbacks.is_nested(call)
    ):
        worker.cancelled.add(call)
    if worker.running == call or (callbacks is not None and callbacks.is_suspended(call)):
        worker.interrupted.add(call)
        interrupt_main(worker)


def _holds(op: dict[str, Any], call: int) -> bool:
    """Whether a queued operation is this call, or a run or a chain in which it is still to come."""
    if "rows" in op:
        count = len(op["rows"])
    elif "then" in op:
        count = len(op["then"]) + 1
    else:
        return op.get("id") == call
    first: int = op["id"]
    return first + op.get("begun", 0) <= call < first + count


def interrupt_main(worker: Worker) -> None:
    """Make the main thread run the SIGINT handler, out of a system call if need be."""
    worker.inbox.wake()
    if get_ident() == worker.main_thread:
        return
    try:
        from _signal import pthread_kill
    except ImportError:
        from _thread import interrupt_main

        interrupt_main()
        return
    pthread_kill(worker.main_thread, SIGINT)

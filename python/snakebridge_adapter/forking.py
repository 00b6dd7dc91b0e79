"""A forked child of a worker is the user's process, not a worker: it must not touch the wire."""

from __future__ import annotations

import os
from _signal import SIGINT, default_int_handler, signal
from _thread import RLock, allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .worker import Worker


def guard(worker: Worker) -> None:
    """From now on, forked children lose their ends of the pipes."""
    if not hasattr(os, "register_at_fork"):
        return

    def in_child() -> None:
        worker.forked = True
        worker.host_gone = True
        # Another thread of the parent may have held these.
        worker.output.writer.lock = allocate_lock()
        worker.output.renew_lock(RLock())
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (worker.inbox.reader.descriptor, worker.output.writer.descriptor):
            os.dup2(nothing, descriptor, inheritable=False)
        os.close(nothing)
        signal(SIGINT, default_int_handler)

    os.register_at_fork(after_in_child=in_child)


def leave(worker: Worker) -> None:
    """What a child does that comes back from the operation in which it was made: nothing more."""
    if worker.forked:
        os._exit(0)

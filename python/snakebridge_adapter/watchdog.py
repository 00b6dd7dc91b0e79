"""The watchdog: reads and flushes while the main thread is inside a long operation.

A thread that always reads costs every call two switches between threads. So the main thread reads for itself,
and this thread only looks, tick by tick and only while there is work, whether the main thread has been away
too long.
"""

from __future__ import annotations

import os
from _thread import _count as count_threads  # pyright: ignore[reportPrivateUsage]
from _thread import allocate_lock, get_ident, start_new_thread
from time import sleep

from .frames import HostGone, ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .worker import Worker

TICK_SECONDS = 0.01
#: How long a tick may grow while one short operation follows the other. With 64 busy workers on a few
#: processors, waking up took as much as working.
LONG_TICK_SECONDS = 0.03
#: After so many ticks without work this thread sleeps until there is some. To be got up by each call costs
#: more.
IDLE_TICKS = 4
#: How long user code may take to end by itself after its host is gone.
GRACE_SECONDS = 1.0
#: How long the main thread waits, when it ends, for this one.
STOP_SECONDS = 0.5
_CAN_SELECT = os.name != "nt"


def start(worker: Worker) -> None:
    worker.inbox.over.acquire()
    start_new_thread(_run if _CAN_SELECT else _read_always, (worker,))


def stop(worker: Worker) -> None:
    """On the main thread: end the watchdog, for a thread must not run while the interpreter exits."""
    inbox = worker.inbox
    if not _CAN_SELECT or get_ident() != worker.main_thread:
        return
    threads = count_threads()
    inbox.ring_watchdog()
    if inbox.over.acquire(True, STOP_SECONDS):
        for _ in range(100):
            if count_threads() < threads:
                break
            sleep(0.0001)


def _run(worker: Worker) -> None:
    try:
        _watch(worker)
    finally:
        worker.inbox.over.release()


def _watch(worker: Worker) -> None:
    inbox = worker.inbox
    bell = allocate_lock()
    bell.acquire()
    seen = -1
    tick = TICK_SECONDS
    idle = 0
    while not worker.closed:
        if seen != inbox.visits:
            idle = 0
            tick = min(2 * tick, LONG_TICK_SECONDS)
        elif inbox.at_rest:
            idle += 1
            _attach_lifeline(worker)
        if idle == IDLE_TICKS:
            # Sleep until the main thread comes back from its read.
            inbox.watchdog = bell
            if inbox.at_rest and not worker.closed:
                bell.acquire()
            inbox.watchdog = None
            bell.acquire(False)
            idle = 0
            tick = TICK_SECONDS
        seen = inbox.visits
        bell.acquire(True, tick)
        if not worker.closed and not inbox.at_rest and seen == inbox.visits and inbox.role.acquire(False):
            _stand_in(worker)
            tick = TICK_SECONDS


def _stand_in(worker: Worker) -> None:
    """Read in place of the main thread until it is idle, holding the reader's role."""
    from select import select

    from .cancel import interrupt_main

    inbox = worker.inbox
    descriptor = inbox.reader.descriptor
    _attach_lifeline(worker)
    try:
        while not worker.closed:
            _flush(worker)
            if inbox.at_rest:
                break
            if not inbox.reader.pending() and not select([descriptor], [], [], TICK_SECONDS)[0]:
                if worker.running in worker.interrupted:
                    # A signal that comes right before a system call blocks does not break it: say it again.
                    interrupt_main(worker)
                continue
            inbox.sort(inbox.reader.read())
            if worker.host_gone:
                _leave(worker)
                return
            if inbox.at_rest:
                break
    except ProtocolError as error:
        inbox.protocol_failed(error)
        os._exit(70)
    except HostGone:
        worker.host_gone = True
        _leave(worker)
    finally:
        inbox.role.release()
        inbox.wake()


def _attach_lifeline(worker: Worker) -> None:
    """In the first idle moment, or when an operation turns out to be long."""
    if worker.lifeline is not None and not worker.forked:
        from .lifeline import attach

        descriptor, worker.lifeline = worker.lifeline, None
        attach(descriptor)


def _read_always(worker: Worker) -> None:
    """Where `select` takes no pipes: read, and let the main thread work."""
    inbox = worker.inbox
    inbox.role.acquire()
    try:
        while not worker.host_gone:
            inbox.sort(inbox.reader.read())
            inbox.wake()
        _leave(worker)
    except ProtocolError as error:
        inbox.protocol_failed(error)
        os._exit(70)


def _flush(worker: Worker) -> None:
    worker.output.try_flush()
    if worker.current_streams is not None:
        worker.current_streams.flush()


def _leave(worker: Worker) -> None:
    """The host is gone: unwind the user's code if it lets itself be interrupted, and exit in any case."""
    from .cancel import interrupt_main

    interrupt_main(worker)
    if worker.current_callbacks is not None:
        worker.current_callbacks.host_gone()
    for _ in range(100):
        if worker.closed:
            return
        sleep(GRACE_SECONDS / 100)
        interrupt_main(worker)
    os._exit(1)

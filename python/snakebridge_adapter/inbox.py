"""Frames from the host: which thread reads them, and where each goes.

The main thread reads while it is idle. When it has been away for a tick, the watchdog takes the role of the
reader and keeps it until the main thread is idle again. Whoever reads also sorts: what can't wait is answered
at once, the rest is queued in the order of its arrival.
"""

from __future__ import annotations

import os
from _thread import allocate_lock, get_ident
from time import monotonic

from .frames import FrameReader, HostGone, ProtocolError
from .short_wait import ShortWait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker


_DICT = frozenset((dict,))
_LIST = frozenset((list,))


def _check_run(op: dict[str, Any]) -> None:
    rows = op["rows"]
    if type(rows) is not list or not rows or not _LIST.issuperset(map(type, rows)) or "parent" in op:
        raise TypeError("a run of calls has arrays of arguments, and no parent")
    if type(op["id"]) is not int:
        raise TypeError("a run of calls has the id of the first")


def _check_chain(op: dict[str, Any]) -> None:
    steps = op["then"]
    if type(steps) is not list or not steps or not _LIST.issuperset(map(type, steps)) or [] in steps:
        raise TypeError("a chain has arrays as its further steps")
    if "parent" in op or type(op["id"]) is not int:
        raise TypeError("a chain has the id of the first, and no parent")


class Inbox:
    """The reading side of a worker."""

    def __init__(self, worker: Worker, reader: FrameReader) -> None:
        self.worker = worker
        self.reader = reader
        #: Held by the thread that reads.
        self.role = allocate_lock()
        #: Binary semaphore: released to make the main thread look again when it waits without reading.
        self.attention = allocate_lock()
        self.attention.acquire()
        #: The last operation that has come.
        self.last = 0
        #: How often the main thread came back from reading, and whether it waits now. The watchdog looks at
        #: both.
        self.visits = 0
        self.at_rest = False
        #: Released to get the watchdog up; None while it is awake or not started.
        self.watchdog: Any = None
        #: Held while the watchdog runs.
        self.over = allocate_lock()
        #: The ends of a pipe that breaks the main thread's read, once another thread may queue work for it.
        self._wake_read = -1
        self._wake_write = -1
        self._select: Any = None
        #: What the main thread waits for.
        self._descriptors = [reader.descriptor]
        #: Spares the main thread to sleep when the next frame is about to come.
        self.soon = ShortWait()

    def receive(self, block: bool = True) -> None:
        """On the main thread: take in one frame, or return when something else may have changed."""
        if not self.role.acquire(False):
            if block:
                self.at_rest = True
                self.attention.acquire()
                self._back()
            return
        try:
            soon = self.soon
            began = monotonic()
            if not self.reader.pending():
                if block and soon.worthwhile:
                    self.at_rest = True
                    soon.wait(self._descriptors)
                if (not block or self._wake_read >= 0) and not self._wait(block):
                    return
            self.at_rest = True
            frame = self.reader.read()
            soon.came(monotonic() - began)
            self.at_rest = False
            self.visits += 1
            if self.watchdog is not None:
                self.ring_watchdog()
            self.sort(frame)
        finally:
            self.role.release()

    def _back(self) -> None:
        """The main thread is back from its rest: the watchdog has something to watch again."""
        self.at_rest = False
        self.visits += 1
        if self.watchdog is not None:
            self.ring_watchdog()

    def ring_watchdog(self) -> None:
        """Get the watchdog up, if it sleeps."""
        watchdog, self.watchdog = self.watchdog, None
        if watchdog is not None:
            try:
                watchdog.release()
            except RuntimeError:
                # It was rung already.
                pass

    def _wait(self, block: bool) -> bool:
        """Wait for a frame or for `wake`. True when there is a frame."""
        if self._select is None:
            from select import select

            self._select = select
        self.at_rest = block
        ready = self._select(self._descriptors, [], [], None if block else 0)[0]
        self._back()
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        return self.reader.descriptor in ready

    def allow_wake(self) -> None:
        """From now on `wake` also breaks a read of the main thread."""
        if self._wake_read < 0 and os.name != "nt":
            from select import select

            self._wake_read, self._wake_write = os.pipe()
            os.set_blocking(self._wake_write, False)
            self._descriptors.append(self._wake_read)
            self.soon.changed()
            self._select = select

    def wake(self) -> None:
        """Make the main thread look at its queues again, from any thread."""
        try:
            self.attention.release()
        except RuntimeError:
            pass
        if self._wake_write >= 0:
            try:
                os.write(self._wake_write, b"w")
            except BlockingIOError:
                pass

    def sort(self, frame: tuple[Any, list[Any]] | None) -> None:
        """Take in one frame, on whichever thread read it."""
        worker = self.worker
        if frame is None:
            worker.host_gone = True
            return
        message, attachments = frame
        kind = message.get("t")
        try:
            if kind == "batch":
                self._sort_batch(message, attachments)
            elif kind == "release":
                self._in_order(message)
            elif kind == "callbackResult":
                worker.callbacks.settle(message, attachments)
            elif kind == "credit":
                if not worker.streams.credit(message["stream"], message["n"]):
                    worker.queue.append(message)
            elif kind == "streamClose":
                # Its `iter` may still be queued before it.
                if not worker.streams.close(message["stream"]):
                    worker.queue.append(message)
            elif kind == "cancel":
                from .cancel import cancel

                cancel(worker, message["id"])
            elif kind == "ping":
                from .state import state

                worker.output.send({"t": "pong", "n": message.get("n"), **state(worker)})
            elif kind == "describe":
                message["id"] = int(message["id"])
                worker.queue.append(message)
            elif kind == "close":
                worker.queue.append(message)
            elif kind == "init":
                raise ProtocolError("'init' must come first, and once")
            else:
                raise ProtocolError(f"unknown message {kind!r}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProtocolError(f"a malformed {kind!r} message: {type(error).__name__}: {error}") from None

    def _sort_batch(self, message: dict[str, Any], attachments: list[Any]) -> None:
        worker = self.worker
        ops = message["ops"]
        if type(ops) is not list or not _DICT.issuperset(map(type, ops)):
            raise TypeError("operations are objects in an array")
        for op in ops:
            if "rows" in op:
                _check_run(op)
            elif "then" in op:
                _check_chain(op)
        done = message.get("done")
        if done:
            if self._first_in_line():
                worker.calls.drop(done)
            else:
                worker.queue.append({"t": "release", "calls": done})
        if attachments:
            for op in ops:
                # The arguments of a run are plain.
                if "rows" not in op:
                    op["attachments"] = attachments
        if ops:
            op = ops[-1]
            self.last = op["id"] + len(op.get("rows") or "-") - 1 + len(op.get("then") or "")
        callbacks = worker.current_callbacks
        if callbacks is None:
            worker.queue.extend(ops)
        else:
            for op in ops:
                if not ("parent" in op and callbacks.nest(op)):
                    worker.queue.append(op)

    def _first_in_line(self) -> bool:
        """Whether nothing that was sent before is still to be performed."""
        worker = self.worker
        callbacks = worker.current_callbacks
        return (
            not worker.queue
            and get_ident() == worker.main_thread
            and (callbacks is None or not callbacks.has_nested())
        )

    def _in_order(self, message: dict[str, Any]) -> None:
        """Releases keep their place behind the operations that were sent before them."""
        if self._first_in_line():
            self.worker.control(message)
        else:
            self.worker.queue.append(message)

    def protocol_failed(self, error: ProtocolError) -> None:
        """Tell the host, if it can still be told, why this worker gives up."""
        described = {
            "type": "snakebridge_adapter.ProtocolError",
            "mro": ["snakebridge_adapter.ProtocolError", "Exception", "BaseException"],
            "message": str(error),
            "frames": [],
        }
        try:
            self.worker.output.send({"t": "fatal", "phase": "protocol", "e": described})
        except HostGone:
            pass

"""The worker: reads the host's frames, performs their operations in order, sends the results.

`docs/adapter.md` tells how the threads share this object.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock, get_ident
from collections import deque
from time import monotonic
from types import CoroutineType

from .frames import FrameReader, FrameWriter, HostGone, ProtocolError
from .objects import CallTable, Cancelled, Failed, ObjectTable, StepFailed, UnknownReference
from .operations import handler_of, import_module, walk
from .output import FLUSH_SECONDS, Output
from .values.conversion import ConversionError
from .values.decode import Decoding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .callbacks import Callbacks
    from .streams import Streams
    from .tasks import Tasks

PROTOCOL = 1
FROM_HOST = 3
TO_HOST = 4
EXIT_PROTOCOL = 70
EXIT_START = 71

_SIMPLE = frozenset((type(None), bool, int, float, str, bytes, list, dict, tuple))


class Waiting(Exception):
    """An operation depends on a task that has not finished."""

    def __init__(self, entry: Any) -> None:
        super().__init__()
        self.entry = entry


class Worker:
    """One worker process. Made once, by `main`."""

    def __init__(self, reader: FrameReader, writer: FrameWriter) -> None:
        self.reader = reader
        self.objects = ObjectTable()
        self.output = Output(writer, self.objects)
        self.calls = CallTable()
        #: Operations and ordered control messages for the main thread.
        self.queue: deque[dict[str, Any]] = deque()
        #: Ids of queued operations that the host cancelled.
        self.cancelled: set[int] = set()
        #: The call id of the operation that the main thread runs now.
        self.running: int | None = None
        self.main_thread = get_ident()
        #: Held by the thread that reads frames.
        self.reading = allocate_lock()
        #: Binary semaphore: released to make the main thread look again.
        self.attention = allocate_lock()
        self.attention.acquire()
        #: How often the main thread went to read, and whether it is there now. The watchdog watches both.
        self.reads = 0
        self.at_rest = False
        self.closing = False
        self.host_gone = False
        self._callbacks: Callbacks | None = None
        self._streams: Streams | None = None
        self._tasks: Tasks | None = None

    # Parts that most workers never need are loaded when first used.

    @property
    def callbacks(self) -> Callbacks:
        if self._callbacks is None:
            from .callbacks import Callbacks

            self._callbacks = Callbacks(self)
        return self._callbacks

    @property
    def streams(self) -> Streams:
        if self._streams is None:
            from .streams import Streams

            self._streams = Streams(self)
        return self._streams

    @property
    def tasks(self) -> Tasks:
        if self._tasks is None:
            from .tasks import Tasks

            self._tasks = Tasks(self)
        return self._tasks

    # What operations and decoding need.

    def decoding(self, op: dict[str, Any]) -> Decoding:
        return Decoding(self, op.get("attachments") or [])

    def decode(self, op: dict[str, Any], value: Any) -> Any:
        return self.decoding(op).value(value)

    def referenced(self, number: int) -> Any:
        return self.objects.get(number)

    def called(self, number: int, path: list[str] | None) -> Any:
        """The result of an earlier call, as an argument: of a coroutine call that is its task."""
        value = self._result(number)
        if type(value).__name__ == "PendingCall":
            if path:
                return walk(value.outcome(), path)
            return value.task
        return walk(value, path)

    def target_call(self, number: int, path: list[str] | None) -> Any:
        """The result of an earlier call, as a target: of a coroutine call that is what it returned."""
        value = self._result(number)
        if type(value).__name__ == "PendingCall":
            value = value.outcome()
        return walk(value, path)

    def _result(self, number: int) -> Any:
        try:
            value = self.calls[number]
        except KeyError:
            raise UnknownReference(f"the result of call {number} was released") from None
        if type(value) is Failed:
            raise StepFailed(value)
        return value

    def module(self, name: str, path: list[str] | None) -> Any:
        return walk(sys.modules.get(name) or import_module(name), path)

    def host_function(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.function(tag)

    def host_iterator(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.iterator(tag)

    def host_error(self, tag: dict[str, Any]) -> Any:
        return self.callbacks.error(tag)

    # Performing operations.

    def perform(self, op: dict[str, Any]) -> None:
        """Run one operation on the calling thread, keep its result and send what the host asked for."""
        call = op["id"]
        outer = self.running
        main = get_ident() == self.main_thread
        try:
            if self.cancelled and call in self.cancelled:
                self.cancelled.discard(call)
                raise Cancelled
            handler = handler_of(op.get("op"))
            try:
                if main:
                    self.running = call
                value = handler(self, op)
            finally:
                if main:
                    self.running = outer
        except Waiting as waiting:
            self.tasks.defer(waiting.entry, op)
            return
        except StepFailed as failed:
            self.fail(op, failed.failed.error, failed.failed.step, main)
            return
        except HostGone:
            raise
        except BaseException as error:
            self.running = outer if main else self.running
            self.fail(op, error, call, main)
            return
        self.finish(op, value, main)

    def finish(self, op: dict[str, Any], value: Any, main: bool) -> None:
        """Keep the value of an operation; start the task of a coroutine; send what the host asked for."""
        call = op["id"]
        pull = op.get("pull")
        if type(value) not in _SIMPLE:
            if type(value) is CoroutineType:
                if op["op"] != "coro":
                    self.tasks.start(op, value)
                    return
            elif pull == 1 and getattr(type(value), "__await__", None) is not None and op["op"] != "coro":
                self.tasks.start(op, value)
                return
        self.calls[call] = value
        if pull:
            self.answer(op, value, main)

    def answer(self, op: dict[str, Any], value: Any, main: bool) -> None:
        call = op["id"]
        try:
            if main:
                self.output.result(call, value, op["pull"], op.get("options"))
            else:
                self.output.result_now(call, value, op["pull"], op.get("options"))
        except HostGone:
            raise
        except ConversionError as error:
            if main:
                self.output.failure(call, error, call)
            else:
                self.output.failure_now(call, error, call)

    def fail(self, op: dict[str, Any], error: BaseException, step: int, main: bool) -> None:
        """Keep the failure of an operation and tell the host."""
        call = op["id"]
        self.calls[call] = Failed(error, step)
        if isinstance(error, Cancelled):
            self.output.cancelled(call)
        elif main:
            self.output.failure(call, error, step)
        else:
            self.output.failure_now(call, error, step)

    # The main thread.

    def run(self) -> None:
        """Perform what the host sends until it closes or is gone."""
        queue = self.queue
        output = self.output
        while not self.closing:
            while queue:
                op = queue.popleft()
                if "id" in op and "op" in op:
                    self.perform(op)
                    if monotonic() - output.last_flush > FLUSH_SECONDS:
                        output.flush()
                else:
                    self.control(op)
            if self._streams is not None and self._streams.active:
                self._streams.advance()
                self.receive(block=not self._streams.active)
                continue
            output.flush()
            if not self.closing:
                self.receive()
        output.flush()

    def receive(self, block: bool = True) -> None:
        """Read and sort at least one frame, or return when another thread did."""
        if not self.reading.acquire(blocking=False):
            if block:
                self.at_rest = True
                self.attention.acquire()
                self.at_rest = False
            return
        try:
            if not block and not self.reader.pending() and not self.readable():
                return
            self.at_rest = True
            frame = self.reader.read()
            self.at_rest = False
            self.reads += 1
            self.sort(frame)
        finally:
            self.at_rest = False
            self.reading.release()

    def readable(self, timeout: float = 0) -> bool:
        import select

        return bool(select.select([self.reader.descriptor], [], [], timeout)[0])

    def wake(self) -> None:
        """Make the main thread look at its queue again."""
        try:
            self.attention.release()
        except RuntimeError:
            pass

    def sort(self, frame: tuple[Any, list[Any]] | None) -> None:
        """Take in one frame, on whichever thread read it: answer what can't wait, queue the rest."""
        if frame is None:
            self.host_gone = True
            self.closing = True
            return
        message, attachments = frame
        kind = message.get("t")
        if kind == "batch":
            ops = message["ops"]
            if "done" in message:
                self._in_order({"t": "release", "calls": message["done"]})
            if attachments:
                for op in ops:
                    op["attachments"] = attachments
            if self._callbacks is None:
                self.queue.extend(ops)
            else:
                for op in ops:
                    if not (op.get("parent") and self._callbacks.nest(op)):
                        self.queue.append(op)
        elif kind == "release":
            self._in_order(message)
        elif kind == "callbackResult":
            self.callbacks.settle(message, attachments)
        elif kind == "credit":
            self.streams.credit(message["stream"], message["n"])
        elif kind == "streamClose":
            self.streams.close(message["stream"])
        elif kind == "cancel":
            from .cancel import cancel

            cancel(self, message["id"])
        elif kind == "ping":
            from .state import state

            self.output.send({"t": "pong", "n": message.get("n"), **state(self)})
        elif kind in ("describe", "close", "init"):
            self.queue.append(message)
        else:
            raise ProtocolError(f"unknown message {kind!r}")

    def _in_order(self, message: dict[str, Any]) -> None:
        """Releases keep their place behind the operations that were sent before them."""
        if self.queue or get_ident() != self.main_thread:
            self.queue.append(message)
        else:
            self.control(message)

    def control(self, message: dict[str, Any]) -> None:
        """Act on an ordered message that is no operation."""
        kind = message["t"]
        if kind == "release":
            self.calls.drop(message.get("calls") or ())
            self.objects.release(message.get("refs") or ())
        elif kind == "close":
            if self._tasks is not None:
                self._tasks.drain()
            self.closing = True
        elif kind == "describe":
            from .describing import describe

            describe(self, message)
        else:
            raise ProtocolError(f"{kind!r} must come first")


def main() -> None:
    """Run a worker on the inherited descriptors. Returns when the interpreter should exit."""
    from .start import hello, prepare, warm_up

    worker = Worker(FrameReader(FROM_HOST), FrameWriter(TO_HOST))
    try:
        hello(worker)
        frame = worker.reader.read()
        if frame is None:
            return
        init = frame[0]
        prepare(worker, init)
        if not warm_up(worker, init):
            worker.output.flush()
            sys.exit(EXIT_START)
        worker.run()
    except HostGone:
        pass
    except ProtocolError as error:
        try:
            worker.output.send(
                {
                    "t": "fatal",
                    "phase": "protocol",
                    "e": {"type": "snakebridge.ProtocolError", "mro": ["Exception"], "message": str(error), "frames": []},
                }
            )
        except HostGone:
            pass
        sys.exit(EXIT_PROTOCOL)

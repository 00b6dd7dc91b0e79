"""The worker: performs the host's operations in order and sends their results.

`docs/adapter.md` tells how the threads of a worker share this object.
"""

from __future__ import annotations

import sys
from _collections import deque
from _thread import get_ident
from types import CoroutineType

from .express import perform_queued
from .forking import leave
from .frames import FrameReader, FrameWriter, HostGone, ProtocolError
from .inbox import Inbox
from .names import Names
from .objects import Cancelled, Failed, StepFailed, Waiting
from .operations import HANDLERS
from .output import Output
from .values.encode import declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .callbacks import Callbacks
    from .streams import Streams
    from .tasks import Tasks

FROM_HOST = 3
TO_HOST = 4
EXIT_PROTOCOL = 70
EXIT_START = 71

#: Types of results that are certainly not awaitable.
_SIMPLE = frozenset((type(None), bool, int, float, str, bytes, list, dict, tuple))


def _awaited(cls: Any, pull: int | None) -> bool:
    """Whether a value of this class is awaited in Python: when the host wants its value, and it can be."""
    return (pull == 1 or pull == 3) and getattr(cls, "__await__", None) is not None


class Worker(Names):
    """One worker process. Made once, by `main`."""

    def __init__(self, reader: FrameReader, writer: FrameWriter) -> None:
        super().__init__()
        self.output = Output(writer, self.objects)
        #: Operations, and messages that keep their place among them, for the main thread.
        self.queue: deque[dict[str, Any]] = deque()
        #: Ids of queued operations that the host cancelled.
        self.cancelled: set[int] = set()
        #: Ids of running operations that the host cancelled.
        self.interrupted: set[int] = set()
        #: The call id of the user's code that the main thread runs now; None while it runs the adapter's.
        self.running: int | None = None
        self.main_thread = get_ident()
        self.inbox = Inbox(self, reader)
        self.closing = False
        self.host_gone = False
        #: A descriptor that ends with the host, to be attached.
        self.lifeline: int | None = None
        #: This is a forked child of the worker.
        self.forked = False
        #: The main thread performs nothing more.
        self.closed = False
        self.current_callbacks: Callbacks | None = None
        self.current_streams: Streams | None = None
        self.current_tasks: Tasks | None = None

    # Parts that most workers never need are loaded when first used.

    @property
    def callbacks(self) -> Callbacks:
        if self.current_callbacks is None:
            from .callbacks import Callbacks

            self.current_callbacks = Callbacks(self)
        return self.current_callbacks

    @property
    def streams(self) -> Streams:
        if self.current_streams is None:
            from .streams import Streams

            self.current_streams = Streams(self)
        return self.current_streams

    @property
    def tasks(self) -> Tasks:
        if self.current_tasks is None:
            from .tasks import Tasks

            self.current_tasks = Tasks(self)
        return self.current_tasks

    # Performing operations.

    def perform(self, op: dict[str, Any]) -> None:
        """Run one operation on the calling thread, keep its result and send what the host asked for."""
        if "deferred" in op:
            self.tasks.perform(op)
            return
        call = op["id"]
        main = get_ident() == self.main_thread
        outer = self.running if main else None
        try:
            if self.cancelled and call in self.cancelled:
                self.cancelled.discard(call)
                raise Cancelled
            handler = HANDLERS.get(op["op"])
            if handler is None:
                raise ValueError(f"unknown operation {op['op']!r}")
            if main:
                try:
                    self.running = call
                    value = handler(self, op)
                finally:
                    self.running = outer
            else:
                self.callbacks.enter_call(call)
                try:
                    value = handler(self, op)
                finally:
                    self.callbacks.leave_call()
        except Waiting as waiting:
            waiting.entry.defer(op)
            return
        except StepFailed as failed:
            self.fail(op, failed.failed.error, failed.failed.step, main)
            return
        except HostGone:
            raise
        except BaseException as error:
            leave(self)
            # An interrupt can strike between the end of the operation and the line that restores this.
            if main:
                self.running = outer
            self.fail(op, error, call, main)
            return
        self.finish(op, value, main)

    def finish(self, op: dict[str, Any], value: Any, main: bool) -> None:
        """Keep the value of an operation, or start its task; send what the host asked for."""
        if self.forked:
            leave(self)
        pull = op.get("pull")
        cls: Any = type(value)
        if cls not in _SIMPLE and op["op"] != "coro" and (cls is CoroutineType or _awaited(cls, pull)):
            self.tasks.start(op, value)
            return
        self.calls[op["id"]] = value
        if pull:
            self.answer(op, value, main)

    def answer(self, op: dict[str, Any], value: Any, main: bool) -> None:
        """Send the value of a pulled operation."""
        call = op["id"]
        if "as" in op and op["pull"] != 2:
            value = declared(value, op["as"])
        try:
            if main:
                self.output.result(call, value, op["pull"], op.get("options"))
            else:
                self.output.result_now(call, value, op["pull"], op.get("options"))
        except HostGone:
            raise
        except BaseException as error:
            # It has no form; or the user's code, by which its form is found, raised: a codec, a property.
            leave(self)
            from .errors import forget_own_frames

            forget_own_frames(error)
            self.tell_failure(op, error, call, main)

    def fail(self, op: dict[str, Any], error: BaseException, step: int, main: bool) -> None:
        """Keep the failure of an operation and tell the host."""
        # Kept errors keep their frames: those of ours must not keep what a whole batch has attached.
        from .errors import forget_own_frames

        op.pop("attachments", None)
        forget_own_frames(error)
        self.calls[op["id"]] = Failed(error, step)
        self.tell_failure(op, error, step, main)

    def tell_failure(self, op: dict[str, Any], error: BaseException, step: int, main: bool) -> None:
        call = op["id"]
        if isinstance(error, Cancelled):
            self.output.cancelled(call)
            if not main:
                self.output.flush()
        elif main:
            self.output.failure(call, error, step)
        else:
            self.output.failure_now(call, error, step)

    # The main thread.

    def run(self) -> None:
        """Perform what the host sends until it closes or is gone."""
        queue = self.queue
        output = self.output
        inbox = self.inbox
        while not self.host_gone:
            perform_queued(self)
            streams = self.current_streams
            if streams is not None and streams.active:
                streams.advance()
                output.flush()
                inbox.receive(block=not streams.active and not queue)
                continue
            output.flush()
            if self.closing and not (self.current_tasks is not None and self.current_tasks.unfinished):
                return
            inbox.receive()

    def control(self, message: dict[str, Any]) -> None:
        """Act on an ordered message that is no operation."""
        kind = message["t"]
        if kind == "release":
            self.calls.drop(message.get("calls") or ())
            self.objects.release(message.get("refs") or ())
        elif kind == "credit":
            self.streams.credit(message["stream"], message["n"], early=True)
        elif kind == "streamClose":
            self.streams.close(message["stream"], early=True)
        elif kind == "close":
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
    status = 0
    try:
        hello(worker)
        frame = worker.inbox.reader.read()
        if frame is not None:
            prepare(worker, frame[0])
            if warm_up(worker, frame[0]):
                worker.run()
            else:
                status = EXIT_START
    except HostGone:
        pass
    except ProtocolError as error:
        worker.inbox.protocol_failed(error)
        status = EXIT_PROTOCOL
    except Exception as error:
        # User code's errors are results. What comes here was no operation, or is a fault of the adapter's.
        from traceback import format_exception

        text = "".join(format_exception(type(error), error, error.__traceback__))
        reason = f"a malformed operation, or a fault of the adapter:\n{text}"
        worker.inbox.protocol_failed(ProtocolError(reason))
        status = EXIT_PROTOCOL
    worker.closed = True
    from .ending import end

    end(worker)
    sys.exit(status)

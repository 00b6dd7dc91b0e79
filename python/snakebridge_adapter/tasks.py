"""Coroutines: an event loop on a thread of its own, and the operations that wait for what it brings."""

from __future__ import annotations

import asyncio
import inspect
import threading
from contextvars import ContextVar

from .frames import HostGone
from .objects import UNFINISHED, Failed, StepFailed, Unfinished

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

#: The operation that a task belongs to, for calls to the host that it makes.
_current: ContextVar[int | None] = ContextVar("snakebridge_call", default=None)


class Pending(Unfinished):
    """An operation that waits for another, or for a task."""

    def __init__(self, tasks: Tasks, op: dict[str, Any]) -> None:
        self.tasks = tasks
        self.op = op
        self.settled = False
        self.cancelled = False
        self.waiting: list[dict[str, Any]] = []
        #: What the operation came to: a value, `Failed`, or what it waits for now.
        self.outcome: Any = None

    def target(self) -> Any:
        if not self.settled:
            return super().target()
        if type(self.outcome) is Failed:
            raise StepFailed(self.outcome)
        return self.outcome.target() if type(self.outcome) in UNFINISHED else self.outcome

    def argument(self) -> Any:
        if not self.settled:
            return super().argument()
        if type(self.outcome) is Failed:
            raise StepFailed(self.outcome)
        return self.outcome.argument() if type(self.outcome) in UNFINISHED else self.outcome

    def defer(self, op: dict[str, Any]) -> None:
        hold(self.tasks.worker, op)
        entry = Pending(self.tasks, op)
        self.tasks.worker.calls[op["id"]] = entry
        self.tasks.unfinished += 1
        with self.tasks.lock:
            if not self.settled:
                self.waiting.append(op)
                return
        self.tasks.resume(op)

    def cancel(self) -> None:
        self.cancelled = True
        self.tasks.worker.cancelled.add(self.op["id"])

    def settle(self) -> None:
        """Resume what waits for this."""
        with self.tasks.lock:
            if self.settled:
                return
            self.settled = True
            waiting, self.waiting = self.waiting, []
        for op in waiting:
            self.tasks.resume(op)


#: The fields of an operation that hold encoded values.
_VALUES = ("on", "args", "kwargs", "key", "value", "other", "names", "send", "throw", "error")


def hold(worker: Worker, op: dict[str, Any]) -> None:
    """Keep what an operation names until it runs: the host may release it meanwhile."""

    def held(value: Any) -> Any:
        if type(value) is list:
            return [held(item) for item in value]
        if type(value) is not dict:
            return value
        kind = value.get("$")
        if kind == "ref":
            found = worker.objects.find(value["id"], hold)
        elif kind == "call":
            found = worker.calls.get(value["id"], hold)
        else:
            return {key: held(item) for key, item in value.items()}
        if found is hold or type(found) is Failed:
            return value
        return {"$": "held", "value": found, "path": value.get("path")}

    for name in _VALUES:
        if name in op and (op.get("tagged") or name not in ("args", "kwargs")):
            op[name] = held(op[name])


class Running(Pending):
    """A coroutine that runs as a task.

    It stays the call's result: as an argument it is the task, even when done.
    """

    def __init__(self, tasks: Tasks, op: dict[str, Any]) -> None:
        super().__init__(tasks, op)
        self.task: asyncio.Task[Any] | None = None

    def argument(self) -> Any:
        if threading.get_ident() != self.tasks.thread_id:
            raise NeedsLoop(self.tasks)
        return self.task

    def cancel(self) -> None:
        def cancel() -> None:
            if self.task is not None:
                self.task.cancel()

        self.tasks.loop.call_soon_threadsafe(cancel)


class OnLoop(Pending):
    """An operation that the event loop's thread performs, for one of its arguments is a task."""

    def defer(self, op: dict[str, Any]) -> None:
        """Perform `op` on the loop: called when its argument turned out to be a task."""
        hold(self.tasks.worker, op)
        entry = Pending(self.tasks, op)
        self.tasks.worker.calls[op["id"]] = entry
        self.tasks.unfinished += 1
        self.tasks.loop.call_soon_threadsafe(self.tasks.perform, op)


def NeedsLoop(tasks: Tasks) -> BaseException:
    from .objects import Waiting

    return Waiting(OnLoop(tasks, {}))


class Tasks:
    """The event loop and what runs on it."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.lock = threading.Lock()
        #: Operations that were taken up and have no result yet.
        self.unfinished = 0
        self.loop = asyncio.new_event_loop()
        self.thread_id = 0
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self.loop)
            self.thread_id = threading.get_ident()
            started.set()
            while True:
                try:
                    self.loop.run_forever()
                    return
                except BaseException:
                    # asyncio lets SystemExit and KeyboardInterrupt of a task out of the loop; the task has
                    # them too.
                    continue

        threading.Thread(target=run, name="snakebridge-loop", daemon=True).start()
        started.wait()
        worker.inbox.allow_wake()

    def start(self, op: dict[str, Any], awaitable: Any) -> None:
        """Run a coroutine, or await what a pulled operation returned, as the task of that operation."""
        callbacks = self.worker.current_callbacks
        if (
            threading.get_ident() == self.thread_id
            and callbacks is not None
            and callbacks.holds_up(self.thread_id)
        ):
            close = getattr(awaitable, "close", None)
            if close is not None:
                close()
            error = RuntimeError("the event loop waits for this callback, so no coroutine can run in it")
            self.worker.fail(op, error, op["id"], False)
            return
        entry = Running(self, op)
        self.worker.calls[op["id"]] = entry
        self.unfinished += 1

        def create() -> None:
            _current.set(op["id"])
            task = self.loop.create_task(_as_coroutine(awaitable))
            entry.task = task
            task.add_done_callback(lambda task: self._done(entry, task))
            _current.set(None)

        self.loop.call_soon_threadsafe(create)

    def _done(self, entry: Running, task: asyncio.Task[Any]) -> None:
        op = entry.op
        worker = self.worker
        try:
            if task.cancelled():
                error: BaseException | None = asyncio.CancelledError()
            else:
                error = task.exception()
            if error is None:
                entry.outcome = task.result()
                if op.get("pull"):
                    worker.answer(op, entry.outcome, False)
            else:
                entry.outcome = Failed(error, op["id"])
                worker.tell_failure(op, error, op["id"], False)
        except HostGone:
            worker.host_gone = True
        finally:
            self.unfinished -= 1
            entry.settle()
            worker.inbox.wake()

    def resume(self, op: dict[str, Any]) -> None:
        """Queue an operation whose target is known now."""
        worker = self.worker
        op["deferred"] = 1
        callbacks = worker.current_callbacks
        if not ("parent" in op and callbacks is not None and callbacks.nest(op)):
            worker.queue.append(op)
        worker.inbox.wake()

    def perform(self, op: dict[str, Any]) -> None:
        """Perform an operation that waited, on the calling thread, and resume what waits for it in turn."""
        worker = self.worker
        op.pop("deferred", None)
        entry = worker.calls.get(op["id"])
        self.unfinished -= 1
        worker.perform(op)
        if isinstance(entry, Pending):
            following: Any = worker.calls.get(op["id"])
            entry.outcome = following
            if type(following) in UNFINISHED and following is not entry:
                # It became a task, or waits again: who waited for it waits for that.
                with self.lock:
                    waiting, entry.waiting = entry.waiting, []
                    entry.settled = True
                for later in waiting:
                    self.unfinished -= 1
                    following.defer(later)
            else:
                entry.settle()
            if entry.released:
                worker.calls.pop(op["id"], None)
        worker.inbox.wake()

    def current_call(self) -> int | None:
        return _current.get()


async def _as_coroutine(awaitable: Any) -> Any:
    return await awaitable


def mark_coroutine_function(function: Any) -> None:
    """Make `inspect.iscoroutinefunction` hold for a callable."""
    mark: Any = getattr(inspect, "markcoroutinefunction", None)
    if mark is not None:
        mark(function)
    else:
        function._is_coroutine = getattr(asyncio.coroutines, "_is_coroutine", None)

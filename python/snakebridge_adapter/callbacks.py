"""Calling the host, and the waiting for its answers."""

from __future__ import annotations

from _thread import allocate_lock, get_ident

from .frames import HostGone
from .jsontext import dumps
from .lent import Lent
from .values.decode import Decoding
from .values.encode import Encoding
from .waiter import Waiter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .worker import Worker


class Callbacks:
    """The calls to the host that wait for its answer, and what it lent to Python."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.lent = Lent(self)
        self.waiting: dict[int, Waiter] = {}
        #: The operation that a thread other than the main one performs, nested in one of its calls to the
        #: host.
        self._calls: dict[int, list[int]] = {}
        self._last = 0
        self._number_lock = allocate_lock()

    # Calls.

    def call(self, target: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call the host and wait, performing the operations that it makes meanwhile.

        Raises what it throws.
        """
        worker = self.worker
        if worker.forked:
            raise RuntimeError("a forked child of a worker can't call the host")
        main = get_ident() == worker.main_thread
        call = worker.running if main else self.current_call()
        # From here to the answer the adapter's code runs: an interrupt waits.
        if main:
            worker.running = None
        waiter: Waiter | None = None
        try:
            waiter = self._ask(target, args, kwargs, call, main)
            if main:
                self._wait_main(waiter)
            else:
                self._wait_elsewhere(waiter)
            return self._outcome(waiter)
        finally:
            if waiter is not None:
                self.waiting.pop(waiter.number, None)
                self._hand_back(waiter)
            if main:
                worker.running = call

    async def call_async(self, target: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call the host without holding up the event loop."""
        import asyncio

        loop = asyncio.get_running_loop()
        settled: asyncio.Future[None] = loop.create_future()

        def settle() -> None:
            if not settled.done():
                settled.set_result(None)

        waiter = self._ask(
            target, args, kwargs, self.current_call(), False, lambda: loop.call_soon_threadsafe(settle)
        )
        try:
            await settled
            return self._outcome(waiter)
        finally:
            self.waiting.pop(waiter.number, None)

    def _ask(
        self,
        target: dict[str, Any],
        args: list[Any],
        kwargs: dict[str, Any],
        call: int | None,
        main: bool,
        notify: Callable[[], object] | None = None,
    ) -> Waiter:
        worker = self.worker
        encoding = Encoding(worker.objects)
        given = encoding.arguments(args, kwargs)
        message: dict[str, Any] = {"t": "callback", **target}
        with self._number_lock:
            self._last += 1
            waiter = Waiter(self._last, call, main)
        waiter.notify = notify
        message["call"] = waiter.number
        message["parent"] = call
        message["thread"] = _thread_name(main)
        streams = worker.current_streams
        if main and streams is not None and call in streams.all:
            message["begun"] = self._begun()
        self.waiting[waiter.number] = waiter
        if streams is not None:
            # The host may wait for items that were yielded before this.
            streams.flush()
        if main:
            worker.output.flush()
        worker.output.writer.write(f"{dumps(message)[:-1]},{given}}}", encoding.attachments)
        return waiter

    def _wait_main(self, waiter: Waiter) -> None:
        worker = self.worker
        while True:
            if waiter.nested:
                worker.perform(waiter.nested.popleft())
                continue
            if waiter.answer is not None:
                return
            if worker.host_gone:
                raise HostGone
            if waiter.call in worker.interrupted:
                worker.interrupted.discard(waiter.call)
                raise KeyboardInterrupt
            overdue = self._overdue()
            if overdue is not None:
                worker.perform(overdue)
                continue
            streams = worker.current_streams
            if streams is not None and streams.active:
                # The host's function may read them.
                streams.advance()
                worker.output.flush()
                if not waiter.nested and waiter.answer is None:
                    worker.inbox.receive(block=not streams.active)
            else:
                worker.output.flush()
                worker.inbox.receive()
            self._release_in_order()

    def _begun(self) -> int:
        """Up to which operation the main thread has come, while it advances a stream between two of them."""
        waiting = [waiter for waiter in [*self.waiting.values()] if waiter.main]
        queue = waiting[-1].nested if waiting else self.worker.queue
        for op in [*queue]:
            if "op" in op:
                return op["id"] + op.get("begun", 0) - 1
        return self.worker.inbox.last

    def _overdue(self) -> dict[str, Any] | None:
        """An operation whose turn was before that of the running one, and which a task has held up until now.

        The host's function may wait for it: it must not come behind the operation that called the function.
        """
        calls = [
            waiter.call for waiter in [*self.waiting.values()] if waiter.main and waiter.call is not None
        ]
        if not calls:
            return None
        queue = self.worker.queue
        running = min(calls)
        for op in [*queue]:
            if "deferred" in op and op["id"] < running:
                queue.remove(op)
                return op
        return None

    def _wait_elsewhere(self, waiter: Waiter) -> None:
        while True:
            if waiter.nested:
                self.worker.perform(waiter.nested.popleft())
                continue
            if waiter.answer is not None:
                return
            if self.worker.host_gone or self.worker.closed:
                raise HostGone
            waiter.bell.acquire()

    def _release_in_order(self) -> None:
        """Releases that nothing stands before need not wait for the end of the operation."""
        queue = self.worker.queue
        while queue and queue[0].get("t") == "release" and not self.has_nested():
            self.worker.control(queue.popleft())

    def _outcome(self, waiter: Waiter) -> Any:
        assert waiter.answer is not None
        message, attachments = waiter.answer
        if "e" in message:
            error = Decoding(self.worker, attachments).value(message["e"])
            if isinstance(error, BaseException):
                raise error
            raise RuntimeError(f"the host threw {error!r}")
        value = message.get("v")
        return value if message.get("p") else Decoding(self.worker, attachments).value(value)

    def _hand_back(self, waiter: Waiter) -> None:
        """Operations that came too late to run nested run like any other."""
        while waiter.nested:
            self.worker.queue.append(waiter.nested.popleft())
            self.worker.inbox.wake()

    # What the reader of frames brings.

    def settle(self, message: dict[str, Any], attachments: list[Any]) -> None:
        """Hand an answer of the host to who waits for it."""
        waiter = self.waiting.get(message["call"])
        if waiter is None:
            return
        waiter.answer = (message, attachments)
        self._ring(waiter)

    def nest(self, op: dict[str, Any]) -> bool:
        """Hand an operation to the thread that waits for its parent. False when nobody does."""
        waiter = self.waiting.get(op["parent"])
        if waiter is None or waiter.notify is not None or waiter.answer is not None:
            return False
        waiter.nested.append(op)
        self._ring(waiter)
        return True

    def _ring(self, waiter: Waiter) -> None:
        if waiter.notify is not None:
            waiter.notify()
        elif not waiter.main:
            waiter.ring()
        elif get_ident() != self.worker.main_thread:
            self.worker.inbox.wake()

    # Which operation a thread is in.

    def enter_call(self, call: int) -> None:
        self._calls.setdefault(get_ident(), []).append(call)

    def leave_call(self) -> None:
        calls = self._calls[get_ident()]
        calls.pop()
        if not calls:
            del self._calls[get_ident()]

    def current_call(self) -> int | None:
        calls = self._calls.get(get_ident())
        if calls:
            return calls[-1]
        tasks = self.worker.current_tasks
        return tasks.current_call() if tasks is not None else None

    def has_nested(self) -> bool:
        """Whether operations wait that were made inside a call to the host."""
        return any(waiter.nested for waiter in [*self.waiting.values()])

    def is_nested(self, call: int) -> bool:
        return any(op.get("id") == call for waiter in [*self.waiting.values()] for op in [*waiter.nested])

    def is_suspended(self, call: int) -> bool:
        """Whether the main thread is in this operation, waiting for the host."""
        return any(waiter.call == call and waiter.main for waiter in [*self.waiting.values()])

    def holds_up(self, thread: int) -> bool:
        """Whether this thread is blocked in a call to the host."""
        return any(waiter.thread == thread and waiter.notify is None for waiter in [*self.waiting.values()])

    def host_gone(self) -> None:
        """Nobody will answer: let every waiting thread go."""
        for waiter in [*self.waiting.values()]:
            self._ring(waiter)


def _thread_name(main: bool) -> str:
    if main:
        return "MainThread"
    import threading

    return threading.current_thread().name

"""Streams: iterators whose items go to the host in batches, never more of them than it has asked for.

A synchronous iterator is advanced on the main thread between operations, an asynchronous one on the event loop.
"""

from __future__ import annotations

from _thread import allocate_lock, get_ident
from collections import deque
from time import monotonic

from .frames import HostGone

from .values.conversion import ConversionError
from .values.encode import Encoding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

BATCH_ITEMS = 1000
BATCH_BYTES = 256 * 1024
#: The main thread looks at its queue again after this long.
SLICE_SECONDS = 0.002
_SIZED = frozenset((str, bytes))


class Stream:
    """One running iteration."""

    def __init__(self, worker: Worker, number: int, iterator: Any, op: dict[str, Any]) -> None:
        self.worker = worker
        self.number = number
        self.iterator = iterator
        self.options: dict[str, Any] = op.get("options") or {}
        self.deep = op.get("pull") == 3
        self.eager = op.get("mode") == "step"
        #: The call that stands for this iteration: what a cancel or a callback names.
        self.call: int = op["id"]
        # Two counters with one writer each, for host and iterator are on different threads.
        self.granted: int = op.get("credit") or 0
        self.taken = 0
        self.closing = False
        self.ended = False
        self.sent = 0
        self._items: deque[Any] = deque()
        self._bytes = 0
        self._lock = allocate_lock()

    @property
    def wanted(self) -> bool:
        """Whether the host has asked for more items than it was given."""
        return self.granted > self.taken

    def add(self, item: Any) -> None:
        """Take an item that Python yielded; send the batch when it is due."""
        self.taken += 1
        self._items.append(item)
        self._bytes += len(item) if type(item) in _SIZED else 64
        if self.eager or not self.sent or len(self._items) >= BATCH_ITEMS or self._bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send the items that are waiting, on any thread."""
        if self._items:
            with self._lock:
                self._send({})

    def end(self, **fields: Any) -> None:
        """Send what is left and the end: `value`, or `error`."""
        self.ended = True
        with self._lock:
            self._send({"end": 1}, **fields)

    def _send(self, message: dict[str, Any], value: Any = None, error: BaseException | None = None) -> None:
        taken: list[Any] = []
        waiting = self._items
        while waiting:
            taken.append(waiting.popleft())
        self._bytes = 0
        self.sent += len(taken)
        encoding = Encoding(self.worker.objects)
        encoding.options = self.options
        encoding.deep = self.deep
        plain = 0
        items: list[Any] = []
        try:
            flag, items = encoding.values(taken)
            plain = 1 - flag
        except ConversionError as failure:
            # What could be encoded goes first; the stream ends with the error.
            encoding.attachments.clear()
            items = []
            error = error or failure
            message["end"] = 1
            self.ended = True
        if error is not None:
            plain = 0
            message["e"] = self.worker.output.error(error, encoding)
        elif value is not None:
            plain = 0
            items = list(items)
            message["value"] = encoding.value(value)
        frame: dict[str, Any] = {"t": "items", "stream": self.number, "items": items}
        if plain:
            frame["p"] = 1
        frame.update(message)
        self.worker.output.send(frame, encoding.attachments)


class Streams:
    """The running streams of a worker."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.all: dict[int, Stream] = {}
        #: Synchronous streams that may be advanced now.
        self.active: deque[Stream] = deque()

    def add(self, stream: Stream) -> None:
        self.all[stream.number] = stream

    def resume(self, stream: Stream) -> None:
        if stream not in self.active:
            self.active.append(stream)
        if get_ident() != self.worker.main_thread:
            self.worker.inbox.wake()

    def credit(self, number: int, count: int) -> None:
        """The host may be sent more items."""
        stream = self.all.get(number)
        if stream is None:
            return
        stream.granted += count
        self._poke(stream)

    def close(self, number: int) -> None:
        """The host wants no more: close the iterator, which runs its `finally`."""
        stream = self.all.get(number)
        if stream is not None:
            stream.closing = True
            self._poke(stream)

    def _poke(self, stream: Stream) -> None:
        poke = getattr(stream, "poke", None)
        if poke is not None:
            poke()
        else:
            self.resume(stream)

    def advance(self) -> None:
        """Advance the active streams in turn for one time slice, on the main thread."""
        worker = self.worker
        active = self.active
        deadline = monotonic() + SLICE_SECONDS
        while active:
            stream = active.popleft()
            if self._step(stream, deadline):
                active.append(stream)
            if monotonic() >= deadline or worker.queue:
                break
        for stream in active:
            stream.flush()

    def _step(self, stream: Stream, deadline: float) -> bool:
        """Advance one stream. True when it could go on."""
        worker = self.worker
        iterator = stream.iterator
        if stream.ended:
            return False
        outer = worker.running
        try:
            try:
                worker.running = stream.call
                if stream.closing:
                    close = getattr(iterator, "close", None)
                    # A generator's `close`. A file that is iterated has one too, which is not ours to call.
                    if close is not None and hasattr(iterator, "throw"):
                        close()
                    self._finish(stream)
                    return False
                while stream.wanted:
                    stream.add(next(iterator))
                    if stream.closing or monotonic() >= deadline:
                        return not stream.ended
            finally:
                worker.running = outer
        except StopIteration as stop:
            self._finish(stream, value=stop.value)
            return False
        except HostGone:
            raise
        except BaseException as error:
            worker.running = outer
            self._finish(stream, error=error)
            return False
        stream.flush()
        # Credit or a close may have come from the watchdog's thread meanwhile.
        return not stream.ended and (stream.wanted or stream.closing)

    def _finish(self, stream: Stream, **fields: Any) -> None:
        self.all.pop(stream.number, None)
        if not stream.ended:
            stream.end(**fields)

    def flush(self) -> None:
        """Send waiting items of every stream: while one step takes long, from the watchdog."""
        for stream in list(self.all.values()):
            stream.flush()


def start(worker: Worker, target: Any, op: dict[str, Any]) -> Any:
    """The `iter` operation. Its value is the iterator."""
    streams = worker.streams
    cls = type(target)
    if hasattr(cls, "__aiter__") and not hasattr(cls, "__iter__"):
        from .async_streams import AsyncStream

        stream: Stream = AsyncStream(worker, op["stream"], target.__aiter__(), op)
        streams.add(stream)
        stream.poke()
        return stream.iterator
    iterator = iter(target)
    stream = Stream(worker, op["stream"], iterator, op)
    streams.add(stream)
    if stream.wanted:
        streams.resume(stream)
    return iterator




"""Streams: iterators whose items go to the host in batches, never more of them than it has asked for.

A synchronous iterator is advanced on the main thread between operations, an asynchronous one on the event
loop.
"""

from __future__ import annotations

from _collections import deque
from _thread import RLock, get_ident
from time import monotonic

from .frames import HostGone
from .jsontext import dumps
from .objects import UNFINISHED
from .values.conversion import ConversionError
from .values.encode import Encoding, declared
from .values.plain import is_plain
from .values.surrogates import refuse_joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

BATCH_ITEMS = 1000
BATCH_BYTES = 256 * 1024
#: The main thread looks at its queue again after this long.
SLICE_SECONDS = 0.002
_SCALARS = frozenset((type(None), bool, int, float, str))


class Stream:
    """One running iteration."""

    def __init__(self, worker: Worker, number: int, iterator: Any, op: dict[str, Any]) -> None:
        self.worker = worker
        self.number = number
        self.iterator = iterator
        self._options: dict[str, Any] | None = op.get("options")
        self._pull: int = op.get("pull") or 1
        #: The declared types of the items, and of what the generator returns.
        self._declared: Any = op.get("as")
        self._returns: Any = op.get("returns")
        self.eager = op.get("mode") == "step"
        #: The call that stands for this iteration: what a cancel or a callback names.
        self.call: int = op["id"]
        # Two counters with one writer each, for host and iterator are on different threads.
        self.granted: int = op.get("credit") or 0
        self.taken = 0
        self.closing = False
        self.ended = False
        #: Its iterator runs now. What that calls may advance other streams, but not this one.
        self.stepping = False
        self.sent = 0
        #: Scalars as they are; anything else as (whether it is plain, its JSON text).
        self._items: deque[Any] = deque()
        self._size = 0
        self._encoding = Encoding(worker.objects)
        self._lock = RLock()

    @property
    def wanted(self) -> bool:
        """Whether the host has asked for more items than it was given."""
        return self.granted > self.taken

    def add(self, item: Any) -> None:
        """Take an item that Python yielded; send the batch when it is due. Raises `ConversionError`."""
        self.taken += 1
        if self._declared is not None:
            item = declared(item, self._declared)
        if type(item) in _SCALARS:
            if type(item) is str:
                refuse_joined(item)
            self._items.append(item)
            self._size += len(item) if type(item) is str else 8
        else:
            # Written down now: generators like to yield the same list again, changed.
            with self._lock:
                text = self._encoding.result(item, self._pull, self._options)
                self._items.append((text[0] == "0", text[2:]))
                self._size += len(text)
        if (
            self.eager
            or not self.sent
            or len(self._items) >= BATCH_ITEMS
            or self._size >= BATCH_BYTES
            or self._encoding.attachments
        ):
            self.flush()

    def flush(self) -> None:
        """Send the items that are waiting."""
        if self._items:
            with self._lock:
                self._send("")

    def try_flush(self) -> None:
        """Flush from the watchdog, unless the iterating thread is at it."""
        if self._items and self._lock.acquire(blocking=False):
            try:
                self._send("")
            finally:
                self._lock.release()

    def end(self, value: Any = None, error: BaseException | None = None) -> None:
        """Send what is left, and the end: what the generator returned, or its error."""
        self.ended = True
        with self._lock:
            fields = ',"end":1'
            if error is None and value is not None:
                try:
                    fields += f',"value":{self._encoding.text(declared(value, self._returns))}'
                except ConversionError as failure:
                    error = failure
            if error is not None:
                fields += f',"e":{dumps(self.worker.output.error(error, self._encoding))}'
            self._send(fields)

    def _send(self, fields: str) -> None:
        taken: list[Any] = []
        waiting = self._items
        while waiting:
            taken.append(waiting.popleft())
        self._size = 0
        self.sent += len(taken)
        encoding = self._encoding
        plain = not self._options
        if plain and not any(type(item) is tuple for item in taken) and is_plain(taken):
            text = dumps(taken)
        else:
            pieces: list[str] = []
            for item in taken:
                if type(item) is tuple:
                    is_item_plain, piece = item
                else:
                    flagged = encoding.result(item, self._pull, self._options)
                    is_item_plain, piece = flagged[0] == "0", flagged[2:]
                plain = plain and is_item_plain
                pieces.append(piece)
            text = "[" + ",".join(pieces) + "]"
        if plain and '"value"' not in fields and '"e"' not in fields:
            fields += ',"p":1'
        attachments, encoding.attachments = encoding.attachments, []
        encoding.live = False
        self.worker.output.writer.write(
            f'{{"t":"items","stream":{self.number},"items":{text}{fields}}}', attachments
        )


class Streams:
    """The running streams of a worker."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.all: dict[int, Stream] = {}
        #: Synchronous streams that may be advanced now.
        self.active: deque[Stream] = deque()
        self._early_credit: dict[int, int] = {}
        self._early_closes: set[int] = set()

    def add(self, stream: Stream) -> None:
        stream.granted += self._early_credit.pop(stream.number, 0)
        if stream.number in self._early_closes:
            self._early_closes.discard(stream.number)
            stream.closing = True
        self.all[stream.number] = stream

    def resume(self, stream: Stream) -> None:
        if stream not in self.active:
            self.active.append(stream)
        if get_ident() != self.worker.main_thread:
            self.worker.inbox.wake()

    def credit(self, number: int, count: int, early: bool = False) -> bool:
        """The host may be sent more items. False when there is no such stream (yet).

        `early` keeps the credit of a stream whose `iter` waits for a task; where there is none such, the
        stream has ended and the credit crossed its end.
        """
        stream = self.all.get(number)
        if stream is None:
            if early and self._awaited(number):
                self._early_credit[number] = self._early_credit.get(number, 0) + count
            return False
        stream.granted += count
        self._poke(stream)
        return True

    def close(self, number: int, early: bool = False) -> bool:
        """The host wants no more: close the iterator, which runs its `finally`. False as for `credit`."""
        stream = self.all.get(number)
        if stream is None:
            if early and self._awaited(number):
                self._early_closes.add(number)
            return False
        stream.closing = True
        self._poke(stream)
        return True

    def _awaited(self, number: int) -> bool:
        """Whether an `iter` for this stream waits for a task."""
        return any(
            type(entry) in UNFINISHED and getattr(entry, "op", {}).get("stream") == number
            for entry in self.worker.calls.values()
        )

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
        if stream.ended or stream.stepping:
            return False
        outer = worker.running
        stream.stepping = True
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
                stream.stepping = False
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
        for stream in [*self.all.values()]:
            stream.try_flush()


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
    if stream.wanted or stream.closing:
        streams.resume(stream)
    return iterator

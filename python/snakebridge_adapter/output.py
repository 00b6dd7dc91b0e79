"""What the worker has to tell the host: results gathered into few frames, and everything else."""

from __future__ import annotations

from _thread import RLock

from .frames import MAX_HEADER, FrameWriter
from .jsontext import dumps
from .values.conversion import ConversionError
from .values.encode import SCALARS, Encoding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .objects import ObjectTable

#: Results wait this long for company, no longer.
FLUSH_SECONDS = 0.002
#: Results of this many characters, or with this many attachments, leave at once.
FLUSH_BYTES = 256 * 1024
FLUSH_ATTACHMENTS = 1000
#: Text of this many characters is weighed before it is gathered.
LONG_TEXT = 1 << 16
#: The longest text of one result. A header may be longer, but no string of V8 holds it.
MAX_RESULT = min(MAX_HEADER, 1 << 29) - (1 << 20)


class Output:
    """Frames from the worker. Results of the main thread are gathered; other threads send theirs at once."""

    def __init__(self, writer: FrameWriter, objects: ObjectTable) -> None:
        self.writer = writer
        self.objects = objects
        self.last_flush = 0.0
        self._lock = RLock()
        self._encoding = Encoding(objects)
        #: Results as JSON text. The main thread appends scalars without the lock, so this list is never
        #: replaced.
        self.results: list[str] = []
        #: Values of a run of calls, all plain and immutable, and the id of the first. The main thread appends
        #: to this list without the lock, too.
        self._run: list[Any] = []
        self._run_first = 0
        self._size = 0
        self._busy = False
        self._released_functions: list[tuple[int, int]] = []
        self._released_iterators: list[tuple[int, int]] = []

    def renew_lock(self, lock: Any) -> None:
        """Take a fresh lock, in a forked child where nobody will release the old one."""
        self._lock = lock

    def send(self, message: dict[str, Any], attachments: list[Any] | None = None) -> None:
        self.writer.write(dumps(message), attachments or ())

    def begin_run(self, first: int) -> list[Any]:
        """Start to gather results of calls with consecutive ids.

        Gives the list that takes their values in turn: None, booleans, safe integers, finite floats with a
        fraction, and short text.
        """
        self._run_first = first
        return self._run

    def end_run(self) -> None:
        """Put what a run has gathered among the results. Other results of the main thread may follow."""
        if self._run:
            with self._lock:
                self._take_run()

    def _take_run(self) -> None:
        run = self._run
        count = len(run)
        if count:
            values = run[:count]
            del run[:count]
            self.results.append(f"[{self._run_first},4,{dumps(values)}]")
            self._run_first += count

    def result(self, call: int, value: Any, pull: int, options: dict[str, Any] | None) -> None:
        """Gather a result of the main thread. Raises `ConversionError` when it can't be sent."""
        with self._lock:
            if self._busy:
                self.result_now(call, value, pull, options)
                return
            cls = type(value)
            if cls in SCALARS and pull != 2 and not options and (cls is not str or len(value) < LONG_TEXT):
                # Nothing of the user's runs here, and nothing is attached.
                self.results.append(f"[{call},{self._encoding.result(value, pull, None)}]")
                return
            self._busy = True
            encoding = self._encoding
            attached = len(encoding.attachments)
            try:
                text = encoding.result(value, pull, options)
                if len(text) > MAX_RESULT:
                    raise ConversionError(f"its JSON is longer than {MAX_RESULT} characters")
                self.results.append(f"[{call},{text}]")
                self._size += len(text)
            except BaseException:
                del encoding.attachments[attached:]
                raise
            finally:
                self._busy = False
            if encoding.live or self._size > FLUSH_BYTES or len(encoding.attachments) > FLUSH_ATTACHMENTS:
                self.flush()

    def result_now(self, call: int, value: Any, pull: int, options: dict[str, Any] | None) -> None:
        """Send a result in a frame of its own, from any thread."""
        encoding = Encoding(self.objects)
        text = encoding.result(value, pull, options)
        if len(text) > MAX_RESULT:
            raise ConversionError(f"its JSON is longer than {MAX_RESULT} characters")
        self.writer.write(f'{{"t":"results","r":[[{call},{text}]]}}', encoding.attachments)

    def failure(self, call: int, error: BaseException, step: int | None) -> None:
        """Gather the failure of an operation."""
        with self._lock:
            if self._busy:
                self.failure_now(call, error, step)
                return
            self._busy = True
            try:
                self.results.append(f"[{call},2,{dumps(self.error(error, self._encoding, step))}]")
            finally:
                self._busy = False

    def failure_now(self, call: int, error: BaseException, step: int | None) -> None:
        encoding = Encoding(self.objects)
        described = self.error(error, encoding, step)
        self.send({"t": "results", "r": [[call, 2, described]]}, encoding.attachments)

    def cancelled(self, call: int) -> None:
        """Gather the answer for an operation that was cancelled before it began."""
        with self._lock:
            self.results.append(f"[{call},3]")

    def error(self, error: BaseException, encoding: Encoding, step: int | None = None) -> dict[str, Any]:
        """The wire's ERROR object."""

        from .errors import describe_error

        def encode_args(args: tuple[Any, ...]) -> list[Any]:
            try:
                return encoding.items(args)
            except ConversionError:
                return [encoding.reference(item) for item in args]

        return describe_error(error, encoding.objects.send, encode_args, step)

    def flush(self) -> None:
        """Send what is gathered. Does nothing while a result is just being encoded."""
        with self._lock:
            if self._busy:
                return
            if self._run:
                self._take_run()
            results = self.results
            count = len(results)
            if count:
                taken = results[:count]
                del results[:count]
                self._size = 0
                encoding = self._encoding
                attachments = encoding.attachments
                if attachments:
                    encoding.attachments = []
                    encoding.live = False
                self.writer.write('{"t":"results","r":[' + ",".join(taken) + "]}", attachments)
        if self._released_functions or self._released_iterators:
            self._send_released()

    def try_flush(self) -> None:
        """Flush from the watchdog, unless the main thread is at it."""
        if self._lock.acquire(blocking=False):
            try:
                self.flush()
            finally:
                self._lock.release()

    def released(self, kind: str, number: int, count: int) -> None:
        """Note that Python dropped a host object. Called by destructors, so it neither waits nor writes."""
        (self._released_functions if kind == "fn" else self._released_iterators).append((number, count))

    def _send_released(self) -> None:
        functions, self._released_functions = self._released_functions, []
        iterators, self._released_iterators = self._released_iterators, []
        self.send(
            {
                "t": "released",
                "fns": [number for number, _ in functions],
                "fnCounts": [count for _, count in functions],
                "its": [number for number, _ in iterators],
            }
        )

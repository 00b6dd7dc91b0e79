"""Frames on a pair of descriptors: a JSON header and raw attachments, as `docs/wire.md` lays them out."""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

from .jsontext import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Union

    Buffer = Union[bytes, bytearray, memoryview]

MAX_HEADER = 1 << 30
MAX_ATTACHMENTS = 65_536
MAX_ATTACHMENT_BYTES = 16 << 30
#: One read of this size takes in a whole small frame, and often several.
READ_SIZE = 65_536
#: Headers longer than this are parsed and built with the cyclic collector paused: it would only walk new,
#: live data.
BIG_HEADER = 1 << 17
#: Attachments of this many bytes are worth a bigger buffer of the pipe, which is asked for once.
BIG_FRAME = 1 << 18
PIPE_BUFFER = 1 << 20
_MAX_VECTORS = 512
_HAS_VECTORS = hasattr(os, "readv")


class ProtocolError(Exception):
    """A frame that breaks `docs/wire.md`; nothing after it can be trusted."""


class HostGone(BaseException):
    """The other end of the pipe is closed. Not an `Exception`: user code must not swallow it."""


class FrameReader:
    """Reads frames from a descriptor with as few system calls as the data allows."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._data: bytes = b""
        self._at = 0

    def pending(self) -> bool:
        """Whether bytes were already read that belong to a next frame."""
        return self._at < len(self._data)

    def read(self) -> tuple[Any, list[Any]] | None:
        """The next frame's message and attachments, or None at a clean end of file."""
        data = self._data
        at = self._at
        while len(data) - at < 8:
            more = os.read(self.descriptor, READ_SIZE)
            if not more:
                if at == len(data):
                    return None
                raise ProtocolError("the input ended inside the head of a frame")
            data = data[at:] + more if at < len(data) else more
            at = 0
        head = int.from_bytes(data[at : at + 8], "little")
        length = head & 0xFFFFFFFF
        count = head >> 32
        if length > MAX_HEADER:
            raise ProtocolError(f"a header of {length} bytes is over the limit of {MAX_HEADER}")
        at += 8
        end = at + length
        if not count and end <= len(data):
            text: Any = data[at:end]
            if end == len(data):
                self._data = b""
                self._at = 0
            else:
                self._data = data
                self._at = end
            return self._parse(text), []
        self._data = data
        self._at = at
        if not count:
            return self._parse(self._take(length)), []
        if count > MAX_ATTACHMENTS:
            raise ProtocolError(f"{count} attachments are over the limit of {MAX_ATTACHMENTS}")
        table = bytes(self._take(8 * count))
        sizes = [int.from_bytes(table[i : i + 8], "little") for i in range(0, 8 * count, 8)]
        if sum(sizes) > MAX_ATTACHMENT_BYTES:
            raise ProtocolError(
                f"attachments of {sum(sizes)} bytes are over the limit of {MAX_ATTACHMENT_BYTES}"
            )
        message = self._parse(self._take(length))
        return message, [self._take(size) for size in sizes]

    def _parse(self, text: Buffer) -> Any:
        try:
            if len(text) < BIG_HEADER:
                message = loads(str(text, "utf-8", "surrogatepass"))
            else:
                with PausedCollector():
                    message = loads(str(text, "utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"the header is not JSON: {error}") from None
        if type(message) is not dict:
            raise ProtocolError("the header is not an object")
        return message

    def _take(self, size: int) -> Any:
        """Exactly `size` bytes as a buffer that nobody else holds."""
        data = self._data
        at = self._at
        have = len(data) - at
        if have >= size:
            self._at = at + size
            return bytearray(data[at : at + size])
        target = _allocate(size)
        view = memoryview(target)
        view[:have] = data[at:]
        self._data = b""
        self._at = 0
        while have < size:
            if _HAS_VECTORS:
                got = os.readv(self.descriptor, [view[have:]])
            else:
                piece = os.read(self.descriptor, min(size - have, 1 << 20))
                got = len(piece)
                view[have : have + got] = piece
            if not got:
                raise ProtocolError("the input ended inside a frame")
            have += got
        return target


def _allocate(size: int) -> Any:
    """A writable buffer.

    numpy's `empty`, once loaded, saves clearing memory that is about to be overwritten.
    """
    if size > 1 << 20:
        numpy: Any = sys.modules.get("numpy")
        if numpy is not None and hasattr(numpy, "empty"):
            return memoryview(numpy.empty(size, "u1"))
    return bytearray(size)


class FrameWriter:
    """Writes whole frames to a descriptor, from any thread."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.lock = allocate_lock()
        self._widened = False

    def write(self, text: str, attachments: Sequence[Any] = ()) -> None:
        """Send one frame. Raises `HostGone` when the other end is closed."""
        header = text.encode("ascii")
        if len(header) > MAX_HEADER:
            raise ProtocolError(f"a header of {len(header)} bytes is over the limit of {MAX_HEADER}")
        if not attachments:
            frame = len(header).to_bytes(8, "little") + header
            with self.lock:
                self._write_all(frame)
            return
        views = [memoryview(item).cast("B") for item in attachments]
        sizes = b"".join(len(view).to_bytes(8, "little") for view in views)
        head = (len(header) | len(views) << 32).to_bytes(8, "little") + sizes + header
        pieces: list[Any] = [memoryview(head), *(view for view in views if len(view))]
        with self.lock:
            if not self._widened and sum(map(len, views)) >= BIG_FRAME:
                self._widened = True
                _widen(self.descriptor)
            if _HAS_VECTORS:
                self._write_vectors(pieces)
            else:
                for piece in pieces:
                    self._write_all(piece)

    def _write_all(self, data: Any) -> None:
        try:
            sent = os.write(self.descriptor, data)
            if sent < len(data):
                view = memoryview(data)
                while sent < len(view):
                    sent += os.write(self.descriptor, view[sent:])
        except (BrokenPipeError, ConnectionResetError):
            raise HostGone from None

    def _write_vectors(self, pieces: list[Any]) -> None:
        try:
            at = 0
            while at < len(pieces):
                sent = os.writev(self.descriptor, pieces[at : at + _MAX_VECTORS])
                while at < len(pieces) and sent >= len(pieces[at]):
                    sent -= len(pieces[at])
                    at += 1
                if sent:
                    pieces[at] = pieces[at][sent:]
        except (BrokenPipeError, ConnectionResetError):
            raise HostGone from None


def _widen(descriptor: int) -> None:
    """Let more of a big frame be under way at once.

    Every fill of the pipe is a switch between two processes, and the system's 208 KB make forty of 8 MB.
    Node's pipes are Unix sockets, where the sender's buffer decides; where they are not, all stays as it is.
    """
    try:
        from _socket import SO_SNDBUF, SOL_SOCKET, socket

        pipe = socket(fileno=descriptor)
    except (ImportError, OSError):
        return
    try:
        pipe.setsockopt(SOL_SOCKET, SO_SNDBUF, PIPE_BUFFER)
    except OSError:
        pass
    finally:
        pipe.detach()


class PausedCollector:
    """Pauses the cyclic garbage collector, and leaves it as it was."""

    def __enter__(self) -> None:
        import gc

        self.enabled = gc.isenabled()
        if self.enabled:
            gc.disable()

    def __exit__(self, *_: object) -> None:
        if self.enabled:
            import gc

            gc.enable()

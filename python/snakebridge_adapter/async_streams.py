"""Streams of asynchronous iterators, advanced on the event loop."""

from __future__ import annotations

import asyncio

from .streams import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

#: Items wait this long for company while the iterator keeps yielding.
FLUSH_SECONDS = 0.002


class AsyncStream(Stream):
    """A running asynchronous iteration: one task that advances while the host wants items."""

    def __init__(self, worker: Worker, number: int, iterator: Any, op: dict[str, Any]) -> None:
        super().__init__(worker, number, iterator, op)
        self._loop = worker.tasks.loop
        self._task: asyncio.Task[None] | None = None
        self._more: asyncio.Event | None = None
        self._flush_at: asyncio.TimerHandle | None = None

    def poke(self) -> None:
        """Look again at credit and close, from any thread."""
        self._loop.call_soon_threadsafe(self._poke)

    def _poke(self) -> None:
        if self._task is None:
            self._more = asyncio.Event()
            self._task = self._loop.create_task(self._run())
        elif self._more is not None:
            self._more.set()
            if self.closing and not self.ended:
                self._task.cancel()

    async def _run(self) -> None:
        error: BaseException | None = None
        more = self._more
        assert more is not None
        try:
            while not self.closing:
                while not self.wanted and not self.closing:
                    self.flush()
                    more.clear()
                    await more.wait()
                if self.closing:
                    break
                self.add(await self.iterator.__anext__())
                if self._flush_at is None:
                    self._flush_at = self._loop.call_later(FLUSH_SECONDS, self._flush_late)
        except StopAsyncIteration:
            pass
        except asyncio.CancelledError as cancelled:
            if not self.closing:
                error = cancelled
        except BaseException as failure:
            error = failure
        if self.closing:
            error = await self._close() or error
        if self._flush_at is not None:
            self._flush_at.cancel()
        self.worker.streams.all.pop(self.number, None)
        if not self.ended:
            self.end(error=error)

    async def _close(self) -> BaseException | None:
        """Run the iterator's `finally`."""
        close = getattr(self.iterator, "aclose", None)
        if close is not None:
            try:
                await close()
            except BaseException as error:
                return error
        return None

    def _flush_late(self) -> None:
        self._flush_at = None
        self.flush()

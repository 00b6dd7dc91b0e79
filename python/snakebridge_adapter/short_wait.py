"""The wait for a frame that is about to come.

A host that awaits one call after the other sends its next frame some 50 microseconds behind the last
answer. Sleeping and being woken costs longer than that, and the host pays for it with every call. So a
worker whose last frame came soon looks again and again for a moment (busy polling, as network drivers do
it) before it sleeps.

It costs processor time that nobody else wants: `LIMIT` at the end of each burst of calls, nothing where
frames come seldom, on a single processor, or where the system has no `poll`. `SNAKEBRIDGE_BUSY_POLL=0`
turns it off.
"""

from __future__ import annotations

import os
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Seconds. Twice what the slowest turn of a host takes that does nothing between two calls.
LIMIT = 0.0002


def processors() -> int:
    """How many processors this process may use."""
    affinity: Any = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class ShortWait:
    """Tells whether the next frame of a descriptor may be worth polling for, and polls."""

    def __init__(self) -> None:
        #: The last frame came within the limit: so may the next.
        self.worthwhile = False
        self._allowed = os.environ.get("SNAKEBRIDGE_BUSY_POLL") != "0"
        self._poll: Callable[[int], list[tuple[int, int]]] | None = None
        self._yield: Callable[[], object] | None = getattr(os, "sched_yield", None)

    def came(self, seconds: float) -> None:
        """A frame came after so many seconds of waiting."""
        self.worthwhile = self._allowed and seconds < LIMIT

    def wait(self, descriptors: list[int]) -> bool:
        """Poll until one of the descriptors can be read; False when the limit is over before."""
        poll = self._poll or self._polling(descriptors)
        if poll is None:
            return False
        give_way = self._yield
        end = monotonic() + LIMIT
        while not poll(0):
            if monotonic() >= end:
                return False
            # Whoever is ready to run comes first, the host among them.
            if give_way is not None:
                give_way()
        return True

    def changed(self) -> None:
        """Other descriptors are waited for from now on."""
        self._poll = None

    def _polling(self, descriptors: list[int]) -> Callable[[int], list[tuple[int, int]]] | None:
        import select

        if not hasattr(select, "poll") or processors() < 2:
            self._allowed = False
            return None
        poller = select.poll()
        for descriptor in descriptors:
            poller.register(descriptor, select.POLLIN)
        self._poll = poller.poll
        return self._poll

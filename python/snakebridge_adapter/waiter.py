"""One call to the host that waits for its answer, in whichever thread."""

from __future__ import annotations

from _collections import deque
from _thread import allocate_lock, get_ident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Waiter:
    """One call to the host that waits for its answer."""

    def __init__(self, number: int, call: int | None, main: bool) -> None:
        self.number = number
        #: The operation in which the host is called.
        self.call = call
        self.main = main
        self.thread = get_ident()
        self.answer: tuple[dict[str, Any], list[Any]] | None = None
        #: Operations that the host's function makes meanwhile.
        self.nested: deque[dict[str, Any]] = deque()
        #: Binary semaphore for a waiting thread other than the main one.
        self.bell = allocate_lock()
        self.bell.acquire()
        #: Takes the answer where nobody waits: on the event loop.
        self.notify: Callable[[], object] | None = None

    def ring(self) -> None:
        try:
            self.bell.release()
        except RuntimeError:
            pass

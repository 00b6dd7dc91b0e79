"""The end of a worker."""

from __future__ import annotations

import os
from _thread import start_new_thread
from time import sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .worker import Worker

#: What `atexit` functions and threads of the user's may still take once the host is gone.
GRACE_SECONDS = 2.0


def end(worker: Worker) -> None:
    """Let the interpreter exit as any program does, but not outlive the host."""

    def limit() -> None:
        # After `close` the host still holds its end; the file ends when the host wants no more or is gone.
        while not worker.host_gone:
            try:
                if not os.read(worker.inbox.reader.descriptor, 65536):
                    break
            except OSError:
                break
        sleep(GRACE_SECONDS)
        os._exit(1)

    if worker.current_callbacks is not None:
        worker.current_callbacks.host_gone()
    if worker.inbox.role.acquire(False):
        start_new_thread(limit, ())

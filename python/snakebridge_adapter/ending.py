"""The end of a worker."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .worker import Worker

#: What `atexit` functions and threads of the user's may take after a `close`, and once the host is gone.
CLOSE_SECONDS = 10.0
GONE_SECONDS = 2.0


def end(worker: Worker) -> None:
    """Leave the rest to the interpreter, which exits as from any program, but not to outlive the host."""
    _limit(GONE_SECONDS if worker.host_gone else CLOSE_SECONDS)
    if worker.current_callbacks is not None:
        worker.current_callbacks.host_gone()
    from .watchdog import stop

    stop(worker)


def _limit(seconds: float) -> None:
    """End the process after this time, by the kernel: no thread may run while the interpreter exits."""
    try:
        from _signal import ITIMER_REAL, SIG_DFL, SIGALRM, setitimer, signal
    except ImportError:
        from _thread import start_new_thread
        from time import sleep

        def limit() -> None:
            sleep(seconds)
            os._exit(1)

        start_new_thread(limit, ())
        return
    signal(SIGALRM, SIG_DFL)
    setitimer(ITIMER_REAL, seconds)

"""How the worker is: memory and what it keeps."""

from __future__ import annotations

import os
from _thread import _count as count_threads  # pyright: ignore[reportPrivateUsage]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker


def resident_bytes() -> int:
    """Memory of this process now, or its peak where the system doesn't tell the present value."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        pass
    try:
        import resource
        import sys

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    except ImportError:
        return 0


def state(worker: Worker) -> dict[str, Any]:
    return {
        "rss": resident_bytes(),
        "refs": len(worker.objects),
        "calls": len(worker.calls),
        "busy": worker.running is not None,
        "others": _others(worker),
    }


def _others(worker: Worker) -> int:
    """Threads of the user's and tasks under way: what may call the host though the main thread waits."""
    threads = count_threads() - worker.inbox.over.locked()
    tasks = worker.current_tasks
    return threads if tasks is None else threads - 1 + tasks.unfinished

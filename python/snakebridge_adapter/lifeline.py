"""The lifeline: ends a worker whose host is gone even if a C call never lets Python's threads run again.

The host passes one more pipe, on which nothing is ever written. Its end of file makes the kernel send SIGHUP,
and the handler of that signal is the C library's own `alarm`: called with the signal's number, 1, it has the
kernel end the process in one second. No Python code and no lock takes part. Whoever ends in time by other
means never notices.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: F_SETSIG of <fcntl.h>, which the module names only since 3.9 and only on some builds.
_SET_SIGNAL = 10


def attach(descriptor: int) -> None:
    """Watch this descriptor. Does nothing where the system can't choose the signal: it is for Linux.

    Loading ctypes takes milliseconds, so this is called once the worker has nothing better to do.
    """
    if sys.platform != "linux":
        return
    try:
        import ctypes
        import fcntl

        library: Any = ctypes.CDLL(None)
        alarm = ctypes.cast(library.alarm, ctypes.c_void_p)
        library.signal.restype = ctypes.c_void_p
        library.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
        hang_up = 1
        library.signal(hang_up, alarm)
        os.set_inheritable(descriptor, False)
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(descriptor, _SET_SIGNAL, hang_up)
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
        # The end may have come before all this.
        from select import select

        if select([descriptor], [], [], 0)[0]:
            os.kill(os.getpid(), hang_up)
    except (ImportError, AttributeError, OSError):
        return

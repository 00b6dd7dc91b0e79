"""What happens between the start of a worker and its first operation."""

from __future__ import annotations

import os
import sys

from .frames import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker

PROTOCOL = 1


def hello(worker: Worker) -> None:
    """Set up the process and send the first frame."""
    for descriptor in (worker.inbox.reader.descriptor, worker.output.writer.descriptor):
        # A grandchild that kept the pipe open would hide this worker's death from the host.
        os.set_inheritable(descriptor, False)
    for stream in (sys.stdout, sys.stderr):
        configure: Any = getattr(stream, "reconfigure", None)
        if configure is not None:
            configure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    sys.argv = [""]
    version = sys.version_info
    worker.output.send(
        {
            "t": "hello",
            "protocol": PROTOCOL,
            "pid": os.getpid(),
            "python": f"{version[0]}.{version[1]}.{version[2]}",
            "implementation": sys.implementation.name,
            "executable": sys.executable,
            "prefix": sys.prefix,
            "platform": sys.platform,
        }
    )


def prepare(worker: Worker, init: dict[str, Any]) -> None:
    """Apply the host's options. Raises `ProtocolError` when the first message is not a fitting `init`."""
    if init.get("t") != "init":
        raise ProtocolError(f"the first message is {init.get('t')!r}, not 'init'")
    if init.get("protocol") != PROTOCOL:
        raise ProtocolError(f"the host speaks protocol {init.get('protocol')!r}, this adapter {PROTOCOL}")
    folder = init.get("cwd")
    if folder:
        os.chdir(folder)
    lifeline = init.get("lifeline")
    if type(lifeline) is int:
        worker.lifeline = lifeline
    level = init.get("logging")
    if isinstance(level, str) and level:
        from .forwarding import forward

        forward(worker, level)
    from .cancel import install
    from .forking import guard
    from .watchdog import start

    install(worker)
    guard(worker)
    start(worker)
    entries = [entry for entry in init.get("sysPath") or () if isinstance(entry, str)]
    sys.path[:0] = entries
    if "SNAKEBRIDGE_DEBUG_FOLDER" in os.environ:
        from .debugging import open_to_editor

        open_to_editor()


def warm_up(worker: Worker, init: dict[str, Any]) -> bool:
    """Import the modules the host wants ready. False, after a `fatal` frame, when one fails."""
    for name in init.get("imports") or ():
        try:
            __import__(name)
        except BaseException as error:
            from .values.encode import Encoding

            encoding = Encoding(worker.objects)
            described = worker.output.error(error, encoding)
            worker.output.send({"t": "fatal", "phase": "warmup", "e": described}, encoding.attachments)
            return False
    return True

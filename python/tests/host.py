"""A small host for tests: starts a real worker on real pipes and speaks the wire to it."""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ADAPTER = str(Path(__file__).resolve().parents[1])
BOOTSTRAP = (
    "import sys;sys.path.insert(0,sys.argv[1]);import snakebridge_adapter.worker as w;"
    "sys.path.remove(sys.argv[1]);w.main()"
)
#: The interpreter of the workers; the tests run once for each that is to be supported.
PYTHON = os.environ.get("SNAKEBRIDGE_WORKER_PYTHON") or sys.executable
# Deep values are parsed here too.
sys.setrecursionlimit(20_000)
#: No answer of a test takes this long; a test that hangs fails.
PATIENCE = 30.0


class WorkerError(Exception):
    """An operation failed; `error` is the wire's ERROR object."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['type']}: {error['message']}")
        self.error = error


class EndOfOutput(Exception):
    """The worker closed its end."""


class Host:
    """Starts a worker; `call` and `op` perform one operation, `send` and `receive` give the bare frames."""

    def __init__(
        self,
        init: dict[str, Any] | None = None,
        python: str = PYTHON,
        environment: dict[str, str] | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        adapter: str = ADAPTER,
        lifeline: bool = False,
    ) -> None:
        their_in, self.to_worker = os.pipe()
        self.from_worker, their_out = os.pipe()
        # High numbers, so that no target of a dup2 below is also the source of a later one.
        sources = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in (their_in, their_out)]
        actions: list[Any] = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, sources[0], 3),
            (os.POSIX_SPAWN_DUP2, sources[1], 4),
            *[(os.POSIX_SPAWN_CLOSE, source) for source in sources],
        ]
        self.lifeline = -1
        if lifeline:
            their_end, self.lifeline = os.pipe()
            sources.append(fcntl.fcntl(their_end, fcntl.F_DUPFD, 100))
            os.close(their_end)
            actions.insert(1, (os.POSIX_SPAWN_DUP2, sources[-1], 5))
            actions.append((os.POSIX_SPAWN_CLOSE, sources[-1]))
            init = {**(init or {}), "lifeline": 5}
        if stdout is not None:
            actions.append((os.POSIX_SPAWN_DUP2, stdout, 1))
        if stderr is not None:
            actions.append((os.POSIX_SPAWN_DUP2, stderr, 2))
        self.pid = os.posix_spawn(
            python,
            [python, "-c", BOOTSTRAP, adapter],
            {**os.environ, **(environment or {})},
            file_actions=actions,
        )
        for descriptor in (their_in, their_out, *sources):
            os.close(descriptor)
        self.exit: int | None = None
        self.next_id = 1
        self.frames: list[tuple[dict[str, Any], list[bytes]]] = []
        self._data = b""
        self.hello = self.receive()[0]
        self.send({"t": "init", "protocol": 1, **(init or {})})

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    # Frames.

    def send(self, message: dict[str, Any], attachments: list[bytes] | None = None) -> None:
        header = json.dumps(message).encode()
        attachments = attachments or []
        self.send_bytes(
            len(header).to_bytes(4, "little")
            + len(attachments).to_bytes(4, "little")
            + b"".join(len(item).to_bytes(8, "little") for item in attachments)
            + header
            + b"".join(attachments)
        )

    def send_bytes(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.to_worker, view) :]

    def _read(self, size: int) -> bytes:
        deadline = time.monotonic() + PATIENCE
        while len(self._data) < size:
            if not select.select([self.from_worker], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the worker said nothing")
            more = os.read(self.from_worker, 1 << 20)
            if not more:
                raise EndOfOutput
            self._data += more
        data, self._data = self._data[:size], self._data[size:]
        return data

    def receive(self) -> tuple[dict[str, Any], list[bytes]]:
        """The next frame, whatever it is."""
        head = self._read(8)
        count = int.from_bytes(head[4:], "little")
        table = self._read(8 * count)
        message = json.loads(self._read(int.from_bytes(head[:4], "little")))
        return message, [
            self._read(int.from_bytes(table[i : i + 8], "little")) for i in range(0, 8 * count, 8)
        ]

    def wait_for(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of a kind whose fields have these values. Messages before it are kept."""
        for index, (message, _) in enumerate(self.frames):
            if message["t"] == kind and all(message.get(key) == value for key, value in fields.items()):
                return self.frames.pop(index)[0]
        while True:
            message, attachments = self.receive()
            if message["t"] == kind and all(message.get(key) == value for key, value in fields.items()):
                return message
            self.frames.append((message, attachments))

    # Operations.

    def new_id(self) -> int:
        number = self.next_id
        self.next_id += 1
        return number

    def batch(self, *ops: dict[str, Any], attachments: list[bytes] | None = None, **fields: Any) -> None:
        self.send({"t": "batch", "ops": list(ops), **fields}, attachments)

    def result(self, number: int) -> tuple[list[Any], list[bytes]]:
        """The result entry of a call, with the attachments of its frame."""
        while True:
            for index, (message, attachments) in enumerate(self.frames):
                if message["t"] == "results":
                    for entry in message["r"]:
                        if entry[0] == number:
                            message["r"].remove(entry)
                            if not message["r"]:
                                self.frames.pop(index)
                            return entry, attachments
            self.frames.append(self.receive())

    def value(self, number: int) -> Any:
        entry, attachments = self.result(number)
        if entry[1] == 2:
            raise WorkerError(entry[2])
        if entry[1] == 3:
            raise KeyboardInterrupt
        return attach(entry[2], attachments) if entry[1] == 1 else entry[2]

    def op(self, op: str, attachments: list[bytes] | None = None, **fields: Any) -> Any:
        """Perform one operation and pull its value."""
        number = self.new_id()
        self.batch({"op": op, "id": number, "pull": 1, **fields}, attachments=attachments)
        return self.value(number)

    def call(self, path: str, *args: Any, attachments: list[bytes] | None = None, **kwargs: Any) -> Any:
        """Call `module:dotted.name` with encoded arguments."""
        module, _, name = path.partition(":")
        return self.op(
            "call",
            attachments,
            on={"$": "module", "name": module},
            path=name.split("."),
            args=list(args),
            kwargs=kwargs,
            tagged=1,
        )

    def eval(self, code: str, **names: Any) -> Any:
        return self.op("eval", code=code, names=names)

    def exec(self, code: str, **names: Any) -> None:
        self.op("exec", code=code, names=names)

    def main(self, op: str, name: str, **fields: Any) -> dict[str, Any]:
        """An operation, with a new id, on a name that `exec` defined. It is not sent."""
        return {
            "op": op,
            "id": self.new_id(),
            "on": {"$": "module", "name": "__main__"},
            "path": [name],
            **fields,
        }

    def error(self, number: int) -> dict[str, Any]:
        """The ERROR of a call that is expected to fail."""
        entry, _ = self.result(number)
        assert entry[1] == 2, f"call {number} did not fail: {entry}"
        return entry[2]

    def state(self) -> dict[str, Any]:
        number = self.new_id()
        self.send({"t": "ping", "n": number})
        return self.wait_for("pong", n=number)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError("the condition did not come true")

    def wait_busy(self) -> None:
        """Wait until the main thread is inside an operation."""
        self.wait_until(lambda: self.state()["busy"])

    # The end.

    def close(self) -> int:
        """Ask the worker to close, then wait for its exit code."""
        self.send({"t": "close"})
        return self.wait_exit()

    def wait_exit(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self.exit is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            elif time.monotonic() > deadline:
                raise TimeoutError("the worker did not exit")
            else:
                select.select([], [], [], 0.002)
        self._close_pipes()
        return self.exit

    def stop_reading(self) -> None:
        """Close the pipe from the worker."""
        os.close(self.from_worker)
        self.from_worker = -1

    def hang_up(self) -> None:
        """Close the pipe to the worker, as the death of a host does."""
        os.close(self.to_worker)
        self.to_worker = -1
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1

    def kill(self) -> None:
        if self.exit is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait_exit()

    def _close_pipes(self) -> None:
        for name in ("to_worker", "from_worker", "lifeline"):
            descriptor = getattr(self, name)
            if descriptor >= 0:
                os.close(descriptor)
                setattr(self, name, -1)


def attach(value: Any, attachments: list[bytes]) -> Any:
    """The value with attachments in place of their indices, under the key `data`."""
    if isinstance(value, list):
        return [attach(item, attachments) for item in value]
    if isinstance(value, dict):
        out = {key: attach(item, attachments) for key, item in value.items()}
        if "$" in value and "a" in value:
            out["data"] = attachments[value["a"]]
        return out
    return value

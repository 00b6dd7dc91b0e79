"""Forwards `logging` records to the host."""

from __future__ import annotations

import logging

from .frames import HostGone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .worker import Worker


class Forwarder(logging.Handler):
    """A handler of the root logger that sends each record as a `log` frame."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker

    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = self.format(record)
        except Exception:
            self.handleError(record)
            return
        try:
            self.worker.output.send(
                {
                    "t": "log",
                    "level": record.levelname,
                    "logger": record.name,
                    "message": message,
                    "created": record.created,
                }
            )
        except HostGone:
            pass


def forward(worker: Worker, level: str) -> None:
    """Forward records of this level and above. Raises `ValueError` for an unknown level."""
    root = logging.getLogger()
    root.setLevel(level.upper())
    root.addHandler(Forwarder(worker))

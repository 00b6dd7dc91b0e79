"""The `describe` message: hands a request to the describer and its answer to the host."""

from __future__ import annotations

from .frames import HostGone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker


def describe(worker: Worker, message: dict[str, Any]) -> None:
    """Answer one `describe` message, on the main thread."""
    number = message["id"]
    if number in worker.cancelled:
        worker.cancelled.discard(number)
        _answer_error(worker, number, KeyboardInterrupt())
        return

    def progress(update: Any) -> None:
        worker.output.send({"t": "described", "id": number, "progress": update})

    outer = worker.running
    try:
        try:
            worker.running = number
            from .describe import handle

            value = handle(message.get("request") or {}, progress)
        finally:
            worker.running = outer
    except HostGone:
        raise
    except BaseException as error:
        worker.running = outer
        _answer_error(worker, number, error)
        return
    try:
        worker.output.send({"t": "described", "id": number, "v": value})
    except (TypeError, ValueError) as error:
        _answer_error(worker, number, error)


def _answer_error(worker: Worker, number: int, error: BaseException) -> None:
    from .values.encode import Encoding

    encoding = Encoding(worker.objects)
    described = worker.output.error(error, encoding)
    worker.output.send({"t": "described", "id": number, "e": described}, encoding.attachments)

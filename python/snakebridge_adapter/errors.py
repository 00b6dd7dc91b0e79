"""A Python exception as the host sees it: type, message, frames and the chain of causes."""

from __future__ import annotations

import os

from .frames import HostGone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any

#: Our own frames say nothing to the user and are left out.
ADAPTER_FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep
MAX_CHAIN = 50
MAX_FRAMES = 200


def type_name(cls: type) -> str:
    """The qualified name of a class: `builtins.KeyError`, `decimal.InvalidOperation`."""
    return f"{getattr(cls, '__module__', None) or 'builtins'}.{getattr(cls, '__qualname__', cls.__name__)}"


def short_type_name(cls: type) -> str:
    """The name as Python's traceback shows it: builtins bare, the rest qualified."""
    return cls.__qualname__ if cls.__module__ == "builtins" else type_name(cls)


def message_of(error: BaseException) -> str:
    return _text_of(error)


def _text_of(value: object) -> str:
    try:
        return str(value)
    except HostGone:
        raise
    except BaseException as failure:
        # The user's `__str__` may even end Python: nothing that describes a failure ends the worker.
        return f"<{type(value).__name__}: its text raised {type(failure).__name__}>"


def _attribute(error: BaseException, name: str) -> Any:
    """An attribute of the user's exception, whose class may answer as it likes; None where it raises."""
    try:
        return getattr(error, name, None)
    except HostGone:
        raise
    except BaseException:
        return None


def full_message(error: BaseException) -> str:
    """The message, and for an attribute that is not there the name that was probably meant."""
    message = message_of(error)
    if not isinstance(error, AttributeError):
        return message
    from .suggestions import with_suggestion

    try:
        return with_suggestion(error, message)
    except HostGone:
        raise
    except BaseException:
        # The object that was asked answers for its names itself: no name is suggested.
        return message


def forget_own_frames(error: BaseException) -> None:
    """Empty the adapter's frames in the traceback of an error that is kept: attachments hang on them."""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_filename.startswith(ADAPTER_FOLDER):
            try:
                frame.clear()
            except RuntimeError:
                # It still runs.
                pass
        trace = trace.tb_next


def frames_of(trace: TracebackType | None) -> list[dict[str, Any]]:
    """The frames of a traceback, outermost first, without the adapter's own."""
    entries: list[tuple[Any, int]] = []
    while trace is not None:
        frame = trace.tb_frame
        if not frame.f_code.co_filename.startswith(ADAPTER_FOLDER):
            entries.append((frame, trace.tb_lineno))
        trace = trace.tb_next
    if len(entries) > MAX_FRAMES:
        entries = entries[: MAX_FRAMES // 2] + entries[-MAX_FRAMES // 2 :]
    if not entries:
        return []
    import linecache

    frames: list[dict[str, Any]] = []
    for frame, line in entries:
        code = frame.f_code
        described: dict[str, Any] = {
            "file": code.co_filename,
            "line": line or code.co_firstlineno,
            "function": getattr(code, "co_qualname", code.co_name),
        }
        source = linecache.getline(code.co_filename, line or 0, frame.f_globals).strip()
        if source:
            described["source"] = source
        frames.append(described)
    return frames


def describe_error(
    error: BaseException,
    send_reference: Callable[[object], int],
    encode_args: Callable[[tuple[Any, ...]], Any],
    step: int | None = None,
) -> dict[str, Any]:
    """The wire's ERROR object.

    `send_reference` gives the exception an id, `encode_args` encodes its `args`.
    """
    seen: set[int] = set()

    def describe(error: BaseException) -> dict[str, Any]:
        seen.add(id(error))
        cls = type(error)
        described: dict[str, Any] = {
            "type": type_name(cls),
            "mro": [short_type_name(base) for base in cls.__mro__ if base is not object],
            "message": full_message(error),
            "id": send_reference(error),
            "frames": frames_of(error.__traceback__),
        }
        try:
            described["args"] = encode_args(error.args)
        except HostGone:
            raise
        except BaseException:
            # `args` may be a property of the user's class, and converting them runs the user's codecs.
            described["args"] = []
        for name, related in (("cause", error.__cause__), ("context", error.__context__)):
            if related is not None and id(related) not in seen and len(seen) < MAX_CHAIN:
                described[name] = describe(related)
        if error.__suppress_context__:
            described["suppress"] = True
        notes = _attribute(error, "__notes__")
        if isinstance(notes, (list, tuple)) and notes:
            described["notes"] = [_text_of(note) for note in notes]
        members = _attribute(error, "exceptions")
        if isinstance(members, tuple) and all(isinstance(member, BaseException) for member in members):
            described["exceptions"] = [
                describe(member) for member in members if id(member) not in seen and len(seen) < MAX_CHAIN
            ]
        if isinstance(error, ModuleNotFoundError) and isinstance(name := _attribute(error, "name"), str):
            described["name"] = name
        host = _attribute(error, "__snakebridge_host__")
        if isinstance(host, int):
            described["host"] = host
        return described

    described = describe(error)
    if step is not None:
        described["step"] = step
    return described

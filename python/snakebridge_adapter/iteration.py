"""Lock-step iteration and context managers."""

from __future__ import annotations

from .operations import Done
from .values.encode import declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .worker import Worker


def step(worker: Worker, target: Any, op: dict[str, Any]) -> Any:
    """The next item of an iterator, or `Done`."""
    asynchronous = hasattr(type(target), "__anext__")
    returns = op.get("returns")
    if "throw" in op:
        error = worker.decode(op, op["throw"])
        if not isinstance(error, BaseException):
            error = error() if isinstance(error, type) else RuntimeError(str(error))
        if not hasattr(target, "athrow" if asynchronous else "throw"):
            raise error
        advance: Any = target.athrow(error) if asynchronous else None
        return _awaited_step(advance) if asynchronous else _step(lambda: target.throw(error), returns)
    if op.get("send") is not None:
        value = worker.decode(op, op["send"])
        if asynchronous:
            return _awaited_step(target.asend(value))
        return _step(lambda: target.send(value), returns)
    if asynchronous:
        return _awaited_step(target.__anext__())
    return _step(lambda: next(target), returns)


def _step(advance: Any, returns: Any) -> Any:
    try:
        return advance()
    except StopIteration as stop:
        return Done(declared(stop.value, returns))


async def _awaited_step(advance: Any) -> Any:
    try:
        return await advance
    except StopAsyncIteration:
        return Done(None)


def enter(manager: Any) -> Any:
    """`__enter__`, or a coroutine of `__aenter__` for a manager that has only that."""
    cls: Any = type(manager)
    if hasattr(cls, "__enter__"):
        return cls.__enter__(manager)
    return cls.__aenter__(manager)


def leave(manager: Any, error: Any) -> Any:
    """`__exit__` with the error that the body raised, if any. True when the manager suppressed it."""
    cls: Any = type(manager)
    details: tuple[Any, Any, Any] = (None, None, None)
    if isinstance(error, BaseException):
        details = (type(error), error, error.__traceback__)
    if hasattr(cls, "__exit__"):
        return bool(cls.__exit__(manager, *details))
    return _awaited_exit(cls.__aexit__(manager, *details))


async def _awaited_exit(leaving: Any) -> bool:
    return bool(await leaving)

"""What each operation of a batch does. A handler returns the operation's value or raises its error."""

from __future__ import annotations

import _operator as operator
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .worker import Worker

    Handler = Callable[["Worker", dict[str, Any]], Any]


class Done:
    """The end of an iteration, with the value that the generator returned."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def attribute(target: Any, name: str) -> Any:
    """An attribute; one that a module lacks is tried as a submodule."""
    try:
        return getattr(target, name)
    except AttributeError:
        if not isinstance(target, ModuleType):
            raise
        full = f"{target.__name__}.{name}"
        try:
            return module_named(full)
        except ModuleNotFoundError as missing:
            if missing.name != full:
                raise
        raise


def module_named(name: str) -> Any:
    import sys

    module = sys.modules.get(name)
    if module is None:
        __import__(name)
        module = sys.modules[name]
    else:
        spec = getattr(module, "__spec__", None)
        if spec is not None and getattr(spec, "_initializing", False):
            # Another thread is importing it: wait for the import lock.
            __import__(name)
    return module


def walk(target: Any, path: list[str] | None) -> Any:
    if path:
        for name in path:
            target = attribute(target, name)
    return target


def _target(worker: Worker, op: dict[str, Any]) -> Any:
    """The object that `on` and `path` name."""
    on = op["on"]
    kind = on.get("$") if type(on) is dict else None
    if kind == "ref":
        target = worker.objects.get(on["id"])
    elif kind == "module":
        target = worker.module(on["name"], on.get("path"))
    elif kind == "call":
        target = worker.target_call(on["id"], on.get("path"))
    elif kind == "held":
        target = worker.held_target(on)
    else:
        target = worker.decode(op, on)
    path = op.get("path")
    if path:
        for name in path:
            target = attribute(target, name)
    return target


def _get(worker: Worker, op: dict[str, Any]) -> Any:
    return _target(worker, op)


def call(worker: Worker, op: dict[str, Any]) -> Any:
    function = _target(worker, op)
    args = op.get("args") or ()
    kwargs = op.get("kwargs")
    if op.get("tagged"):
        decoding = worker.decoding(op)
        args = [decoding.argument(item, index) for index, item in enumerate(args)]
        if kwargs:
            kwargs = {name: decoding.argument(item, name) for name, item in kwargs.items()}
    if kwargs:
        return function(*args, **kwargs)
    return function(*args)


def _set(worker: Worker, op: dict[str, Any]) -> None:
    *path, name = op["path"]
    setattr(walk(_target(worker, {**op, "path": None}), path), name, worker.decode(op, op.get("value")))


def _delete(worker: Worker, op: dict[str, Any]) -> None:
    *path, name = op["path"]
    delattr(walk(_target(worker, {**op, "path": None}), path), name)


def _item(worker: Worker, op: dict[str, Any]) -> Any:
    return _target(worker, op)[worker.decode(op, op["key"])]


def _set_item(worker: Worker, op: dict[str, Any]) -> None:
    _target(worker, op)[worker.decode(op, op["key"])] = worker.decode(op, op.get("value"))


def _delete_item(worker: Worker, op: dict[str, Any]) -> None:
    del _target(worker, op)[worker.decode(op, op["key"])]


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda member, container: member in container,
    "not in": lambda member, container: member not in container,
    "is": operator.is_,
    "is not": operator.is_not,
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "not": operator.not_,
    "neg": operator.neg,
    "pos": operator.pos,
    "abs": abs,
    "invert": operator.invert,
}


def _operator(worker: Worker, op: dict[str, Any]) -> Any:
    sign = op["operator"]
    target = _target(worker, op)
    unary = _UNARY.get(sign)
    if unary is not None:
        return unary(target)
    binary = _BINARY.get(sign)
    if binary is None:
        raise ValueError(f"unknown operator {sign!r}")
    return binary(target, worker.decode(op, op.get("other")))


def _unary(function: Callable[[Any], Any]) -> Handler:
    return lambda worker, op: function(_target(worker, op))


def _next(worker: Worker, op: dict[str, Any]) -> Any:
    from .iteration import step

    return step(worker, _target(worker, op), op)


def _iter(worker: Worker, op: dict[str, Any]) -> Any:
    from .streams import start

    return start(worker, _target(worker, op), op)


def _enter(worker: Worker, op: dict[str, Any]) -> Any:
    from .iteration import enter

    return enter(_target(worker, op))


def _exit(worker: Worker, op: dict[str, Any]) -> Any:
    from .iteration import leave

    return leave(_target(worker, op), worker.decode(op, op.get("error")))


def _eval(worker: Worker, op: dict[str, Any]) -> Any:
    from .evaluation import evaluate

    return evaluate(op["code"], _names(worker, op))


def _exec(worker: Worker, op: dict[str, Any]) -> None:
    from .evaluation import execute

    execute(op["code"], _names(worker, op))


def _names(worker: Worker, op: dict[str, Any]) -> dict[str, Any]:
    decoding = worker.decoding(op)
    return {name: decoding.argument(value, name) for name, value in (op.get("names") or {}).items()}


def _import(worker: Worker, op: dict[str, Any]) -> Any:
    return worker.module(op["name"], None)


def _gc(worker: Worker, op: dict[str, Any]) -> int:
    import gc

    return gc.collect()


HANDLERS: dict[str, Handler] = {
    "get": _get,
    "call": call,
    "coro": call,
    "set": _set,
    "delete": _delete,
    "item": _item,
    "setItem": _set_item,
    "delItem": _delete_item,
    "op": _operator,
    "len": _unary(len),
    "repr": _unary(repr),
    "str": _unary(str),
    "type": _unary(type),
    "bool": _unary(bool),
    "hash": _unary(hash),
    "dir": _unary(dir),
    "iter": _iter,
    "next": _next,
    "enter": _enter,
    "exit": _exit,
    "eval": _eval,
    "exec": _exec,
    "import": _import,
    "gc": _gc,
}

"""What a descriptor of a library hands out: read from the code of its `__get__`, which is not run."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from typing import Any

from .library_code import attempt
from .objects import attribute, is_a

_makers: dict[types.FunctionType, str | None] = {}


def handed_out(value: Any) -> type | None:
    """
    The class whose instances an attribute gives, where its descriptor keeps that class and calls it.

    >>> class Accessor:
    ...     def __init__(self, made):
    ...         self._made = made
    ...     def __get__(self, instance, owner):
    ...         return self._made if instance is None else self._made(instance)
    """
    getter = attribute(type(value), "__get__")
    if not is_a(getter, types.FunctionType):
        return None
    if getter not in _makers:
        _makers[getter] = _called_attribute(getter)
    name = _makers[getter]
    made = attribute(value, name) if name is not None else None
    return made if is_a(made, type) else None


def _called_attribute(getter: types.FunctionType) -> str | None:
    """The attribute of the descriptor whose result its `__get__` returns; None where there are several."""
    source = attempt(lambda: textwrap.dedent(inspect.getsource(getter)), "")
    tree = attempt(lambda: ast.parse(source), None)
    function = tree.body[0] if tree is not None and tree.body else None
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return None
    own = function.args.args[0].arg
    kept: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            called = _called(node.value, own)
            if called is not None:
                kept[node.targets[0].id] = called
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            found.update(_results(node.value, own, kept))
    return found.pop() if len(found) == 1 else None


def _results(value: ast.expr, own: str, kept: dict[str, str]) -> list[str]:
    if isinstance(value, ast.IfExp):
        return _results(value.body, own, kept) + _results(value.orelse, own, kept)
    called = kept.get(value.id) if isinstance(value, ast.Name) else _called(value, own)
    return [called] if called is not None else []


def _called(value: ast.expr, own: str) -> str | None:
    """`made` in `self.made(...)`."""
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return None
    holder = value.func.value
    return value.func.attr if isinstance(holder, ast.Name) and holder.id == own else None

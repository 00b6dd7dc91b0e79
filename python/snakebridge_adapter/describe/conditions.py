"""Evaluates the `if` tests that stubs may hold: version, platform and type checking."""

from __future__ import annotations

import ast
import operator
import sys
from typing import Any, Callable

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def evaluate(test: ast.expr) -> bool | None:
    """True or false where a type checker knows the answer for this interpreter, else None."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, (ast.Name, ast.Attribute)):
        name = test.id if isinstance(test, ast.Name) else test.attr
        return True if name in ("TYPE_CHECKING", "MYPY") else None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = evaluate(test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        return _boolean(test)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _comparison(test)
    if isinstance(test, ast.Call):
        return _platform_prefix(test)
    return None


def _boolean(test: ast.BoolOp) -> bool | None:
    values = [evaluate(value) for value in test.values]
    decisive = isinstance(test.op, ast.Or)
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _comparison(test: ast.Compare) -> bool | None:
    left = _system_value(test.left)
    compare = _COMPARISONS.get(type(test.ops[0]))
    if left is None or compare is None:
        return None
    try:
        right = ast.literal_eval(test.comparators[0])
        if isinstance(left, tuple) and isinstance(right, tuple):
            return compare(
                left[: len(right)] if isinstance(test.ops[0], (ast.Eq, ast.NotEq)) else left, right
            )
        return compare(left, right)
    except (ValueError, TypeError):
        return None


def _system_value(node: ast.expr) -> object:
    if isinstance(node, ast.Subscript):
        base = _system_value(node.value)
        if not isinstance(base, tuple):
            return None
        part = node.slice
        try:
            if isinstance(part, ast.Slice):
                upper = ast.literal_eval(part.upper) if part.upper is not None else None
                return base[:upper]
            return base[ast.literal_eval(part)]
        except (ValueError, TypeError, IndexError):
            return None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        name = f"{node.value.id}.{node.attr}"
        if name == "sys.version_info":
            return tuple(sys.version_info[:3])
        if name == "sys.platform":
            return sys.platform
        if name == "sys.implementation":
            return None
        if name == "os.name":
            return "nt" if sys.platform == "win32" else "posix"
    return None


def _platform_prefix(test: ast.Call) -> bool | None:
    function = test.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr == "startswith"
        and _system_value(function.value) == sys.platform
        and len(test.args) == 1
        and isinstance(test.args[0], ast.Constant)
        and isinstance(test.args[0].value, str)
    ):
        return sys.platform.startswith(test.args[0].value)
    return None

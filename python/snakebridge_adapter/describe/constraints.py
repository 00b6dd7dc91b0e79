"""Parameter constraints that a class itself declares in machine-readable form.

``_parameter_constraints`` maps parameter names to lists of types and constraint objects; estimators of
several libraries carry it. The objects are read by their shape alone.
"""

from __future__ import annotations

import numbers
from typing import Any

from .library_code import attempt
from .names import ClassNames
from .nodes import NONE, Node, literal_value, raw, ref, union

_WORDS: dict[str, Node] = {
    "array-like": raw("array-like"),
    "sparse matrix": raw("sparse matrix"),
    "boolean": ref("bool"),
    "verbose": union([ref("int"), ref("bool")]),
    "nan": ref("float"),
}


def constraint_types(owner: object, names: ClassNames) -> dict[str, Node]:
    """Types by parameter name; empty where the object declares no constraints."""
    declared = getattr(owner, "__dict__", {}).get("_parameter_constraints")
    if not isinstance(declared, dict):
        return {}
    result: dict[str, Node] = {}
    items: dict[Any, Any] = declared  # pyright: ignore[reportUnknownVariableType]
    for name, allowed in items.items():
        if not isinstance(name, str) or not isinstance(allowed, list):
            continue
        # The objects are the library's: asking one what it allows runs its code.
        parts = [attempt(lambda item=item: _constraint(item, names), None) for item in allowed]  # pyright: ignore[reportUnknownVariableType, reportUnknownLambdaType]
        known = [part for part in parts if part is not None]
        if known and len(known) == len(parts):
            result[name] = union(known)
    return result


def _constraint(item: Any, names: ClassNames) -> Node | None:
    if item is None:
        return NONE
    if isinstance(item, str):
        return _WORDS.get(item) or raw(item)
    if item is callable:
        return {"kind": "callable", "returns": {"kind": "any"}}
    if isinstance(item, type):
        return _number(item) or ref(names.of(item))
    options = getattr(item, "options", None)
    if isinstance(options, (set, frozenset, list, tuple)) and options:
        return _options(list(options), item, names)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    kind = getattr(item, "type", None)
    if isinstance(kind, type):
        return _number(kind) or ref(names.of(kind))
    inner = getattr(item, "constraint", None)
    if inner is not None:
        return _constraint(inner, names)
    return raw(str(item)) if type(item).__str__ is not object.__str__ else None


def _options(options: list[Any], item: Any, names: ClassNames) -> Node | None:
    parts: list[Node] = []
    for option in options:
        literal = literal_value(option)
        if literal is not None:
            parts.append(NONE if option is None else {"kind": "literal", "values": [literal[0]]})
        elif isinstance(option, type):
            parts.append(ref(names.of(option)))
    parts.sort(key=repr)
    return union(parts) if parts else None


def _number(kind: type) -> Node | None:
    if kind is numbers.Integral:
        return ref("int")
    if kind is numbers.Real:
        return union([ref("float"), ref("int")])
    return None

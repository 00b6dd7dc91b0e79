"""Docstrings that say no more than where to look: ``See :func:`library.function` ``."""

from __future__ import annotations

import re
import sys
from typing import Any, Callable

from .context import Context
from .docstrings import read_docstring
from .facts import fill
from .names import lookup
from .nodes import Node
from .objects import is_a

_SEE = re.compile(r"^See :(?:py:)?(?:func|meth):`~?\.?([\w.]+)(?:\(\))?`\.?[ \t]*$", re.MULTILINE)
_WEAK = frozenset(("inferred", "default", None))

Describe = Callable[[str, str, Any], Node]


def with_referenced_types(
    context: Context, signatures: list[Node], doc: str, describe: Describe
) -> list[Node]:
    """
    Signatures with what the callable that the docstring points to says of parameters of the same name and of
    the result, where nobody else says it.

    ``describe`` is given a module, a name and the callable there.
    """
    if all(map(_is_declared, signatures)):
        return signatures
    found = _SEE.search(doc)
    target = _target(context, found.group(1), describe) if found is not None else None
    if target is None:
        return signatures
    home, node = target
    taken = [_taken(signature, node["signatures"]) for signature in signatures]
    text = read_docstring(node["doc"]) if "doc" in node else None
    filled = fill(taken, text, {}, context.prose_reader(home), context.names, home)
    return [_joined(own, other) for own, other in zip(signatures, filled)]


def _is_declared(signature: Node) -> bool:
    return "returns" in signature and all(item.get("source") not in _WEAK for item in signature["params"])


def _target(context: Context, name: str, describe: Describe) -> tuple[str, Node] | None:
    """The described callable of a dotted name, and its module; None where none is loaded."""
    if name in context.referenced:
        return context.referenced[name]
    # Two that point to each other say nothing.
    context.referenced[name] = None
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module, qualname = ".".join(parts[:length]), ".".join(parts[length:])
        value = lookup(module, qualname) if module in sys.modules else None
        if value is not None and callable(value) and not is_a(value, type):
            context.referenced[name] = (module, describe(module, parts[-1], value))
            break
    return context.referenced[name]


def _taken(signature: Node, others: list[Node]) -> Node:
    """The signature with the types of the other's parameters, and without weak ones."""
    result: Node = {**signature, "params": [_parameter(item, others) for item in signature["params"]]}
    returns = [item.get("returns") for item in others]
    told = returns[0] if returns and _are_equal(returns) else None
    if "returns" not in result and told is not None and told["kind"] not in ("raw", "self", "typevar"):
        result["returns"], result["returnsSource"] = told, "docstring"
    return result


def _parameter(parameter: Node, others: list[Node]) -> Node:
    if parameter.get("source") not in _WEAK:
        return parameter
    bare = {key: value for key, value in parameter.items() if key not in ("type", "source")}
    if parameter["kind"].startswith("var-"):
        return bare
    same = [item for other in others for item in other["params"] if item["name"] == parameter["name"]]
    types = [item.get("type") for item in same if item.get("source") not in _WEAK]
    if types and len(types) == len(same) and _are_equal(types):
        return {**bare, "type": types[0], "source": "docstring"}
    return bare


def _are_equal(types: list[Node | None]) -> bool:
    return all(item == types[0] for item in types)


def _joined(own: Node, other: Node) -> Node:
    """What the docstring itself says stays."""
    params = [
        mine
        if mine.get("source") not in _WEAK
        else {**their, **({"doc": mine["doc"]} if "doc" in mine else {})}
        for mine, their in zip(own["params"], other["params"])
    ]
    return {**other, **own, "params": params}

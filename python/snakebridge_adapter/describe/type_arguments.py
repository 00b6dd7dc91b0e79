"""What the type parameters of generic bases stand for in a running class: `class B(A[str])`."""

from __future__ import annotations

from typing import Any

from .context import Context
from .nodes import Node, key_of, substitute


def type_arguments(context: Context, cls: type) -> dict[str, Node]:
    """
    The types that a class gives to the type parameters of all its bases, by name.

    A name for which two bases disagree is left out: nobody says which of them is meant.
    """
    found: dict[str, Node] = {}
    disputed: set[str] = set()
    for mapping in _mappings(context, cls, {}, 0):
        for name, node in mapping.items():
            if name in found and key_of(found[name]) != key_of(node):
                disputed.add(name)
            found[name] = node
    return {
        name: node
        for name, node in found.items()
        if name not in disputed and not (node["kind"] == "typevar" and node["name"] == name)
    }


def arguments_of(context: Context, cls: type, base: type) -> list[Node]:
    """The types that a class gives a generic base, in order; none where it leaves them open."""
    for owner in cls.__mro__:
        for alias in vars(owner).get("__orig_bases__", ()):
            if getattr(alias, "__origin__", None) is base:
                reader = context.prose_reader(str(owner.__module__))
                return [context.types.read(item, reader) for item in getattr(alias, "__args__", ())]
    return []


def _mappings(context: Context, cls: type, outer: dict[str, Node], depth: int) -> list[dict[str, Node]]:
    result: list[dict[str, Node]] = []
    for base in vars(cls).get("__orig_bases__", ()) if depth < 20 else ():
        origin: Any = getattr(base, "__origin__", None)
        # A base without arguments leaves the parameters open.
        generic = origin if isinstance(origin, type) else base
        if not isinstance(generic, type):
            continue
        mapping: dict[str, Node] = {}
        parameters = getattr(generic, "__parameters__", ())
        if isinstance(origin, type) and isinstance(parameters, tuple):
            reader = context.prose_reader(str(cls.__module__))
            for parameter, argument in zip(parameters, getattr(base, "__args__", ())):  # pyright: ignore[reportUnknownVariableType]
                node = context.types.read(argument, reader)
                mapping[str(parameter.__name__)] = substitute(node, outer)  # pyright: ignore[reportUnknownMemberType]
            result.append(mapping)
        result += _mappings(context, generic, mapping, depth + 1)
    return result

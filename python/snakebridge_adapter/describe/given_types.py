"""Inherited members with the types that a class gives to the type parameters of a generic base."""

from __future__ import annotations

from .callables import without_type_params
from .context import Context
from .nodes import Node, substitute, variables
from .static_types import substituted_signature
from .type_arguments import type_arguments


class GivenTypes:
    """The types that one class gives: `DataFrame` for the parameter of `class Groups(Base[DataFrame])`."""

    def __init__(self, context: Context, cls: type) -> None:
        self._context = context
        self._cls = cls
        self._told: dict[str, Node] | None = None

    def in_place(self, shared: int, owner: type) -> int:
        """The place of a shared member of a base as this class has it; the same where nothing differs."""
        names = [getattr(item, "__name__", "") for item in getattr(owner, "__parameters__", ())]
        if not names:
            return shared
        if self._told is None:
            self._told = type_arguments(self._context, self._cls)
        member = self._context.shared[shared]
        used = _used(member)
        given = {name: self._told[name] for name in names if name in self._told and name in used}
        if not given:
            return shared
        key = ("given", shared, repr(given))
        if key not in self._context.inherited:
            self._context.inherited[key] = len(self._context.shared)
            self._context.shared.append(_with(member, given))
        place = self._context.inherited[key]
        return shared if place is None else place


def _used(member: Node) -> dict[str, None]:
    """The type variables that a member's types name."""
    names: dict[str, None] = {}
    for signature in member.get("signatures", ()):
        for item in (*(part.get("type") for part in signature["params"]), signature.get("returns")):
            if item is not None:
                variables(item, names)
    if "type" in member:
        variables(member["type"], names)
    return names


def _with(member: Node, given: dict[str, Node]) -> Node:
    result = dict(member)
    if "signatures" in member:
        result["signatures"] = [
            without_type_params(substituted_signature(item, given), set(given))
            for item in member["signatures"]
        ]
    if "type" in member:
        result["type"] = substitute(member["type"], given)
    return result

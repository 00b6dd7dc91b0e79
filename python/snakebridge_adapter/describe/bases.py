"""What a class that no stub declares inherits from bases that one declares: `Exception`, `dict`, `Thread`."""

from __future__ import annotations

from .context import Context
from .meanings import StaticClass
from .nodes import ANY, Node, substitute, variables
from .static_types import Member
from .type_arguments import arguments_of, type_arguments


class DeclaredBases:
    """The declarations of the bases of one running class."""

    def __init__(self, context: Context, cls: type, type_params: set[str]) -> None:
        self._context = context
        self._cls = cls
        self._type_params = type_params
        self._mappings: dict[type, dict[str, Node]] = {}

    def of(self, base: type) -> StaticClass | None:
        """The declaration of a base, or None where nothing declares it."""
        known = self._context.declared_bases
        if base not in known:
            known[base] = self._context.find.running_class(base)
        return known[base]

    def member(self, base: type, name: str) -> Member | None:
        """A member as the declaration of a base has it, with the types that the class gives that base."""
        static = self.of(base)
        found = self._context.static.member(static, name) if static is not None else None
        if static is None or found is None:
            return None
        given = self._mapping(base, static)
        if found.owner is static:
            return found._replace(mapping=given)
        return found._replace(mapping={key: substitute(node, given) for key, node in found.mapping.items()})

    def _mapping(self, base: type, static: StaticClass) -> dict[str, Node]:
        """What the base's type parameters stand for in the class; anything where it leaves them open."""
        if base not in self._mappings:
            context = self._context
            told = type_arguments(context, self._cls)
            arguments = [
                _closed(substitute(item, told), self._type_params)
                for item in arguments_of(context, self._cls, base)
            ]
            self._mappings[base] = context.static.mapping(static, arguments)
        return self._mappings[base]


def _closed(node: Node, type_params: set[str]) -> Node:
    """A type without the parameters of a class in between, which this class leaves open."""
    names: dict[str, None] = {}
    variables(node, names)
    return substitute(node, {name: ANY for name in names if name not in type_params})

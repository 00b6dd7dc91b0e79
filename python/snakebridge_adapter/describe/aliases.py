"""Type aliases: small ones are expanded where they stand, large and recursive ones are listed with the
description."""

from __future__ import annotations

import ast

from .annotations import AnnotationReader
from .meanings import AliasMeaning, ObjectMeaning, VariableMeaning
from .nodes import ANY, Node, ref, size, substitute, variables
from .scopes import StaticScope
from .typeparams import factory_details, read_type_params
from .world import World

# A tree of more nodes than this is written once, under its name.
_LARGE = 8


class _Expansion:
    def __init__(self) -> None:
        self.node: Node | None = None
        self.params: list[VariableMeaning] = []
        self.recursive = False


class Aliases:
    """The aliases met while one description was made."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._expansions: dict[str, _Expansion] = {}
        self.table: dict[str, Node] = {}

    def expand(self, meaning: AliasMeaning, args: list[Node], reader: AnnotationReader) -> Node:
        """The type that an alias stands for with these arguments, or a reference to it."""
        expansion = self._expansions.get(meaning.name)
        if expansion is None:
            expansion = self._define(meaning)
        if expansion.node is None:
            expansion.recursive = True
            return ref(meaning.name, args)
        if meaning.name in self.table:
            return ref(meaning.name, args)
        node = expansion.node
        if not args and node["kind"] == "callable":
            return node
        mapping: dict[str, Node] = {}
        for index, parameter in enumerate(expansion.params):
            if index < len(args):
                mapping[parameter.name] = args[index]
            else:
                self.parameter(parameter)
                mapping[parameter.name] = parameter.default or parameter.bound or ANY
        if args and not expansion.params and node["kind"] == "ref" and "args" not in node:
            # `_T = list` used as `_T[int]`: the arguments belong to what it stands for.
            return ref(node["name"], args)
        return substitute(node, mapping)

    def declared_class(self, meaning: ObjectMeaning) -> Node | None:
        """The class that a variable annotated ``type[C]`` stands for when it is used as a type."""
        annotation = meaning.declaration.annotation
        if isinstance(annotation, ast.Subscript):
            reader = AnnotationReader(StaticScope(self._world, meaning.module, meaning.owner), self)
            node = reader.read(annotation)
            if node["kind"] == "ref" and node["name"] == "type" and node.get("args"):
                inner: Node = node["args"][0]
                return inner
        return None

    def _define(self, meaning: AliasMeaning) -> _Expansion:
        expansion = _Expansion()
        self._expansions[meaning.name] = expansion
        value = meaning.declaration.value
        if value is None:
            expansion.node = ANY
            return expansion
        params = read_type_params(meaning.declaration.type_params, self._world, meaning.module, self)
        scope = StaticScope(self._world, meaning.module, None, params)
        reader = AnnotationReader(scope, self)
        node = reader.read(value)
        found: dict[str, None] = {}
        variables(node, found)
        if params:
            expansion.params = list(params.values())
        else:
            expansion.params = [reader.variables.get(name) or VariableMeaning(name) for name in found]
        expansion.node = node
        if expansion.recursive or size(node, _LARGE + 1) > _LARGE:
            entry: Node = {"type": node}
            if expansion.params:
                entry["typeParams"] = [self.parameter(parameter) for parameter in expansion.params]
            self.table[meaning.name] = entry
        return expansion

    def parameter(self, variable: VariableMeaning) -> Node:
        """A type variable as an entry of ``typeParams``."""
        if variable.call is not None and variable.module is not None:
            call, variable.call = variable.call, None
            factory_details(call, variable, self._world, variable.module, self)
        return variable.parameter()

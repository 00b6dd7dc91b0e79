"""What the parts of one description share."""

from __future__ import annotations

import sys
from typing import Any, Optional

from .aliases import Aliases
from .declarations import Declaration
from .locations import Locations
from .meanings import ClassMeaning, Meaning, ObjectMeaning, StaticClass, StaticModule
from .nodes import Node
from .runtime_signatures import RuntimeSignatures
from .runtime_types import RuntimeTypes
from .static_types import StaticTypes
from .world import World


class Context:
    """The readers and tables of one request."""

    def __init__(self, world: World, locations: Locations) -> None:
        self.world = world
        self.names = world.names
        self.aliases = Aliases(world)
        self.static = StaticTypes(world, self.aliases)
        self.types = RuntimeTypes(world, self.aliases)
        self.signatures = RuntimeSignatures(self.types, self.aliases)
        self.locations = locations
        self.skipped: list[Node] = []
        # Inherited members, described once for all classes that inherit them.
        self.inherited: dict[Any, Optional[Node]] = {}

    def static_class(self, cls: type) -> Optional[StaticClass]:
        """The declared class of a running one: where it says it is defined, or under its public name."""
        module = str(cls.__module__)
        qualname = str(cls.__qualname__)
        if module == "builtins" and self.world.module("builtins") is None:
            return None
        found = self.world.find_class(module, qualname)
        if found is None:
            name = self.names.of(cls)
            head, _, _ = name.rpartition("." + qualname)
            if head and head != module:
                found = self.world.find_class(head, qualname)
        return found

    def resolve(self, module: str, name: str) -> Optional[Meaning]:
        """What a module's stub says that one of its names is; an assignment of another name is followed."""
        meaning = self.world.find(module, name)
        for _ in range(5):
            if not isinstance(meaning, ObjectMeaning):
                return meaning
            followed = self._follow(meaning)
            if followed is None:
                return meaning
            meaning = followed
        return meaning

    def _follow(self, meaning: ObjectMeaning) -> Optional[Meaning]:
        return None


def stub_location(module: StaticModule, declaration: Declaration) -> Node:
    """Where the stub declares something."""
    line = declaration.functions[0].lineno if declaration.functions else declaration.line
    return {"file": module.source.path, "line": line}


def top(name: str) -> str:
    return name.partition(".")[0]


def is_loaded(module: str) -> bool:
    return module in sys.modules


__all__ = ["ClassMeaning", "Context", "is_loaded", "stub_location", "top"]

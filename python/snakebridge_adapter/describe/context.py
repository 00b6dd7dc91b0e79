"""What the parts of one description share."""

from __future__ import annotations

import sys
from typing import Any

from .aliases import Aliases
from .annotations import AnnotationReader
from .found import Finder
from .locations import Locations
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
        self.find = Finder(world, self.static)
        self.types = RuntimeTypes(world, self.aliases)
        self.signatures = RuntimeSignatures(self.types, self.aliases)
        self.locations = locations
        self.skipped: list[Node] = []
        # Inherited members, described and sent once for all classes that inherit them: their places in
        # `shared`.
        self.inherited: dict[Any, int | None] = {}
        self.shared: list[Node] = []
        self._prose: dict[str, AnnotationReader] = {}

    def prose_reader(self, module: str) -> AnnotationReader:
        """A reader for names in the docstrings of a module."""
        reader = self._prose.get(module)
        if reader is None:
            loaded = sys.modules.get(module)
            reader = self.types.scope(module, vars(loaded) if loaded is not None else {})
            self._prose[module] = reader
        return reader

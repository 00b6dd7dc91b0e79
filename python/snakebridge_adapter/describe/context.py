"""What the parts of one description share."""

from __future__ import annotations

import os
import sys
from typing import Any

from .aliases import Aliases
from .annotations import AnnotationReader
from .found import Finder
from .lazy_names import LazyNames
from .library_code import attempt
from .locations import Locations
from .meanings import StaticClass
from .nodes import Node
from .runtime_signatures import RuntimeSignatures
from .runtime_types import RuntimeTypes
from .static_types import StaticTypes
from .world import World


class Context:
    """The readers and tables of one request."""

    def __init__(self, world: World, locations: Locations, lazy: LazyNames | None = None) -> None:
        self.world = world
        self.lazy = lazy if lazy is not None else LazyNames([], [], [])
        self.names = world.names
        self.aliases = Aliases(world)
        self.static = StaticTypes(world, self.aliases)
        self.find = Finder(world, self.static)
        self.types = RuntimeTypes(world, self.aliases)
        self.signatures = RuntimeSignatures(self.types, self.aliases)
        self.locations = locations
        self.skipped: list[Node] = list(self.lazy.failed)
        self.faulty = False
        # Inherited members, described and sent once for all classes that inherit them: their places in
        # `shared`.
        self.inherited: dict[Any, int | None] = {}
        self.shared: list[Node] = []
        # What declares the bases of classes that nothing declares.
        self.declared_bases: dict[type, StaticClass | None] = {}
        # What docstrings point to, by the name that they give.
        self.referenced: dict[str, tuple[str, Node] | None] = {}
        self._prose: dict[str, AnnotationReader] = {}

    def skip(self, name: str, error: BaseException) -> None:
        """
        Notes a name that could not be described, and why.

        What a library's own code raises is a fact about the library. What this describer raises is not: then
        the description is marked, and nobody keeps it.
        """
        if isinstance(error, RecursionError):
            self.skipped.append({"name": name, "reason": "its types are nested too deeply"})
            return
        text = attempt(lambda: str(error), "")
        entry: Node = {"name": name, "reason": f"{type(error).__name__}: {text}"[:300]}
        if _raised_here(error):
            entry["internal"] = True
            self.faulty = True
        self.skipped.append(entry)

    def prose_reader(self, module: str) -> AnnotationReader:
        """A reader for names in the docstrings of a module."""
        reader = self._prose.get(module)
        if reader is None:
            loaded = sys.modules.get(module)
            reader = self.types.scope(module, vars(loaded) if loaded is not None else {})
            self._prose[module] = reader
        return reader


def _raised_here(error: BaseException) -> bool:
    """Whether the innermost frame of an exception is one of this package's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and os.path.dirname(trace.tb_frame.f_code.co_filename) == os.path.dirname(
        __file__
    )

"""Scopes in which annotations are read: a declared module or class, or the globals of running code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .forms import FORMS
from .meanings import (
    ClassMeaning,
    FormMeaning,
    Meaning,
    ModuleMeaning,
    NodeMeaning,
    ObjectMeaning,
    StaticClass,
    StaticModule,
    VariableMeaning,
)
from .world import World

if TYPE_CHECKING:
    from .runtime_types import RuntimeTypes


def member(world: World, meaning: Meaning, name: str) -> Meaning | None:
    """What ``meaning.name`` means."""
    if isinstance(meaning, ModuleMeaning):
        if meaning.name in ("typing", "typing_extensions") and name in FORMS:
            return FormMeaning(name)
        found = world.find(meaning.name, name, deep=True)
        static = world.module(meaning.name)
        if found is None and (static is None or static.source.kind == "plain"):
            # The import says what it is called, even where nothing more is known of it.
            return ClassMeaning(f"{meaning.name}.{name}")
        return found
    if isinstance(meaning, ClassMeaning):
        static = meaning.static
        if static is not None:
            declaration = static.body.names.get(name)
            if declaration is not None and declaration.kind == "class":
                nested = world.static_class(static.module, declaration, static)
                return ClassMeaning(
                    world.names.of_stub(static.module.name, f"{static.qualname}.{name}"), nested
                )
        return ClassMeaning(f"{meaning.name}.{name}")
    return None


class StaticScope:
    """A module's declarations, with those of enclosing classes and PEP 695 parameters in front."""

    def __init__(
        self,
        world: World,
        module: StaticModule,
        owner: StaticClass | None = None,
        params: Mapping[str, VariableMeaning] | None = None,
        found: dict[str, Meaning | None] | None = None,
    ) -> None:
        """``found`` keeps what was found for the next scope of the same module and owner."""
        self._world = world
        self._module = module
        self._owner = owner
        self._params = params or {}
        self._found: dict[str, Meaning | None] = {} if found is None else found

    def find(self, name: str) -> Meaning | None:
        found: Meaning | None = self._params.get(name)
        if found is not None:
            return found
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Meaning | None:
        found: Meaning | None = None
        owner = self._owner
        while owner is not None:
            found = self._in_class(owner, name)
            if found is not None:
                return found
            owner = owner.outer
        found = self._world.find(self._module.name, name, deep=True)
        # A module found here is a submodule of the same name: an import shows it, being below is not enough.
        if isinstance(found, ModuleMeaning) and found.name == f"{self._module.name}.{name}":
            declared = self._module.source.package or name in self._module.body.names
            found = found if declared else None
        if found is None or (isinstance(found, ObjectMeaning) and found.declaration.kind == "function"):
            return self._world.find("builtins", name) or _builtin(self._world, name)
        return found

    def _in_class(self, owner: StaticClass, name: str) -> Meaning | None:
        declaration = owner.body.names.get(name)
        if declaration is None or declaration.kind == "function":
            return None
        if declaration.kind == "class":
            nested = self._world.static_class(owner.module, declaration, owner)
            return ClassMeaning(
                self._world.names.of_stub(owner.module.name, f"{owner.qualname}.{name}"), nested
            )
        if declaration.is_annotated and not declaration.alias:
            return None
        found = self._world.meaning(owner.module, declaration)
        return None if isinstance(found, ObjectMeaning) else found

    def member(self, meaning: Meaning, name: str) -> Meaning | None:
        return member(self._world, meaning, name)


class RuntimeScope:
    """The globals of a running module; names that exist only for type checkers come from its source."""

    def __init__(
        self,
        world: World,
        types: RuntimeTypes,
        module: str,
        namespace: Mapping[str, Any],
        local: Mapping[str, Any] | None = None,
    ) -> None:
        self._world = world
        self._types = types
        self._module = module
        self._namespace = namespace
        self._local = local or {}

    def find(self, name: str) -> Meaning | None:
        for namespace in (self._local, self._namespace):
            if name in namespace:
                found = self._types.meaning(namespace[name])
                if found is not None:
                    return found
        found = self._world.find(self._module, name, deep=True)
        if found is None or isinstance(found, (ObjectMeaning, ModuleMeaning)):
            found = _builtin(self._world, name) or found
        if found is None and name in sys.modules:
            # Docstrings write names in full, whatever their module imports.
            return ModuleMeaning(name)
        return found

    def member(self, meaning: Meaning, name: str) -> Meaning | None:
        if isinstance(meaning, ModuleMeaning):
            loaded = sys.modules.get(meaning.name)
            if loaded is not None and name in vars(loaded):
                found = self._types.meaning(vars(loaded)[name])
                if found is not None:
                    return found
            found = member(self._world, meaning, name)
            if found is None and f"{meaning.name}.{name}" in sys.modules:
                return ModuleMeaning(f"{meaning.name}.{name}")
            # The module's own import says what it is called, even where nothing more is known of it.
            return found or ClassMeaning(f"{meaning.name}.{name}")
        if isinstance(meaning, ClassMeaning) and meaning.runtime is not None:
            nested = vars(meaning.runtime).get(name)
            if isinstance(nested, type):
                return ClassMeaning(self._world.names.of(nested), None, nested)
        return member(self._world, meaning, name)


def _builtin(world: World, name: str) -> Meaning | None:
    value = vars(sys.modules["builtins"]).get(name)
    if isinstance(value, type):
        return ClassMeaning(world.names.of(value), None, value)
    return NodeMeaning({"kind": "none"}) if name == "None" else None

"""Lazy names of a module (PEP 562): those it gives only when asked, and which of them to load."""

from __future__ import annotations

import sys
import time
import types
from typing import NamedTuple

from .library_code import attempt
from .nodes import Node
from .submodules import list_submodules
from .world import World

# More lazy names than this are not loaded one and all: each may import a part of the library.
_MANY = 400
# No library that can be used takes as long; what does is said.
_LOADING_SECONDS = 60


class LazyNames(NamedTuple):
    """The lazy names of a module: those that are loaded now, those known by name alone, and what failed."""

    loaded: list[str]
    unloaded: list[str]
    failed: list[Node]


def load_lazy_names(world: World, module: types.ModuleType, name: str) -> LazyNames:
    """
    Loads the lazy names of a module, as its users' imports would; submodules are not imported.

    Of a library that has very many, those are loaded that its own source names one by one for type checkers.
    The others are there all the same, and are loaded when somebody asks for one.
    """
    lazy = _lazy_names(module, name)
    if not lazy:
        return LazyNames([], [], [])
    wanted = lazy if len(lazy) <= _MANY else _named_in_source(world, name, lazy)
    result = LazyNames([], [], [])
    until = time.monotonic() + _LOADING_SECONDS
    for item in wanted:
        if time.monotonic() > until:
            break
        try:
            getattr(module, item)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # As an import does: optional dependencies are missing, or end Python.
            text = attempt(lambda error=error: str(error), "")
            result.failed.append({"name": item, "reason": f"{type(error).__name__}: {text}"[:300]})
            continue
        result.loaded.append(item)
    tried = {*result.loaded, *(item["name"] for item in result.failed)}
    result.unloaded.extend(item for item in lazy if item not in tried)
    return result


def is_lazy(module: types.ModuleType) -> bool:
    """Whether a module computes names that its namespace does not hold."""
    kind = type(module)
    return "__getattr__" in vars(module) or (
        kind is not types.ModuleType and any("__getattr__" in vars(base) for base in kind.__mro__)
    )


def exported_names(namespace: dict[str, object]) -> list[str]:
    """The names of `__all__`, in its order where it has one."""
    found: object = namespace.get("__all__")
    if isinstance(found, (set, frozenset)):
        return sorted(item for item in found if isinstance(item, str))  # pyright: ignore[reportUnknownVariableType]
    if isinstance(found, (list, tuple)):
        return [item for item in found if isinstance(item, str)]  # pyright: ignore[reportUnknownVariableType]
    return []


def _lazy_names(module: types.ModuleType, name: str) -> list[str]:
    """Names of `__all__`, or else of the module's own `__dir__`, that are not there yet. Sorted: some
    libraries gather them in sets."""
    if not is_lazy(module):
        return []
    namespace = vars(module)
    told = exported_names(namespace) or [item for item in _listed(module) if not item.startswith("_")]
    submodules = set(list_submodules(name))
    return sorted(
        item
        for item in set(told)
        if item not in namespace
        and item.isidentifier()
        and (f"{name}.{item}" not in submodules or f"{name}.{item}" in sys.modules)
    )


def _listed(module: types.ModuleType) -> list[str]:
    kind = type(module)
    own = "__dir__" in vars(module) or (kind is not types.ModuleType and "__dir__" in vars(kind))
    if not own:
        return []
    # Where the library's own `__dir__` fails it has no more names to tell.
    return attempt(lambda: [item for item in dir(module) if isinstance(item, str)], [])  # pyright: ignore[reportUnnecessaryIsInstance]


def _named_in_source(world: World, name: str, lazy: list[str]) -> list[str]:
    static = world.module(name)
    names = static.body.names if static is not None else {}
    return [item for item in lazy if item in names]


def load_lazy_name(module: types.ModuleType, name: str) -> bool:
    """Loads a lazy name, so that the module's namespace holds it; false where it has none, or it can't be."""
    if name.startswith("_") or not is_lazy(module):
        return False
    try:
        value = getattr(module, name)
    except KeyboardInterrupt:
        raise
    except BaseException:  # The library's own `__getattr__`, or what it imports, which may end Python, too.
        return False
    vars(module).setdefault(name, value)
    return True

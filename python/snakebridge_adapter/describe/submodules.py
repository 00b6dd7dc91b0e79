"""Lists submodules from disk, without importing anything."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from typing import Optional


def locate(name: str) -> Optional[ModuleSpec]:
    """
    The spec of a module, found without importing its parents.

    ``importlib.util.find_spec("numpy.linalg")`` would import numpy; this walks the folders instead.
    """
    path: Optional[list[str]] = None
    spec: Optional[ModuleSpec] = None
    parts = name.split(".")
    for index in range(len(parts)):
        full = ".".join(parts[: index + 1])
        if index == 0:
            spec = BuiltinImporter.find_spec(full) or FrozenImporter.find_spec(full)
        else:
            spec = None
        spec = spec or _find(full, path)
        if spec is None:
            return None
        found = spec.submodule_search_locations
        path = [str(item) for item in found] if found is not None else []
    return spec


def _find(name: str, path: Optional[list[str]]) -> Optional[ModuleSpec]:
    spec = PathFinder.find_spec(name, path)
    if spec is None and path is None:
        # Editable installs bring finders of their own.
        for finder in sys.meta_path:
            if finder in (BuiltinImporter, FrozenImporter, PathFinder):
                continue
            find = getattr(finder, "find_spec", None)
            found = find(name, None) if find is not None else None
            if isinstance(found, ModuleSpec):
                return found
    return spec


def list_submodules(name: str) -> list[str]:
    """Full names of a package's direct public submodules, sorted; `__main__` and tests' runners are left out."""
    return sorted(_listed(name, _search_path(name)))


def _search_path(name: str) -> list[str]:
    loaded = sys.modules.get(name)
    found = getattr(loaded, "__path__", None) if loaded is not None else None
    if found is None:
        spec = locate(name)
        found = spec.submodule_search_locations if spec is not None else None
    return [str(item) for item in found] if found is not None else []


def _listed(name: str, path: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in pkgutil.iter_modules(path):
        if not entry.name.startswith("_") and entry.name.isidentifier():
            seen.add(entry.name)
            yield f"{name}.{entry.name}"
    # Namespace packages have no marker file: folders that hold Python files.
    for folder in path:
        if not os.path.isdir(folder) or os.path.isfile(os.path.join(folder, "__init__.py")):
            continue
        for item in os.scandir(folder):
            if item.is_dir() and item.name.isidentifier() and item.name not in seen and not item.name.startswith("_"):
                seen.add(item.name)
                yield f"{name}.{item.name}"

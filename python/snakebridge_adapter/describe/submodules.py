"""Lists submodules from disk, without importing anything."""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder

from .objects import attribute


def locate(name: str) -> ModuleSpec | None:
    """
    The spec of a module, found without importing its parents.

    ``importlib.util.find_spec("numpy.linalg")`` would import numpy; this walks the folders instead.
    """
    path: list[str] | None = None
    spec: ModuleSpec | None = None
    parts = name.split(".")
    for index in range(len(parts)):
        full = ".".join(parts[: index + 1])
        spec = BuiltinImporter.find_spec(full) or FrozenImporter.find_spec(full) if index == 0 else None
        # By its last part: for a dotted name the finder would ask for the parent, which is not loaded.
        spec = spec or _find(parts[index], path)
        if spec is None:
            return None
        path = _folders(spec.submodule_search_locations)
    return spec


def _find(name: str, path: list[str] | None) -> ModuleSpec | None:
    spec = PathFinder.find_spec(name, path)
    if spec is None and path is None:
        # Editable installs bring finders of their own.
        for finder in sys.meta_path:
            if any(finder is item for item in (BuiltinImporter, FrozenImporter, PathFinder)):
                continue
            find = getattr(finder, "find_spec", None)
            found = find(name, None) if find is not None else None
            if isinstance(found, ModuleSpec):
                return found
    return spec


def _folders(found: object) -> list[str]:
    """Search folders of a package. Those of a namespace package ask for its parent, which need not be
    loaded."""
    inner = getattr(found, "_path", found)
    return [str(item) for item in inner] if isinstance(inner, (list, tuple)) else []


def list_submodules(name: str) -> list[str]:
    """Full names of a package's direct public submodules, sorted; `__main__` and tests' runners are left
    out."""
    return sorted(_listed(name, _search_path(name)))


def _search_path(name: str) -> list[str]:
    loaded = sys.modules.get(name)
    found = _folders(attribute(loaded, "__path__")) if loaded is not None else []
    if not found:
        spec = locate(name)
        found = _folders(spec.submodule_search_locations) if spec is not None else []
    return found


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
            if (
                item.is_dir()
                and item.name.isidentifier()
                and item.name not in seen
                and not item.name.startswith("_")
            ):
                seen.add(item.name)
                yield f"{name}.{item.name}"

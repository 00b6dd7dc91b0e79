"""What can be imported in this environment, with the distribution that brings it; nothing is imported."""

from __future__ import annotations

import os
import pkgutil
import re
import sys
import sysconfig
from importlib import metadata
from typing import Any

from .distributions import top_level
from .objects import attribute
from .submodules import list_submodules

Json = dict[str, Any]


def installed_modules(standard_library: set[str]) -> list[Json]:
    """Importable top-level modules, sorted by name."""
    modules: dict[str, Json] = {}
    owners = _owners()
    for name in standard_library | set(sys.builtin_module_names):
        if not name.startswith("_"):
            modules[name] = {"name": name, "stdlib": True}
    inside = _standard_folders()
    for entry in pkgutil.iter_modules():
        if entry.name.startswith("_") or not entry.name.isidentifier():
            continue
        folder = getattr(entry.module_finder, "path", "")
        stdlib = os.path.realpath(str(folder)) in inside
        node = modules.setdefault(entry.name, {"name": entry.name})
        if entry.ispkg:
            node["package"] = True
        if stdlib:
            node["stdlib"] = True
    for name, owner in owners.items():
        if name not in modules and not name.startswith("_") and name.isidentifier():
            modules[name] = {"name": name, "package": True}
        if name in modules and "stdlib" not in modules[name]:
            modules[name].update(owner)
    return [modules[name] for name in sorted(modules)]


def likely_module(missing: str, standard_library: set[str]) -> str | None:
    """
    The module that was most likely meant by a name that none has.

    That of the distribution which is called so (`scikit-learn`), or one that is spelt nearly so.
    """
    from difflib import get_close_matches

    package, _, last = missing.rpartition(".")
    if package:
        names = [name.rpartition(".")[2] for name in list_submodules(package)]
    else:
        modules = installed_modules(standard_library)
        for module in modules:
            if _normalized(module.get("distribution", "")) == _normalized(missing):
                return str(module["name"])
        names = [module["name"] for module in modules]
    by_lower = {name.lower(): name for name in names}
    near = get_close_matches(last.lower(), by_lower, 1, 0.75)
    if not near:
        return None
    return f"{package}.{by_lower[near[0]]}" if package else by_lower[near[0]]


def _normalized(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _standard_folders() -> set[str]:
    paths = sysconfig.get_paths()
    folders = {os.path.realpath(paths[key]) for key in ("stdlib", "platstdlib") if key in paths}
    return folders | {os.path.join(folder, "lib-dynload") for folder in folders}


def _owners() -> dict[str, Json]:
    """Top-level names to the distribution that installed them."""
    owners: dict[str, Json] = {}
    for distribution in metadata.distributions():
        try:
            headers: Any = distribution.metadata
            name: str | None = headers.get("Name")
            version: str | None = headers.get("Version")
            summary: str | None = headers.get("Summary")
        except Exception:  # Broken metadata of one distribution must not hide all others.
            continue
        if not name:
            continue
        for top in top_level(distribution):
            owner: Json = {"distribution": name, "version": version or ""}
            if summary and summary != "UNKNOWN":
                owner["summary"] = summary.splitlines()[0][:200]
            owners.setdefault(top, owner)
    return owners


def is_standard_library(module: str) -> bool:
    """Whether a module belongs to the interpreter itself."""
    top = module.partition(".")[0]
    if top in sys.builtin_module_names:
        return True
    names: frozenset[str] | None = getattr(sys, "stdlib_module_names", None)
    if names is not None:
        return top in names
    loaded = sys.modules.get(top)
    file = attribute(loaded, "__file__")
    if not isinstance(file, str):
        # A namespace package has no file, as a module that is built in; but it has a path.
        return loaded is not None and attribute(loaded, "__path__") is None
    folder = os.path.dirname(os.path.realpath(file))
    return "site-packages" not in folder and any(folder.startswith(item) for item in _standard_folders())

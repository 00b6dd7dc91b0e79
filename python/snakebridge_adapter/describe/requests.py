"""The kinds of requests, and what a worker keeps between them."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from typing import Any

from .classes import describe_class
from .context import Context
from .declared_class import describe_declared_class
from .distributions import distribution_of
from .evidence import evidence_for, evidence_for_path
from .importing import ImportFailure, import_module, recorded
from .installed import installed_modules, is_standard_library, likely_module
from .lazy_names import load_lazy_name, load_lazy_names
from .locations import Locations
from .module import describe_module
from .names import lookup
from .sources import SourceFinder
from .submodules import list_submodules
from .world import World

Json = dict[str, Any]
Progress = Callable[[Json], None]

_worlds: dict[str | None, tuple[World, Locations]] = {}


def answer(request: Json, progress: Progress) -> object:
    """The answer to one request; failed imports are answers too."""
    typeshed = request.get("typeshed")
    world, locations = _world(typeshed if isinstance(typeshed, str) else None)
    name = str(request.get("name", ""))
    what = request.get("what")
    try:
        if what == "module":
            return _module(world, locations, name, progress)
        if what == "class":
            return _class(world, locations, name)
        if what == "installed":
            evidence = evidence_for_path()
            return {"modules": installed_modules(_standard_library(world)), "evidence": evidence}
        if what == "submodules":
            return {"name": name, "submodules": list_submodules(name)}
    except ImportFailure as failure:
        return _with_meant(world, failure.problem)
    raise ValueError(f"unknown describe request: {what!r}")


def _with_meant(world: World, problem: Json) -> Json:
    """A failure; where there is no such module, with the one that was most likely meant."""
    missing = problem.get("missing")
    if problem.get("error") != "not-found" or not isinstance(missing, str):
        return problem
    meant = likely_module(missing, _standard_library(world))
    return problem if meant is None else {**problem, "meant": meant}


def _world(typeshed: str | None) -> tuple[World, Locations]:
    # Found stubs depend on the import path, which earlier imports may have changed.
    known = _worlds.get(typeshed)
    if known is None:
        known = _worlds[typeshed] = (World(SourceFinder(typeshed)), Locations())
    return known


def _standard_library(world: World) -> set[str]:
    names: frozenset[str] | None = getattr(sys, "stdlib_module_names", None)
    return set(names) if names is not None else world.finder.standard_library_names()


def _module(world: World, locations: Locations, name: str, progress: Progress) -> Json:
    progress({"phase": "importing", "module": name})
    since = time.time()
    started = time.perf_counter()
    module, output = import_module(name)
    world.forget_missing()
    printed = [output]
    with recorded(printed):
        # Loading these is importing, too: it runs the library's code, and it takes the library's time.
        lazy = load_lazy_names(world, module, name)
    world.forget_missing()
    imported = time.perf_counter()
    busy = time.process_time()
    context = Context(world, locations, lazy)
    description = describe_module(context, module, name, progress)
    output = "".join(printed)
    if output:
        description["importOutput"] = output
    return {
        "description": description,
        "shared": context.shared,
        **({"faulty": True} if context.faulty else {}),
        "evidence": evidence_for(module, name, world, since),
        "timing": {
            "import": round(1000 * (imported - started), 1),
            "describe": round(1000 * (time.perf_counter() - imported), 1),
            "processor": round(1000 * (time.process_time() - busy), 1),
        },
    }


def _class(world: World, locations: Locations, name: str) -> Json:
    """A class by its qualified name. Its module is imported; one that only stubs know is described from
    them."""
    since = time.time()
    parts = name.split(".") if "." in name else ["builtins", name]
    context = Context(world, locations)
    failure: ImportFailure | None = None
    for length in range(len(parts) - 1, 0, -1):
        module, qualname = ".".join(parts[:length]), ".".join(parts[length:])
        try:
            loaded, _ = import_module(module)
        except ImportFailure as error:
            failure = failure or error
            continue
        world.forget_missing()
        cls = lookup(module, qualname)
        if cls is None and load_lazy_name(loaded, parts[length]):
            world.forget_missing()
            cls = lookup(module, qualname)
        if isinstance(cls, type):
            node = describe_class(context, parts[-1], cls, ".".join(parts[:-1]))
            return _class_answer(context, world, name, node, loaded, module, since)
    declared = describe_declared_class(context, name)
    if declared is not None:
        return _class_answer(context, world, name, declared, None, parts[0], since)
    if failure is not None and failure.problem.get("error") != "not-found":
        raise failure
    raise ImportFailure({"error": "no-class", "module": ".".join(parts[:-1]), "name": name, "message": ""})


def _class_answer(
    context: Context, world: World, name: str, node: Json, module: Any, home: str, since: float
) -> Json:
    result: Json = {"schema": 1, "name": name, "class": node, "python": platform.python_version()}
    if context.aliases.table:
        result["aliases"] = dict(sorted(context.aliases.table.items()))
    if is_standard_library(home):
        result["stdlib"] = True
    else:
        owner = distribution_of(home)
        if owner is not None:
            result["distribution"], result["version"] = owner.name, owner.version
    return {
        "description": result,
        "shared": context.shared,
        **({"faulty": True} if context.faulty else {}),
        "evidence": evidence_for(module, home, world, since),
    }

"""Which names of a module are its public API."""

from __future__ import annotations

import functools
import sys
import time
import types
from typing import Any

from .context import Context
from .objects import attribute, is_a
from .submodules import list_submodules

_LOADING_SECONDS = 20

# Only functions and classes say where they are from; of an instance, its class would speak.
_DEFINED = (
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type(functools.lru_cache(lambda: None)),
)


def public_names(context: Context, module: types.ModuleType, name: str) -> list[str]:
    """
    `__all__`, other names without an underscore that come from the same package, and names that the stub
    exports and that exist. Sorted, so that descriptions don't depend on import order.
    """
    namespace = vars(module)
    exported = exported_names(namespace)
    loading = _Loading(context, module, name)
    names = {item for item in exported if item in namespace or loading.can_load(item)}
    package = name.partition(".")[0]
    for item, value in list(namespace.items()):
        if not item.startswith("_") and item not in names and _belongs(value, package, name, bool(exported)):
            names.add(item)
    if not names and "__getattr__" not in namespace:
        # A module that only passes on what another package made is there for these names.
        names = {item for item, value in list(namespace.items()) if _is_passed_on(item, value)}
    static = context.world.module(name)
    if static is not None and static.source.kind == "stub":
        declared = set(static.body.exports or ())
        for item, declaration in static.body.names.items():
            exported = item in declared or (declaration.exported and not item.startswith("_"))
            if exported and item in namespace:
                names.add(item)
    return sorted(item for item in names if item.isidentifier())


def _is_passed_on(item: str, value: Any) -> bool:
    if item.startswith("_") or is_a(value, types.ModuleType):
        return False
    return str(type(value).__module__) not in ("__future__", "typing", "typing_extensions")


def exported_names(namespace: dict[str, Any]) -> list[str]:
    """The names of `__all__`, in its order where it has one."""
    found: object = namespace.get("__all__")
    if isinstance(found, (set, frozenset)):
        return sorted(item for item in found if isinstance(item, str))  # pyright: ignore[reportUnknownVariableType]
    if isinstance(found, (list, tuple)):
        return [item for item in found if isinstance(item, str)]  # pyright: ignore[reportUnknownVariableType]
    return []


def _belongs(value: Any, package: str, module: str, has_exports: bool) -> bool:
    """Whether a name without an underscore was made here, and not imported for the module's own use."""
    if is_a(value, types.ModuleType):
        return str(attribute(value, "__name__")).startswith(module + ".")
    origin = attribute(value, "__module__") if is_a(value, _DEFINED) else None
    if isinstance(origin, str):
        return origin.partition(".")[0].lstrip("_") == package.lstrip("_")
    if is_a(value, types.BuiltinFunctionType):
        return origin is None
    # A plain value has no origin. Where the module says what it exports, values beside it are its own
    # business.
    if type(value).__module__ in ("typing", "typing_extensions", "__future__"):
        # An alias may be offered to users; type variables and special forms are for the module's own
        # annotations.
        return bool(attribute(value, "__args__")) and not has_exports
    return not has_exports or str(type(value).__module__).partition(".")[0] == package


class _Loading:
    """
    Loads names of `__all__` that come only when asked for (PEP 562); submodules are not imported.

    A library may have thousands, each importing a part of it: after a while the rest are left alone, and
    said.
    """

    def __init__(self, context: Context, module: types.ModuleType, name: str) -> None:
        self._context = context
        self._module = module
        self._name = name
        self._until = time.monotonic() + _LOADING_SECONDS
        self._submodules: set[str] | None = None

    def can_load(self, item: str) -> bool:
        full = f"{self._name}.{item}"
        if self._submodules is None:
            self._submodules = set(list_submodules(self._name))
        if full in self._submodules and full not in sys.modules:
            return False
        if "__getattr__" not in vars(self._module) and type(self._module) is types.ModuleType:
            return False
        if time.monotonic() > self._until:
            self._skip(item, f"not loaded: the lazy names of {self._name} took over {_LOADING_SECONDS} s")
            return False
        try:
            getattr(self._module, item)
        except Exception as error:  # Lazy attributes import optional dependencies, which may be missing.
            self._skip(item, f"{type(error).__name__}: {error}"[:300])
            return False
        return True

    def _skip(self, item: str, reason: str) -> None:
        self._context.skipped.append({"name": item, "reason": reason})

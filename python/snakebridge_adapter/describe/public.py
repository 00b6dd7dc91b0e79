"""Which names of a module are its public API."""

from __future__ import annotations

import functools
import types
from typing import Any

from .context import Context
from .lazy_names import exported_names
from .objects import attribute, is_a

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
    names = {*(item for item in exported if item in namespace), *context.lazy.loaded}
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

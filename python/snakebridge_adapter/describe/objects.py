"""Looking at a library's objects without running its code: proxies answer `isinstance` and `getattr` by
importing."""

from __future__ import annotations

import functools
import types
from typing import Any

from .library_code import attempt

# Objects of these types keep their attributes in the open.
_OPEN = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
    functools.partial,
)
_PLAIN = frozenset(_OPEN)


def is_a(value: object, kinds: Any) -> bool:
    """`isinstance` that does not ask the object for its ``__class__``."""
    return issubclass(type(value), kinds)


def attribute(value: Any, name: str) -> Any:
    """An attribute that is there without computing it, else None."""
    kind = type(value)
    if kind in _PLAIN:
        return getattr(value, name, None)
    if issubclass(kind, types.ModuleType):
        # Not by `getattr`: a module's own `__getattr__` would be run.
        return object.__getattribute__(value, "__dict__").get(name)
    if issubclass(kind, _OPEN) or kind.__name__ == "_lru_cache_wrapper":
        return getattr(value, name, None)
    if issubclass(kind, type):
        # A metaclass may define `__getattr__`; what a class holds is found along its bases.
        if name in ("__module__", "__qualname__", "__name__", "__doc__"):
            return type.__getattribute__(value, name)
        bases = type.__getattribute__(value, "__mro__")
        found = next((vars(base)[name] for base in bases if name in vars(base)), None)
        return None if isinstance(found, (types.GetSetDescriptorType, types.MemberDescriptorType)) else found
    try:
        own = object.__getattribute__(value, "__dict__")
    except (AttributeError, TypeError):
        own = None
    if type(own) is dict and name in own:
        return own[name]  # pyright: ignore[reportUnknownVariableType]
    for base in kind.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            # Slots and properties of built-in types are safe to read; a property of a library's class is not.
            if isinstance(found, (types.MemberDescriptorType, types.GetSetDescriptorType)):
                # An unset slot, or a C getter that refuses.
                return attempt(lambda found=found: found.__get__(value, kind), None)
            return None if hasattr(type(found), "__get__") else found
    return None


def is_proxy(value: object) -> bool:
    """Whether an object answers for another one, computing what it is asked for."""
    kind = type(value)
    if issubclass(kind, (type, *_OPEN)):
        return False
    names = ("__getattr__", "__getattribute__", "__class__")
    return any(name in vars(base) for base in kind.__mro__ if base is not object for name in names)

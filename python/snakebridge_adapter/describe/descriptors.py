"""What stands in a class's dictionary: functions, properties, and objects that act as either. None is run."""

from __future__ import annotations

import functools
import inspect
import types
from typing import Any

from .callables import documentation
from .objects import is_a

FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
    functools.partialmethod,
    staticmethod,
    classmethod,
)
DATA_DESCRIPTORS = (
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    functools.cached_property,
    property,
)


def getter_of(value: Any) -> Any:
    """The function behind a property, where there is one."""
    if is_a(value, property):
        return value.fget
    if is_a(value, functools.cached_property):
        return value.func
    return None


def is_property_like(value: Any) -> bool:
    """A descriptor written by a library: it computes something when it is read."""
    kind = type(value)
    return is_a(value, types.DynamicClassAttribute) or (
        hasattr(kind, "__get__") and not callable(value) and not is_a(value, (staticmethod, classmethod))
    )


def wraps_function(value: Any) -> bool:
    """An object with `__call__` that stands for a function: a cache around it, a decorated method."""
    return (
        callable(value)
        and not is_a(value, type)
        and (
            inspect.ismethoddescriptor(value)
            or type(value).__name__ == "_lru_cache_wrapper"
            or "__wrapped__" in (getattr(value, "__dict__", None) or {})
        )
    )


def inherited_doc(cls: type, name: str) -> str | None:
    """The text of the nearest base that has one for a member."""
    for base in cls.__mro__[:-1]:
        value = vars(base).get(name)
        if is_a(value, (classmethod, staticmethod)):
            # Before 3.10 these have the text of their own class.
            value = value.__func__  # pyright: ignore[reportOptionalMemberAccess]
        doc = documentation(value) if value is not None else None
        if doc:
            return doc
    return None

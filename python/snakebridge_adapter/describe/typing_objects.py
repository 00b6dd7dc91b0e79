"""Looking at objects of `typing`: aliases, type variables and what else annotations are made of."""

from __future__ import annotations

import sys
from typing import Any

from .library_code import attempt
from .names import lookup
from .objects import is_a


def attribute_of(value: object, name: str) -> Any:
    """An attribute of a typing object, never one that a library's class computes."""
    if is_a(value, type) and type(value).__module__ != "types":
        # A class: `list[int]` on old Pythons passes as one but keeps its origin in a slot.
        own = type(value).__dict__.get(name)
        if own is None and type(value) is type and name == "__origin__":
            return getattr(value, name, None) if type(value).__name__ == "GenericAlias" else None
        return None
    module = module_of(type(value))
    if module not in (
        "typing",
        "typing_extensions",
        "types",
        "builtins",
        "collections.abc",
        "_collections_abc",
    ):
        return None
    # A typing object may forward unknown names to a class that raises; then it has none.
    return attempt(lambda: getattr(value, name, None), None)


def new_type_name(value: object) -> str:
    """On 3.9 a NewType is a function of `typing`: the module that holds it is where it was made."""
    name, module = str(attribute_of(value, "__name__")), module_of(value)
    if module == "typing":
        holders = [item for item, loaded in sys.modules.items() if lookup(item, name) is value and loaded]
        module = min(holders, key=len, default=module)
    return f"{module}.{name}"


def computed(value: object, name: str) -> Any:
    """An attribute that may be run on access, such as a bound; None where that fails."""
    # PEP 695 bounds are run on access; one that fails says nothing.
    return attempt(lambda: getattr(value, name, None), None)


def alias_arguments(value: object) -> tuple[Any, ...]:
    """The arguments of a generic alias."""
    found = getattr(value, "__args__", ())
    return found if isinstance(found, tuple) else ()


def module_of(value: object) -> str:
    """The module of an object, empty where it has none."""
    found = getattr(value, "__module__", "")
    return found if isinstance(found, str) else ""


def text_of(annotation: object) -> str:
    """How an object shows itself, for people."""
    # Where a library's own repr fails, the class name is all that can be shown.
    return attempt(lambda: repr(annotation), type(annotation).__name__)

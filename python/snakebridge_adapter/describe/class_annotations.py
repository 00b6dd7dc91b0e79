"""A class's own annotations as it holds them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from .library_code import attempt


def home_of(cls: type) -> str:
    """The module in which a class was written, whatever it says: that of the functions in its body."""
    for value in vars(cls).values():
        if type(value) is FunctionType and value.__qualname__.startswith(f"{cls.__qualname__}."):
            return str(value.__globals__.get("__name__", cls.__module__))
    return str(cls.__module__)


def own_annotations(cls: type) -> Mapping[str, Any]:
    """A class's own annotations, without evaluating those of Python 3.14."""
    if sys.version_info >= (3, 14):
        import annotationlib  # pyright: ignore[reportMissingImports]

        # A library's metaclass may compute them.
        return attempt(
            lambda: annotationlib.get_annotations(cls, format=annotationlib.Format.STRING),  # pyright: ignore
            {},
        )
    found = vars(cls).get("__annotations__")
    return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]

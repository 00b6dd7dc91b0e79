"""Objects of loaded extension modules, which often claim to be from somewhere else."""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES
from types import BuiltinFunctionType

from .objects import attribute, is_a

_CYTHON = "cython_function_or_method"


def extension_contents(package: str) -> dict[int, str]:
    """Objects by identity, and the loaded extension module of the package that offers each."""
    found: dict[int, str] = {}
    for name, module in list(sys.modules.items()):
        file = attribute(module, "__file__") if name.startswith(package + ".") else None
        if isinstance(file, str) and file.endswith(tuple(EXTENSION_SUFFIXES)):
            for value in list(vars(module).values()):
                if is_a(value, (type, BuiltinFunctionType)) or type(value).__name__ == _CYTHON:
                    found.setdefault(id(value), name)
    return found

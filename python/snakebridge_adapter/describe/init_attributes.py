"""Attributes of instances that `__init__` assigns, read from its code without running it."""

from __future__ import annotations

import types
from typing import Any


def set_by_init(cls: type) -> list[str]:
    """Attributes that `__init__` assigns to `self`, read from its code."""
    init = vars(cls).get("__init__")
    code = getattr(init, "__code__", None)
    if not isinstance(code, types.CodeType) or not code.co_varnames or len(code.co_code) > 20_000:
        return []
    import dis

    first = code.co_varnames[0]
    names: dict[str, None] = {}
    previous: Any = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "STORE_ATTR" and _loads(previous, first):
            names.setdefault(str(instruction.argval))
        previous = instruction
    return list(names)


def _loads(instruction: Any, name: str) -> bool:
    """Whether an instruction leaves the variable on top of the stack (3.13 loads two variables at once)."""
    if instruction is None or not instruction.opname.startswith(("LOAD_FAST", "STORE_FAST_LOAD_FAST")):
        return False
    value = instruction.argval
    return value == name or (isinstance(value, tuple) and bool(value) and value[-1] == name)  # pyright: ignore[reportUnknownVariableType]

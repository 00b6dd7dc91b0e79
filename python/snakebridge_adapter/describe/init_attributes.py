"""Attributes of instances that `__init__` assigns, read from its code without running it."""

from __future__ import annotations

import opcode
import types

_LOADS = ("LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW")
# Since 3.13 one instruction may load two variables: its argument holds both, the last one in the low half.
_LOADS_TWO = ("LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW")
_load = frozenset(opcode.opmap[name] for name in _LOADS if name in opcode.opmap)
_load_two = frozenset(opcode.opmap[name] for name in _LOADS_TWO if name in opcode.opmap)
_store = opcode.opmap["STORE_ATTR"]
_extended = opcode.opmap["EXTENDED_ARG"]
_cache = opcode.opmap.get("CACHE")


def set_by_init(cls: type) -> list[str]:
    """Attributes that `__init__` assigns to `self`, read from its code."""
    init = vars(cls).get("__init__")
    code = getattr(init, "__code__", None)
    if not isinstance(code, types.CodeType) or not code.co_varnames or len(code.co_code) > 20_000:
        return []
    names: dict[str, None] = {}
    loaded = False
    high = 0
    instructions = code.co_code
    for index in range(0, len(instructions), 2):
        operation = instructions[index]
        if operation == _cache:
            continue
        argument = high | instructions[index + 1]
        if operation == _extended:
            high = argument << 8
            continue
        high = 0
        if operation == _store and loaded:
            names.setdefault(code.co_names[argument])
        # Whether the first parameter is on top of the stack now.
        loaded = (operation in _load and argument == 0) or (operation in _load_two and argument & 15 == 0)
    return list(names)

"""Recognising values that are their own JSON, level by level at the speed of C.

A value is plain when its tree holds only None, booleans, strings, safe integers, finite floats, lists, and
dicts whose keys are strings other than the tag key. Asking `type` of every node in Python code would cost
several times what writing the JSON costs, so each level of the tree is asked at once: `set(map(type,
level))`.
"""

from __future__ import annotations

from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TAG = "$"
MAX_SAFE = 2**53 - 1
MAX_DEPTH = 1000
#: Nodes of one value. A structure that shares its parts can unfold to any size; JSON of this many nodes
#: passes the
#: limit of a header in any case.
MAX_NODES = 1 << 28

_NONE = type(None)
_QUIET = frozenset((str, bool, _NONE))
_PLAIN = frozenset((str, bool, _NONE, int, float, list, dict))
_from_iterable = chain.from_iterable


def plain_scalars(values: list[Any], types: set[type]) -> bool:
    """Whether integers among `values` are safe and floats finite; `types` are the types that occur."""
    if int in types:
        numbers = values if len(types) == 1 else [value for value in values if type(value) is int]
        if max(numbers) > MAX_SAFE or min(numbers) < -MAX_SAFE:
            return False
    if float in types:
        floats = values if len(types) == 1 else [value for value in values if type(value) is float]
        total = sum(floats)
        if total - total != 0.0 and any(value - value != 0.0 for value in floats):
            return False
    return True


def is_plain(value: Any) -> bool:
    """Whether the value, a list or dict, may be sent as it is.

    False for a value that is too deep or cyclic.
    """
    level: list[Any] = [value]
    nodes = 0
    for _ in range(MAX_DEPTH + 1):
        types = set(map(type, level))
        if not types <= _PLAIN:
            return False
        nodes += len(level)
        if nodes > MAX_NODES:
            return False
        below: list[Any] = []
        if list in types:
            lists = level if len(types) == 1 else [item for item in level if type(item) is list]
            below.extend(_from_iterable(lists))
        if dict in types:
            dicts = level if len(types) == 1 else [item for item in level if type(item) is dict]
            keys = set(_from_iterable(dicts))
            if keys and (set(map(type, keys)) != {str} or TAG in keys):
                return False
            below.extend(_from_iterable(map(dict.values, dicts)))
        if (int in types or float in types) and not plain_scalars(level, types):
            return False
        if not below:
            return True
        level = below
    return False

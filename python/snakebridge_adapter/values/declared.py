"""Results whose type is declared: a value of a subclass of a declared built-in type converts as that type.

The host sends the declared type of a typed call's result along with it (`as`, see `docs/wire.md`). What does
not fit its declaration converts by its own type.
"""

from __future__ import annotations

from itertools import repeat

from ..jsontext import dumps
from .conversion import ConversionError
from .deep import as_base
from .plain import is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .encode import Encoding

_SCALAR_TYPES: dict[str, type] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "bytes": bytes,
    "complex": complex,
}
#: Declared containers by the key of their form; `tuple` and `items` are tuples.
_CONTAINER_TYPES: dict[str, type] = {
    "list": list,
    "set": set,
    "frozenset": frozenset,
    "tuple": tuple,
    "items": tuple,
    "dict": dict,
    "map": dict,
}


def plain_text(value: Any, declared: Any) -> str | None:
    """The JSON text of a list or dict that is as plain as it is declared; None for everything else."""
    cls = type(value)
    if (cls is not list and cls is not dict) or _names(declared, "map") or not is_plain(value):
        return None
    text = dumps(value)
    # A boolean where an integer is declared is one; the words may stand in strings too.
    return None if _names(declared, "int") and ("true" in text or "false" in text) else text


def _names(declared: Any, kind: str) -> bool:
    """Whether a kind of value occurs anywhere in a declared type."""
    if type(declared) is dict:
        return any(key == kind or _names(inner, kind) for key, inner in declared.items())
    if type(declared) is list:
        return any(_names(inner, kind) for inner in declared)
    return declared == kind


def encode_declared(encoding: Encoding, value: Any, declared: Any) -> Any:
    """The encoded value, converted as its declared type. Raises `ConversionError`."""
    if type(declared) is str:
        return _scalar(encoding, value, _SCALAR_TYPES.get(declared))
    if type(declared) is dict:
        for kind, inner in declared.items():
            if kind == "any":
                return _one_of(encoding, value, inner)
            return _container(encoding, value, kind, inner)
    return encoding.value(value)


def _scalar(encoding: Encoding, value: Any, base: type | None) -> Any:
    if base is None or type(value) is base or not isinstance(value, base):
        return encoding.value(value)
    return as_base(base)(encoding, value)


def _one_of(encoding: Encoding, value: Any, declared: list[Any]) -> Any:
    """A union: its exact type decides first, then the first type that it is a subclass of."""
    cls = type(value)
    for exact in (True, False):
        for one in declared:
            base = _base_of(one)
            if base is not None and (cls is base if exact else isinstance(value, base)):
                return encode_declared(encoding, value, one)
        if exact and None in declared:
            # It may be of the member that has no form, and stays what it is.
            break
    return encoding.value(value)


def _base_of(declared: Any) -> type | None:
    if type(declared) is str:
        return _SCALAR_TYPES.get(declared)
    if type(declared) is dict:
        for kind in declared:
            return _CONTAINER_TYPES.get(kind)
    return None


def _container(encoding: Encoding, value: Any, kind: str, inner: Any) -> Any:
    base = _CONTAINER_TYPES.get(kind)
    if base is None or not isinstance(value, base) or _keeps_its_class(value, base):
        return encoding.value(value)
    encode = _encode_mapping if base is dict else _encode_items
    return encoding.nested(value, lambda encoding, value: encode(encoding, value, kind, inner))


def _keeps_its_class(value: Any, base: type) -> bool:
    """A named tuple is an array that goes back as what it was: nothing is gained by making it less."""
    return base is tuple and type(value) is not tuple and hasattr(type(value), "_fields")


def _encode_items(encoding: Encoding, value: Any, kind: str, inner: Any) -> Any:
    base: Any = _CONTAINER_TYPES[kind]
    items = list(base.__iter__(value))
    if type(inner) is str and {_SCALAR_TYPES.get(inner)}.issuperset(map(type, items)):
        parts = encoding.items(items)
    else:
        types = inner if kind == "tuple" and len(inner) == len(items) else repeat(_of_each(kind, inner))
        parts = [_part(encoding, item, one, index) for index, (item, one) in enumerate(zip(items, types))]
    return parts if base is list else {"$": base.__name__, "v": parts}


def _of_each(kind: str, inner: Any) -> Any:
    """The declared type of each item, where there is one."""
    return None if kind == "tuple" else inner


def _encode_mapping(encoding: Encoding, value: Any, kind: str, inner: Any) -> Any:
    pairs: list[tuple[Any, Any]] = list(dict.items(value))
    key_type, value_type = inner if kind == "map" else (None, inner)
    as_map = kind == "map" or encoding.options.get("dict") == "map"
    if as_map or not {str}.issuperset([type(key) for key, _ in pairs]):
        encoded = [
            [_part(encoding, key, key_type, key), _part(encoding, item, value_type, key)]
            for key, item in pairs
        ]
        return {"$": "map", "v": encoded}
    fields = {key: _part(encoding, item, value_type, key) for key, item in pairs}
    return {"$": "dict", "v": [[*pair] for pair in fields.items()]} if "$" in fields else fields


def _part(encoding: Encoding, value: Any, declared: Any, step: object) -> Any:
    try:
        return encoding.value(value) if declared is None else encode_declared(encoding, value, declared)
    except ConversionError as error:
        raise error.inside(step) from None

"""The forms of values whose types are Python's own: no subclasses, which stay what they are."""

from __future__ import annotations

import sys
from types import ModuleType

from ..operations import Done
from .plain import MAX_SAFE, TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .encode import Encoding

    Encode = Callable[[Encoding, Any], Any]

_NONE = type(None)


def _encode_as_is(_: Encoding, value: Any) -> Any:
    return value


def encode_int(encoding: Encoding, value: int) -> Any:
    if -MAX_SAFE <= value <= MAX_SAFE and encoding.options.get("int") != "bigint":
        return value
    return {TAG: "int", "v": int_text(value)}


def int_text(value: int) -> str:
    """Decimal digits of any length.

    Python limits `str` of huge integers since 3.11, and the limit is the user's.
    """
    try:
        return str(value)
    except ValueError:
        limit = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            return str(value)
        finally:
            sys.set_int_max_str_digits(limit)


def encode_float(_: Encoding, value: float) -> Any:
    if value - value == 0.0:
        return value
    return {TAG: "float", "v": "nan" if value != value else "inf" if value > 0 else "-inf"}


def _encode_list(encoding: Encoding, value: list[Any]) -> Any:
    return encoding.items(value)


def _encode_dict(encoding: Encoding, value: dict[Any, Any]) -> Any:
    if encoding.options.get("dict") == "map" or (value and set(map(type, value)) != {str}):
        return {TAG: "map", "v": encoding.pairs(value)}
    return encoding.fields(value)


def _encode_tuple(encoding: Encoding, value: tuple[Any, ...]) -> Any:
    return {TAG: "tuple", "v": encoding.items(value)}


def _encode_set(encoding: Encoding, value: set[Any]) -> Any:
    return {TAG: "set", "v": encoding.items(value)}


def _encode_frozenset(encoding: Encoding, value: frozenset[Any]) -> Any:
    return {TAG: "frozenset", "v": encoding.items(value)}


def _encode_bytes(encoding: Encoding, value: bytes) -> Any:
    return {TAG: "bytes", "a": encoding.attach(value)}


def _encode_complex(encoding: Encoding, value: complex) -> Any:
    return {
        TAG: "complex",
        "re": encode_float(encoding, value.real),
        "im": encode_float(encoding, value.imag),
    }


def _encode_range(encoding: Encoding, value: range) -> Any:
    return {
        TAG: "range",
        "v": [encode_int(encoding, part) for part in (value.start, value.stop, value.step)],
    }


def _encode_slice(encoding: Encoding, value: slice) -> Any:
    return {TAG: "slice", "v": [encoding.value(part) for part in (value.start, value.stop, value.step)]}


def _encode_ellipsis(_: Encoding, value: Any) -> Any:
    return {TAG: "ellipsis"}


def _encode_done(encoding: Encoding, value: Done) -> Any:
    return {TAG: "done", "v": encoding.value(value.value)}


def encode_reference(encoding: Encoding, value: Any) -> Any:
    return encoding.reference(value)


#: Encoders of exact types. Others are found by `kinds.encoder_of`.
ENCODERS: dict[type, Encode] = {
    Done: _encode_done,
    _NONE: _encode_as_is,
    bool: _encode_as_is,
    str: _encode_as_is,
    int: encode_int,
    float: encode_float,
    list: _encode_list,
    dict: _encode_dict,
    tuple: _encode_tuple,
    set: _encode_set,
    frozenset: _encode_frozenset,
    bytes: _encode_bytes,
    complex: _encode_complex,
    range: _encode_range,
    slice: _encode_slice,
    type(...): _encode_ellipsis,
    type: encode_reference,
    ModuleType: encode_reference,
    type(int_text): encode_reference,
    type(len): encode_reference,
}

CONTAINERS = frozenset((list, dict, tuple, set, frozenset, slice))

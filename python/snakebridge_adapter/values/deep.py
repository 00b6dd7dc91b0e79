"""Deep conversion, `$value()`: arrays, tables and tensors by their data, other objects by their fields."""

from __future__ import annotations

import sys

from .builtin import ENCODERS, encode_reference
from .reference import special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .builtin import Encode
    from .encode import Encoding

_BASES: tuple[type, ...] = (dict, list, tuple, set, frozenset, str, bytes, bool, int, float, complex)


def deep_encoder(cls: type, value: Any) -> Encode:
    """The encoder of a value that has no form by its type alone."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "ndarray") and issubclass(cls, numpy.ndarray):
        from .arrays import encode_ndarray

        return encode_ndarray
    from .tables import table_encoder

    table = table_encoder(cls)
    if table is not None:
        return table
    if special(cls, "__dlpack__") is not None:
        from .arrays import encode_tensor

        return encode_tensor
    if cls is bytearray:
        return _encode_bytearray
    if cls is memoryview:
        return _encode_memoryview
    if cls.__module__ == "array" and cls.__name__ == "array":
        from .arrays import encode_array

        return encode_array
    for base in _BASES:
        if issubclass(cls, base):
            return _nested(as_base(base))
    if cls.__module__ in ("collections", "_collections") and cls.__name__ == "deque":
        return _nested(lambda encoding, value: encoding.items(list(value)))
    collections: Any = sys.modules.get("collections.abc") or sys.modules.get("_collections_abc")
    if collections is not None:
        if issubclass(cls, collections.Mapping):
            return _nested(lambda encoding, value: ENCODERS[dict](encoding, dict(value)))
        if issubclass(cls, (collections.KeysView, collections.ValuesView, collections.ItemsView)):
            return _nested(lambda encoding, value: encoding.items(list(value)))
    if fields_of(value) is not None:
        return _nested(_encode_fields)
    return encode_reference


def _nested(encode: Encode) -> Encode:
    return lambda encoding, value: encoding.nested(value, encode)


def as_base(base: type) -> Encode:
    """A subclass of a built-in type as that type. The base's own methods read it, not overridden ones."""
    encode = ENCODERS[base]
    if base is dict:
        return lambda encoding, value: encode(encoding, dict(dict.items(value)))
    if base in (list, tuple, set, frozenset):
        iterate: Any = base.__iter__
        return lambda encoding, value: encode(encoding, base(iterate(value)))
    if base is str:
        return lambda encoding, value: encode(encoding, str.__str__(value))
    if base is int:
        return lambda encoding, value: encode(encoding, int.__int__(value))
    if base is float:
        return lambda encoding, value: encode(encoding, float.__float__(value))
    return lambda encoding, value: encode(encoding, base(value))


def _encode_bytearray(encoding: Encoding, value: bytearray) -> Any:
    return {"$": "bytes", "a": encoding.attach(bytes(value)), "k": "bytearray"}


def _encode_memoryview(encoding: Encoding, value: memoryview) -> Any:
    return {"$": "bytes", "a": encoding.attach(value.tobytes())}


def fields_of(value: Any) -> dict[str, Any] | None:
    """The fields of an object: declared ones where its class declares them, else its public attributes."""
    cls: Any = type(value)
    declared = special(cls, "__dataclass_fields__")
    if isinstance(declared, dict):
        names: list[str] = [
            name
            for name, field in declared.items()
            if getattr(getattr(field, "_field_type", None), "name", "") == "_FIELD"
        ]
        return {name: getattr(value, name) for name in names if hasattr(value, name)}
    attributes = special(cls, "__attrs_attrs__")
    if attributes is not None:
        return {
            attribute.name: getattr(value, attribute.name)
            for attribute in attributes
            if hasattr(value, attribute.name)
        }
    for model in ("model_fields", "__pydantic_fields__", "__fields__"):
        if special(cls, "model_dump") is None and model != "__fields__":
            continue
        fields = getattr(cls, model, None)
        if isinstance(fields, dict) and (
            special(cls, "model_dump") or special(cls, "__fields_set__") is not None
        ):
            found = {str(name): getattr(value, name) for name in fields if hasattr(value, name)}
            extra = getattr(value, "__pydantic_extra__", None)
            if isinstance(extra, dict):
                found.update(extra)
            return found
    if (
        special(cls, "__call__") is not None
        or special(cls, "__next__") is not None
        or special(cls, "__anext__")
    ):
        return None
    return _public_attributes(value)


def _public_attributes(value: Any) -> dict[str, Any] | None:
    """Attributes of the instance without a leading underscore; None where it has no room for any."""
    found: dict[str, Any] = {}
    has_room = False
    for base in reversed(type(value).__mro__):
        slots = base.__dict__.get("__slots__")
        if slots is None:
            continue
        has_room = True
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            if not name.startswith("_") and hasattr(value, name):
                found[name] = getattr(value, name)
    own = getattr(value, "__dict__", None)
    if isinstance(own, dict):
        has_room = True
        for name, item in own.items():
            if isinstance(name, str) and not name.startswith("_"):
                found[name] = item
    return found if has_room else None


def _encode_fields(encoding: Encoding, value: Any) -> Any:
    fields = fields_of(value)
    return encode_reference(encoding, value) if fields is None else encoding.fields(fields)

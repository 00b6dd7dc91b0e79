"""Decoders of tags that few programs use.

The modules that they need are imported with the first such value.
"""

from __future__ import annotations

from .conversion import ConversionError
from .standard import STANDARD_DECODERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .decode import Decode, Decoding


def _decode_complex(decoding: Decoding, tag: dict[str, Any]) -> complex:
    return complex(decoding.value(tag["re"]), decoding.value(tag["im"]))


def _decode_range(decoding: Decoding, tag: dict[str, Any]) -> range:
    return range(*[decoding.value(part) for part in tag["v"]])


def _decode_slice(decoding: Decoding, tag: dict[str, Any]) -> slice:
    return slice(*[decoding.value(part) for part in tag["v"]])


def _decode_ellipsis(_: Decoding, tag: dict[str, Any]) -> Any:
    return ...


def _decode_named_tuple(decoding: Decoding, tag: dict[str, Any]) -> Any:
    values = [decoding.value(item) for item in tag["v"]]
    if "of" in tag:
        return _declared_named_tuple(decoding, tag["of"], values)
    return decoding.source.referenced(tag["c"])._make(values) if "c" in tag else tuple(values)


def _declared_named_tuple(decoding: Decoding, named: dict[str, Any], values: list[Any]) -> Any:
    """An array for a parameter of that class; a tuple where it is not the class's fields."""
    try:
        return decoding.value(named)(*values)
    except (ImportError, AttributeError, TypeError):
        return tuple(values)


def _decode_done(decoding: Decoding, tag: dict[str, Any]) -> Any:
    from ..operations import Done

    return Done(decoding.value(tag.get("v")))


def _decode_ndarray(decoding: Decoding, tag: dict[str, Any]) -> Any:
    from .arrays import decode_ndarray

    return decode_ndarray(decoding, tag)


def _decode_buffer(decoding: Decoding, tag: dict[str, Any]) -> Any:
    from .arrays import decode_buffer

    return decode_buffer(decoding, tag)


def _decode_arrow(decoding: Decoding, tag: dict[str, Any]) -> Any:
    from .tables import decode_arrow

    return decode_arrow(decoding.attachment(tag["a"]))


def _decode_enum(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.referenced(tag["id"])


def _decode_codec(decoding: Decoding, tag: dict[str, Any]) -> Any:
    from ..codecs import decoder_for

    decode = decoder_for(tag["name"])
    if decode is None:
        raise ConversionError(f"no codec {tag['name']!r} is registered in Python")
    return decode(decoding.value(tag.get("v")))


EXOTIC: dict[str, Decode] = {
    **STANDARD_DECODERS,
    "complex": _decode_complex,
    "range": _decode_range,
    "slice": _decode_slice,
    "ellipsis": _decode_ellipsis,
    "namedtuple": _decode_named_tuple,
    "enum": _decode_enum,
    "done": _decode_done,
    "ndarray": _decode_ndarray,
    "buffer": _decode_buffer,
    "arrow": _decode_arrow,
    "codec": _decode_codec,
}

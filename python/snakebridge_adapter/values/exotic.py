"""Decoders of tags that few programs use: dates, exact numbers, arrays."""

from __future__ import annotations

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


EXOTIC: dict[str, Decode] = {
    "complex": _decode_complex,
    "range": _decode_range,
    "slice": _decode_slice,
    "ellipsis": _decode_ellipsis,
}

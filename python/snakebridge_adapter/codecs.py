"""User codecs: how values of the user's own types cross the wire.

    from snakebridge_adapter import register_codec

    register_codec("geometry.Point", Point, encode=lambda p: [p.x, p.y], decode=lambda xy: Point(*xy))

A `Point` that a call returns then arrives at the host converted, under the codec's name; the host's codec of
the same name makes its own value of it, and a host without one gets what `encode` returned. The other way
round, what the host's codec of that name encodes arrives here through `decode`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .values.encode import Encode, Encoding

_encoders: dict[type, tuple[Encode, bool]] = {}
_decoders: dict[str, Callable[[Any], Any]] = {}


def register_codec(
    name: str,
    cls: type,
    *,
    encode: Callable[[Any], Any] | None = None,
    decode: Callable[[Any], Any] | None = None,
    subclasses: bool = False,
) -> None:
    """Register how values of `cls` are sent and made.

    `encode` returns a value that converts by its type, `decode` makes a value from one. `subclasses` extends
    `encode` to subclasses. A later registration replaces an earlier one. Built-in types keep their own form:
    `TypeError` for them.
    """
    from .values.encode import ENCODERS

    if cls in ENCODERS or cls is object:
        raise TypeError(f"{cls.__name__} has a form of its own on the wire")
    if encode is not None:
        convert = encode

        def write(encoding: Encoding, value: Any) -> Any:
            return {"$": "codec", "name": name, "v": encoding.value(convert(value))}

        _encoders[cls] = (lambda encoding, value: encoding.nested(value, write), subclasses)
    if decode is not None:
        _decoders[name] = decode


def encoder_for(cls: type) -> Encode | None:
    """The encoder that was registered for a class or, with `subclasses`, for one of its bases."""
    for base in cls.__mro__:
        found = _encoders.get(base)
        if found is not None and (base is cls or found[1]):
            return found[0]
    return None


def decoder_for(name: str) -> Callable[[Any], Any] | None:
    return _decoders.get(name)

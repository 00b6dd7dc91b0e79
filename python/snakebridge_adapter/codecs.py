"""User codecs: how values of the user's own types cross the wire.

    from snakebridge_adapter import register_codec

    register_codec("geometry.Point", Point, encode=lambda p: [p.x, p.y], decode=lambda xy: Point(*xy))

A `Point` that a call returns then arrives at the host converted, under the codec's name; the host's codec of
the same name makes its own value of it, and a host without one gets what `encode` returned. The other way
round, what the host's codec of that name encodes arrives here through `decode`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .values.builtin import Encode
    from .values.encode import Encoding

#: Python source of codecs that the host registered, by the class's qualified name; compiled when first met.
_sources: dict[str, str] = {}
_encoders: dict[type, tuple[Encode, bool]] = {}
#: Encoders that the host registered, under the qualified names of classes that may not be imported yet.
_by_name: dict[str, Encode] = {}
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
    from .values.builtin import ENCODERS

    if cls in ENCODERS or cls is object:
        raise TypeError(f"{cls.__name__} has a form of its own on the wire")
    if encode is not None:
        convert = encode

        def write(encoding: Encoding, value: Any) -> Any:
            return {"$": "codec", "name": name, "v": encoding.value(convert(value))}

        _encoders[cls] = (lambda encoding, value: encoding.nested(value, write), subclasses)
    if decode is not None:
        _decoders[name] = decode


def register_source(name: str, reduce: str | None, construct: str | None) -> None:
    """Register a codec whose functions the host sends as text: `lambda point: (point.x, point.y)`.

    `name` is the qualified name of the class. Nothing is imported or evaluated before a value of it is met.
    The text sees the names of the class's module and of `__main__`.
    """
    if reduce is not None:
        text = reduce
        made: list[Callable[[Any], Any]] = []

        def write(encoding: Encoding, value: Any) -> Any:
            if not made:
                made.append(_evaluated(name, text))
            return {"$": "codec", "name": name, "v": encoding.value(made[0](value))}

        _by_name[name] = lambda encoding, value: encoding.nested(value, write)
    if construct is not None:
        source = construct
        makers: list[Callable[[Any], Any]] = []

        def make(data: Any) -> Any:
            if not makers:
                makers.append(_evaluated(name, source))
            return makers[0](data)

        _decoders[name] = make


def _evaluated(name: str, source: str) -> Callable[[Any], Any]:
    from importlib import import_module

    scope = dict(vars(sys.modules["__main__"]))
    module = name
    while "." in module:
        module = module.rpartition(".")[0]
        try:
            scope.update(vars(import_module(module)))
            break
        except ModuleNotFoundError:
            continue
    return eval(source, scope)


def encoder_for(cls: type) -> Encode | None:
    """The encoder that was registered for a class or, with `subclasses`, for one of its bases."""
    for base in cls.__mro__:
        found = _encoders.get(base)
        if found is not None and (base is cls or found[1]):
            return found[0]
    if _by_name:
        return _by_name.get(f"{cls.__module__}.{cls.__qualname__}")
    return None


def decoder_for(name: str) -> Callable[[Any], Any] | None:
    return _decoders.get(name)

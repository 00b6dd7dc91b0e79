"""Values from the wire to Python."""

from __future__ import annotations

from ..jsontext import DeepStack
from .conversion import ConversionError
from .plain import TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Source(Protocol):
        """What decoding needs of the worker."""

        def referenced(self, number: int) -> Any: ...
        def called(self, number: int, path: list[str] | None) -> Any: ...
        def held(self, tag: dict[str, Any]) -> Any: ...
        def module(self, name: str, path: list[str] | None) -> Any: ...
        def host_function(self, tag: dict[str, Any]) -> Any: ...
        def host_iterator(self, tag: dict[str, Any]) -> Any: ...
        def host_error(self, tag: dict[str, Any]) -> Any: ...

    Decode = Callable[["Decoding", dict[str, Any]], Any]


class Decoding:
    """Decodes the values of one frame."""

    def __init__(self, source: Source, attachments: list[Any]) -> None:
        self.source = source
        self.attachments = attachments

    def value(self, value: Any) -> Any:
        """The Python value of an encoded one. Raises `ConversionError` for a tag it does not know."""
        cls = type(value)
        if cls is dict:
            tag = value.get(TAG)
            if tag is None:
                return {key: self.value(item) for key, item in value.items()}
            decode = DECODERS.get(tag)
            if decode is None:
                from .exotic import EXOTIC

                decode = EXOTIC.get(tag)
                if decode is None:
                    raise ConversionError(f"unknown tag {tag!r}")
            return decode(self, value)
        if cls is list:
            return [self.value(item) for item in value]
        return value

    def argument(self, value: Any, name: object) -> Any:
        """The value of an argument; an error names the argument's place."""
        try:
            try:
                return self.value(value)
            except RecursionError:
                with DeepStack():
                    return self.value(value)
        except ConversionError as error:
            raise error.inside(name).inside("args" if isinstance(name, int) else "kwargs") from None
        except RecursionError:
            raise ConversionError("nested too deep for this interpreter's stack") from None

    def attachment(self, index: int) -> Any:
        try:
            return self.attachments[index]
        except IndexError:
            raise ConversionError(f"there is no attachment {index}") from None


def _decode_float(_: Decoding, tag: dict[str, Any]) -> float:
    return float(tag["v"])


def _decode_int(_: Decoding, tag: dict[str, Any]) -> int:
    return int_of_text(tag["v"])


def int_of_text(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        import sys

        limit = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            return int(text)
        finally:
            sys.set_int_max_str_digits(limit)


def _decode_bytes(decoding: Decoding, tag: dict[str, Any]) -> Any:
    data = decoding.attachment(tag["a"])
    if tag.get("k") == "bytearray":
        return bytearray(data)
    return bytes(data)


def _decode_tuple(decoding: Decoding, tag: dict[str, Any]) -> tuple[Any, ...]:
    return tuple([decoding.value(item) for item in tag["v"]])


def _decode_dict(decoding: Decoding, tag: dict[str, Any]) -> dict[Any, Any]:
    value = decoding.value
    out = {value(key): value(item) for key, item in tag["v"]}
    if len(out) != len(tag["v"]):
        raise ConversionError("two keys of the mapping are one key in Python, such as 1 and true")
    return out


def _decode_set(decoding: Decoding, tag: dict[str, Any]) -> Any:
    kind = frozenset if tag[TAG] == "frozenset" else set
    out = kind([decoding.value(item) for item in tag["v"]])
    if len(out) != len(tag["v"]):
        raise ConversionError("two members of the set are one member in Python, such as 1 and true")
    return out


def _decode_ref(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.referenced(tag["id"])


def _decode_call(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.called(tag["id"], tag.get("path"))


def _decode_held(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.held(tag)


def _decode_module(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.module(tag["name"], tag.get("path"))


def _decode_callback(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.host_function(tag)


def _decode_host_iterator(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.host_iterator(tag)


def _decode_host_error(decoding: Decoding, tag: dict[str, Any]) -> Any:
    return decoding.source.host_error(tag)


#: Tags that ordinary calls use. The rest is in `exotic`, loaded when first met.
DECODERS: dict[str, Decode] = {
    "float": _decode_float,
    "int": _decode_int,
    "bytes": _decode_bytes,
    "tuple": _decode_tuple,
    "dict": _decode_dict,
    "map": _decode_dict,
    "set": _decode_set,
    "frozenset": _decode_set,
    "ref": _decode_ref,
    "call": _decode_call,
    "module": _decode_module,
    "held": _decode_held,
    "callback": _decode_callback,
    "hostiter": _decode_host_iterator,
    "error": _decode_host_error,
}

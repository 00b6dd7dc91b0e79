"""Which form a value takes whose type is not in `ENCODERS`:

the standard library's value types and named ones.
"""

from __future__ import annotations

import sys
from types import ModuleType

from .builtin import ENCODERS, encode_reference
from .reference import special

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .builtin import Encode
    from .encode import Encoding

#: Modules whose exact types have a form, and where that is written. Importing `standard` imports none of
#: them.
_STANDARD = frozenset(
    ("datetime", "decimal", "fractions", "uuid", "pathlib", "pathlib._local", "_pydatetime", "_pydecimal")
)


def encoder_of(cls: type, value: Any, deep: bool) -> Encode:
    """The encoder of a type that is not in `ENCODERS`.

    It asks the class, and never the value, which may be a proxy that claims to be of another.
    """
    found: Encode | None = None
    if cls.__module__ in _STANDARD:
        from .standard import standard_encoder

        found = standard_encoder(cls)
        if found is not None:
            ENCODERS[cls] = found
            return found
    codecs = sys.modules.get("snakebridge_adapter.codecs")
    if codecs is not None:
        found = codecs.encoder_for(cls)
        if found is not None:
            return found
    if issubclass(cls, BaseException):
        return encode_exception
    if issubclass(cls, tuple) and _is_named_tuple(cls):
        return _encode_named_tuple
    enum = sys.modules.get("enum")
    if enum is not None and issubclass(cls, enum.Enum):
        return _encode_enum
    if "__snakebridge_callback__" in cls.__dict__:
        return _encode_host_function
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "generic") and issubclass(cls, numpy.generic):
        from .arrays import encode_scalar

        return encode_scalar
    if deep and not issubclass(cls, (type, ModuleType)):
        from .deep import deep_encoder

        return deep_encoder(cls, value)
    return encode_reference


def _is_named_tuple(cls: type) -> bool:
    fields = special(cls, "_fields")
    return type(fields) is tuple and special(cls, "_make") is not None and special(cls, "_asdict") is not None


def _encode_named_tuple(encoding: Encoding, value: Any) -> Any:
    cls: type = type(value)

    def encode(encoding: Encoding, value: Any) -> Any:
        return {
            "$": "namedtuple",
            "v": encoding.items(value),
            "f": list(value._fields),
            "c": encoding.objects.send(cls),
            "name": cls.__name__,
        }

    return encoding.nested(value, encode)


def _encode_enum(encoding: Encoding, value: Any) -> Any:
    cls: type = type(value)
    return {
        "$": "enum",
        "id": encoding.objects.send(value),
        "n": 1,
        "c": f"{cls.__module__}.{cls.__qualname__}",
        "name": value.name if value.name is not None else str(value).partition(".")[2],
        "v": encoding.value(value.value),
    }


def _encode_host_function(_: Encoding, value: Any) -> Any:
    return {"$": "callback", "id": value.__snakebridge_callback__}


def encode_exception(encoding: Encoding, value: BaseException) -> Any:
    from ..errors import describe_error

    def encode(encoding: Encoding, value: BaseException) -> Any:
        described = describe_error(value, encoding.objects.send, encoding.items)
        # The object is counted once, although its id stands in both places.
        return {"$": "exception", "id": described["id"], "e": described}

    return encoding.nested(value, encode)

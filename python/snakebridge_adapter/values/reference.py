"""References: an object stays in Python, the host gets its id and what a console shows of it."""

from __future__ import annotations

from types import ModuleType

from ..errors import type_name
from ..frames import HostGone
from .plain import TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .encode import Encoding

MAX_TEXT = 100
#: A container's text is only made when it is short, for making it costs what the container is long.
MAX_SHOWN_LENGTH = 20
MAX_CACHED_TYPES = 256

_SLOT = type(object.__repr__)
_METHOD = type(str.join)
_kinds: dict[type, str] = {}

#: Letter and the special method of the type that earns it.
_PROTOCOLS = (
    ("c", "__call__"),
    ("i", "__iter__"),
    ("n", "__next__"),
    ("a", "__aiter__"),
    ("w", "__await__"),
    ("l", "__len__"),
)


def special(cls: type, name: str) -> Any:
    """A special method that a class gives its instances. `getattr` would also find the metaclass's."""
    for base in cls.__mro__:
        found = base.__dict__.get(name, special)
        if found is not special:
            return found
    return None


def kind_of(cls: type) -> str:
    """The letters of `docs/wire.md` that tell what instances of a class can do."""
    kind = _kinds.get(cls)
    if kind is not None:
        return kind
    kind = "".join(letter for letter, name in _PROTOCOLS if special(cls, name) is not None)
    if "i" not in kind and "l" in kind and special(cls, "__getitem__") is not None:
        kind += "i"
    if special(cls, "__exit__") is not None or special(cls, "__aexit__") is not None:
        kind += "g"
    if issubclass(cls, type):
        kind += "t"
    if issubclass(cls, ModuleType):
        kind += "m"
    if issubclass(cls, BaseException):
        kind += "x"
    if len(_kinds) >= MAX_CACHED_TYPES:
        _kinds.clear()
    _kinds[cls] = kind
    return kind


def describe_reference(encoding: Encoding, value: Any) -> dict[str, Any]:
    """The tagged reference, and one more count for the object.

    What the object's own class raises while it is described, though it were to end Python, is left out.
    """
    cls: type = type(value)
    kind = kind_of(cls)
    described: dict[str, Any] = {
        TAG: "ref",
        "id": encoding.objects.send(value),
        "type": type_name(cls),
        "k": kind,
    }
    length: int | None = None
    # Only a length that C code computes is free of side effects: a query set's would run its query.
    if "l" in kind and type(special(cls, "__len__")) is _SLOT:
        try:
            length = len(value)
            described["len"] = length
        except HostGone:
            raise
        except BaseException:
            length = None
    shape: Any = None
    if special(cls, "shape") is not None:
        try:
            shape = value.shape
        except HostGone:
            raise
        except BaseException:
            pass
    if type(shape) is tuple and shape and all(type(size) is int for size in shape):
        described["shape"] = list(shape)
    elif _text_is_cheap(cls, kind, length):
        try:
            text = repr(value)
            described["s"] = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "\u2026"
        except HostGone:
            raise
        except BaseException:
            pass
    return described


def _text_is_cheap(cls: type, kind: str, length: int | None) -> bool:
    if length is not None:
        return length <= MAX_SHOWN_LENGTH
    if type(cls.__repr__) in (_SLOT, _METHOD):
        return True
    # A container whose text is Python code may be a query or a stream: asking for its text could run it.
    return not ("i" in kind or "a" in kind or "l" in kind)

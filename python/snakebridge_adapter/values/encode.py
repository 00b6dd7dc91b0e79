"""Python values to the wire."""

from __future__ import annotations

from ..frames import MAX_ATTACHMENTS
from ..jsontext import DeepStack, dumps, quote
from ..operations import Done
from .builtin import CONTAINERS, ENCODERS, encode_float, encode_int
from .conversion import ConversionError
from .plain import MAX_DEPTH, MAX_SAFE, TAG, is_plain, plain_scalars
from .surrogates import MARK, refuse_joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..objects import ObjectTable
    from .builtin import Encode

_NONE = type(None)
_QUIET = frozenset((str, bool, _NONE))
SCALARS = frozenset((str, bool, _NONE, int, float))
#: Types that convert in one way, whatever is declared: no subclasses, and a `bool` is one of `int`.
AS_DECLARED = frozenset((str, _NONE, int, float, Done))
_NO_OPTIONS: dict[str, Any] = {}


class Declared:
    """A result with the type that a typed call declares for it, as the host sent it: see `docs/wire.md`."""

    __slots__ = ("type", "value")

    def __init__(self, value: Any, declared: Any) -> None:
        self.value = value
        self.type = declared

    def plain_text(self) -> str | None:
        from .declared import plain_text

        return plain_text(self.value, self.type)


def declared(value: Any, type_: Any) -> Any:
    """The value, to be converted as it is declared, where that says something of it."""
    return value if type_ is None or type(value) in AS_DECLARED else Declared(value, type_)


class Encoding:
    """One frame's worth of encoding: collects attachments and knows how values should convert.

    `pull` is 1 for conversion by type, 2 for a reference whatever the type, 3 for deep conversion, 4 for
    nothing but the news that the result is there.
    """

    def __init__(self, objects: ObjectTable) -> None:
        self.objects = objects
        self.attachments: list[Any] = []
        self.options: dict[str, Any] = _NO_OPTIONS
        self.deep = False
        #: Whether an attachment is memory that the user's code may change: it has to leave at once.
        self.live = False
        self._active: set[int] = set()
        self._depth = 0

    def result(self, value: Any, pull: int, options: dict[str, Any] | None) -> str:
        """The flag (0 plain, 1 tagged) and the JSON text of one result, as `0,TEXT`.

        Text, for later operations may change the value before the frame leaves.
        """
        if pull == 2:
            return "1," + dumps(self.reference(value))
        if pull == 4:
            return "0,null"
        if not options:
            cls = type(value)
            if cls is str:
                return "0," + _with_halves_apart(quote(value), value)
            if cls is bool:
                return "0,true" if value else "0,false"
            if value is None:
                return "0,null"
            if cls is int:
                return (
                    f"0,{value}" if -MAX_SAFE <= value <= MAX_SAFE else "1," + dumps(encode_int(self, value))
                )
            if cls is float:
                if value - value != 0.0:
                    return "1," + dumps(encode_float(self, value))
                # JavaScript can't tell 2.0 from 2, and the host may name the result by its value later.
                return f'1,{{"$":"float","v":{value!r}}}' if value.is_integer() else f"0,{value!r}"
            if (cls is list or cls is dict) and is_plain(value):
                return "0," + _with_halves_apart(dumps(value), value)
            if cls is Declared:
                text = value.plain_text()
                if text is not None:
                    return "0," + _with_halves_apart(text, value.value)
        self.options = options or _NO_OPTIONS
        self.deep = pull == 3
        try:
            return "1," + self.text(value)
        finally:
            self.options = _NO_OPTIONS
            self.deep = False

    def text(self, value: Any) -> str:
        """The JSON text of one value. Raises `ConversionError`."""
        attached = len(self.attachments)
        try:
            return self._text(value)
        except RecursionError:
            del self.attachments[attached:]
        try:
            with DeepStack():
                return self._text(value)
        except RecursionError:
            raise ConversionError("nested too deep for this interpreter's stack") from None

    def _text(self, value: Any) -> str:
        encoded = self.value(value)
        return _with_halves_apart(dumps(encoded), encoded)

    def arguments(self, args: list[Any], kwargs: dict[str, Any]) -> str:
        """The fields of a message that carry arguments, as JSON text. Raises `ConversionError`."""
        if not kwargs and is_plain(args):
            return f'"args":{_with_halves_apart(dumps(args), args)},"p":1'
        fields = f'"args":[{",".join([self._argument(index, value) for index, value in enumerate(args)])}]'
        if kwargs:
            for name in kwargs:
                refuse_joined(name)
            pairs = [f"{quote(name)}:{self._argument(name, value)}" for name, value in kwargs.items()]
            fields += f',"kwargs":{{{",".join(pairs)}}}'
        return fields

    def _argument(self, place: int | str, value: Any) -> str:
        try:
            return self.text(value)
        except ConversionError as error:
            raise error.inside(place) from None

    def value(self, value: Any) -> Any:
        """The encoded value, tagged where it has to be. Raises `ConversionError`."""
        cls = type(value)
        encode = ENCODERS.get(cls)
        if encode is None:
            encode = self._encoder_of(cls, value)
        if cls not in CONTAINERS:
            return encode(self, value)
        return self.nested(value, encode)

    def nested(self, value: Any, encode: Encode) -> Any:
        """Encodes a container, watching for cycles and depth."""
        key = id(value)
        if key in self._active:
            raise ConversionError("the value contains itself")
        if self._depth >= MAX_DEPTH:
            raise ConversionError(f"nested deeper than {MAX_DEPTH} levels")
        self._active.add(key)
        self._depth += 1
        try:
            return encode(self, value)
        finally:
            self._depth -= 1
            self._active.discard(key)

    def _encoder_of(self, cls: type, value: Any) -> Encode:
        from .kinds import encoder_of

        return encoder_of(cls, value, self.deep)

    def reference(self, value: Any) -> dict[str, Any]:
        """A reference, with the little that the host shows without asking."""
        from .reference import describe_reference

        return describe_reference(self, value)

    def attach(self, data: Any) -> int:
        """The index of an attachment. Raises `ConversionError` for more than one frame can carry."""
        if len(self.attachments) >= MAX_ATTACHMENTS:
            raise ConversionError(f"more than {MAX_ATTACHMENTS} values of binary data in one result")
        self.attachments.append(data)
        return len(self.attachments) - 1

    def items(self, values: Any) -> list[Any]:
        """The encoded items of a sequence."""
        types = set(map(type, values))
        if types <= SCALARS and not self.options:
            values = list(values)
            if types <= _QUIET or plain_scalars(values, types):
                return values
        out: list[Any] = []
        try:
            for item in values:
                out.append(self.value(item))
        except ConversionError as error:
            raise error.inside(len(out)) from None
        return out

    def pairs(self, mapping: Any) -> list[list[Any]]:
        """The encoded items of a mapping, keys included."""
        out: list[list[Any]] = []
        key: Any = None
        try:
            for key, item in mapping.items():
                out.append([self.value(key), self.value(item)])
        except ConversionError as error:
            raise error.inside(key) from None
        return out

    def fields(self, mapping: Any) -> Any:
        """A mapping with string keys as an object, escaped where one of them is the tag key."""
        if TAG in mapping:
            return {TAG: "dict", "v": self.pairs(mapping)}
        out: dict[str, Any] = {}
        key: Any = None
        try:
            for key, item in mapping.items():
                out[key] = self.value(item)
        except ConversionError as error:
            raise error.inside(key) from None
        return out


def _with_halves_apart(text: str, encoded: Any) -> str:
    """The JSON text of an encoded value, where JavaScript reads all of it as Python does."""
    if MARK in text:
        with DeepStack():
            refuse_joined(encoded)
    return text


def _encode_declared(encoding: Encoding, value: Declared) -> Any:
    from .declared import encode_declared

    return encode_declared(encoding, value.value, value.type)


ENCODERS[Declared] = _encode_declared

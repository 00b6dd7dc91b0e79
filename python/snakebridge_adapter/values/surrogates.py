"""Halves of characters: text that JavaScript would read otherwise than Python.

JavaScript's text is made of 16-bit units, of which two that fit are one character beyond the first 65,536. A
lone half, such as `os.fsdecode` makes of bytes that are no text, survives. A high half with a low one behind
it is two characters in Python and one in JavaScript: it has no form.
"""

from __future__ import annotations

from .conversion import ConversionError
from .plain import TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: How the JSON text of every character that is written as two units, and of every half, begins.
MARK = "\\ud"
JOINED = "text with two surrogates in a row that are one character in JavaScript"
#: Text for people, of which nothing is decoded again.
_DESCRIPTIONS = frozenset(("ref", "exception"))


def is_joined(text: str) -> bool:
    """Whether JavaScript reads two characters of the text as one."""
    if text.isascii():
        return False
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") != text


def refuse_joined(encoded: Any) -> None:
    """Raise `ConversionError` with the path where an encoded value holds such text."""
    if type(encoded) is str:
        if is_joined(encoded):
            raise ConversionError(JOINED)
    elif type(encoded) is list:
        for index, item in enumerate(encoded):
            _refuse_inside(item, index)
    elif type(encoded) is dict:
        tag = encoded.get(TAG)
        if tag is None:
            for key, item in encoded.items():
                refuse_joined(key)
                _refuse_inside(item, key)
        elif tag in ("dict", "map"):
            for key, item in encoded["v"]:
                refuse_joined(key)
                _refuse_inside(item, key)
        elif tag == "ndarray":
            _refuse_in_array(encoded)
        elif tag not in _DESCRIPTIONS:
            refuse_joined(encoded.get("v"))


def _refuse_in_array(encoded: dict[str, Any]) -> None:
    for name, column in encoded.get("fields") or ():
        _refuse_inside(column, name)
    for index, item in enumerate(encoded.get("v") or ()):
        if type(item) in (str, list, dict):
            try:
                refuse_joined(item)
            except ConversionError as error:
                raise error.inside_array(index, encoded["shape"]) from None


def _refuse_inside(encoded: Any, step: object) -> None:
    if type(encoded) in (str, list, dict):
        try:
            refuse_joined(encoded)
        except ConversionError as error:
            raise error.inside(step) from None

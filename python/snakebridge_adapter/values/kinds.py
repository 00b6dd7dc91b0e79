"""Which form a value of an uncommon type takes."""

from __future__ import annotations

from .encode import encode_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .encode import Encode


def encoder_of(cls: type, value: Any, deep: bool) -> Encode:
    """The encoder of a type that is not in `ENCODERS`."""
    return encode_reference

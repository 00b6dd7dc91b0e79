"""JSON text, by the C accelerators behind the standard `json` package.

`json` itself imports `re` and `enum` for its pure Python half, several milliseconds of a worker's start that
no frame ever needs. An interpreter without the accelerators uses the package.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _unencodable(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


try:
    from _json import encode_basestring_ascii, make_encoder, make_scanner

    class _Context:
        """What `make_scanner` reads from a `JSONDecoder`."""

        strict = True
        object_hook = None
        object_pairs_hook = None
        parse_float = float
        parse_int = int
        parse_constant = staticmethod(_no_constant)
        memo: dict[str, str] = {}

    _context: Any = _Context()
    _scan: Callable[[str, int], tuple[Any, int]] = make_scanner(_context)
    _encode: Callable[[Any, int], tuple[str, ...]] = make_encoder(
        None, _unencodable, encode_basestring_ascii, None, ":", ",", False, False, False
    )

    #: A string as JSON text.
    quote: Callable[[str], str] = encode_basestring_ascii

    def _dumps(value: Any) -> str:
        chunks = _encode(value, 0)
        return chunks[0] if len(chunks) == 1 else "".join(chunks)

except ImportError:
    import json

    _decoder: Any = json.JSONDecoder(parse_constant=_no_constant)
    _scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
    quote = json.encoder.encode_basestring_ascii

    def _dumps(value: Any) -> str:
        return json.dumps(value, separators=(",", ":"), allow_nan=False, check_circular=False)


class DeepStack:
    """Raises the recursion limit while a deep value is read or written, then gives back the user's."""

    LIMIT = 10_000
    _lock = allocate_lock()
    _inside = 0
    _before = 0

    def __enter__(self) -> None:
        with self._lock:
            if DeepStack._inside == 0:
                DeepStack._before = sys.getrecursionlimit()
                sys.setrecursionlimit(max(DeepStack._before, self.LIMIT))
            DeepStack._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            DeepStack._inside -= 1
            if DeepStack._inside == 0:
                sys.setrecursionlimit(DeepStack._before)


def loads(text: str) -> Any:
    """The value of JSON text. Raises `ValueError` for anything that is not exactly one JSON value."""
    try:
        value, end = _scan(text, 0)
    except (StopIteration, RecursionError, SystemError):
        value, end = _scan_deeper(text)
    if end != len(text):
        raise ValueError(f"more than one JSON value, from character {end}")
    return value


def _scan_deeper(text: str) -> tuple[Any, int]:
    """The same for text that did not scan: with a deeper stack, or an error that says what is wrong."""
    with DeepStack():
        try:
            return _scan(text, 0)
        except StopIteration as stop:
            raise ValueError(f"not JSON at character {stop.value}") from None
        except SystemError:
            # Before 3.12 the scanner finds its own exception class only where `json` has been imported.
            import json

            json.loads(text)
            raise


def dumps(value: Any) -> str:
    """JSON text in ASCII, so that lone surrogates survive. Raises `ValueError` for NaN and infinities."""
    try:
        return _dumps(value)
    except RecursionError:
        with DeepStack():
            return _dumps(value)

"""The far end of SnakeBridge's wire: a worker process that performs a TypeScript program's Python calls.

Standard library only, Python 3.9 and later. Nothing here is imported before a worker needs it; user code only ever
needs `register_codec`, which is loaded on first use.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .codecs import register_codec as register_codec

__all__ = ["register_codec"]
__version__ = "0.3.0"


def __getattr__(name: str) -> object:
    if name == "register_codec":
        from .codecs import register_codec

        return register_codec
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The far end of SnakeBridge's wire: a worker process that performs a TypeScript program's Python calls.

Standard library only, Python 3.9 and later. User code only ever needs `register_codec`, which is loaded on
first use.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from .codecs import register_codec as register_codec

__all__ = ["register_codec"]
__version__ = "0.3.0"


def _keep_bytecode() -> None:
    """Keep this package's own bytecode even where Python is told to write none, or the folder is read-only.

    Compiling the adapter takes several times what a worker's whole start does otherwise, and container images
    often set PYTHONDONTWRITEBYTECODE. Only the finder of this package's folders is replaced; other imports
    are as ever.
    """
    import os
    from _frozen_importlib_external import FileFinder, SourceFileLoader

    folder = __path__[0]
    prefix: str | None = sys.pycache_prefix
    if prefix is None and not os.access(folder, os.W_OK):
        base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
        prefix = os.path.join(base or os.path.expanduser("~/.cache"), "snakebridge", "bytecode")

    class Loader(SourceFileLoader):
        def get_code(self, fullname: str) -> CodeType | None:
            before = sys.dont_write_bytecode, sys.pycache_prefix
            sys.dont_write_bytecode, sys.pycache_prefix = False, prefix
            try:
                return super().get_code(fullname)
            finally:
                sys.dont_write_bytecode, sys.pycache_prefix = before

    for part in ("", "values", "describe"):
        place = os.path.join(folder, part) if part else folder
        sys.path_importer_cache[place] = FileFinder(place, (Loader, [".py"]))


# An adapter whose bytecode is there already, or can be written in the usual way, needs none of this.
if sys.dont_write_bytecode or (
    __spec__ is not None and __spec__.cached and not __import__("os").path.exists(__spec__.cached)
):
    _keep_bytecode()


def __getattr__(name: str) -> object:
    if name == "register_codec":
        from .codecs import register_codec

        return register_codec
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

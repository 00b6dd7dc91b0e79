"""Imports the module to describe, and says in a typed way why that failed."""

from __future__ import annotations

import importlib
import sys
import traceback
import types
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from .library_code import attempt
from .submodules import locate

_OUTPUT_LIMIT = 4000


class ImportFailure(Exception):
    """A module could not be imported. ``problem`` is the JSON that the host turns into a typed error."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("message", ""))
        self.problem = problem


class _Recorder:
    """Keeps the first characters written to a stream and passes everything on."""

    def __init__(self, stream: Any, parts: list[str]) -> None:
        self._stream = stream
        self._parts = parts

    def write(self, text: str) -> int:
        room = _OUTPUT_LIMIT - sum(map(len, self._parts))
        if room > 0:
            self._parts.append(text[:room])
        return int(self._stream.write(text)) if self._stream is not None else len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def recorded(parts: list[str]) -> Generator[None]:
    """Adds what is printed meanwhile to the parts, up to a limit."""
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Recorder(out, parts), _Recorder(err, parts)  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


def import_module(name: str) -> tuple[types.ModuleType, str]:
    """
    The imported module and what it printed meanwhile.

    Raises ImportFailure when it does not exist, raises, or exits. `__main__` is never run again.
    """
    if name == "__main__" or name.endswith(".__main__"):
        raise ImportFailure(
            {
                "error": "not-importable",
                "module": name,
                "message": f"{name} is a program: importing it would run it.",
            }
        )
    parts: list[str] = []
    with recorded(parts):
        try:
            module = importlib.import_module(name)
        except SystemExit as error:
            raise ImportFailure(_exited(name, error, parts)) from error
        except ModuleNotFoundError as error:
            raise ImportFailure(_not_found(name, error, parts)) from error
        except KeyboardInterrupt:
            raise
        except (
            BaseException
        ) as error:  # Importing runs the library's code: it may raise anything, and all of it is reported.
            raise ImportFailure(_raised(name, error, parts)) from error
    return module, "".join(parts)


def _not_found(name: str, error: ModuleNotFoundError, parts: list[str]) -> dict[str, Any]:
    missing = error.name or ""
    if missing and (name == missing or name.startswith(missing + ".")) and locate(missing) is None:
        message = attempt(lambda: str(error), "")
        return {"error": "not-found", "module": name, "missing": missing, "message": message}
    # The module is there, but needs another one that is not.
    return {**_raised(name, error, parts), **({"missing": missing} if missing else {})}


def _exited(name: str, error: SystemExit, parts: list[str]) -> dict[str, Any]:
    code: object | None = error.code
    return {
        "error": "exited",
        "module": name,
        "code": code if isinstance(code, int) else (0 if code is None else 1),
        "message": str(code) if isinstance(code, str) else "",
        "output": "".join(parts),
    }


def _raised(name: str, error: BaseException, parts: list[str]) -> dict[str, Any]:
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    # The text of an exception class of the library is its own code, too.
    message = attempt(lambda: str(error), "")
    return {
        "error": "raised",
        "module": name,
        "type": f"{type(error).__module__}.{type(error).__qualname__}".replace("builtins.", ""),
        "message": message[:2000],
        "traceback": "".join(lines)[-8000:],
        "output": "".join(parts),
    }

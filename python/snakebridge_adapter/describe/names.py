"""Qualified names of runtime classes, as a user would import them."""

from __future__ import annotations

import sys

from .nodes import canonical


class ClassNames:
    """Finds and remembers the one name by which a class is known in descriptions."""

    def __init__(self) -> None:
        # Keyed by identity: classes may define equality or refuse to be hashed. They are kept alive by the
        # value.
        self._known: dict[int, tuple[object, str]] = {}

    def of(self, cls: type) -> str:
        known = self._known.get(id(cls))
        if known is None:
            known = (cls, canonical(_find(cls)))
            self._known[id(cls)] = known
        return known[1]

    def of_stub(self, module: str, qualname: str) -> str:
        """The name of a class that a stub declares: the runtime's, where that class exists and is loaded."""
        found = lookup(module, qualname)
        if isinstance(found, type) and found.__name__ == qualname.rpartition(".")[2]:
            return self.of(found)
        return canonical(f"{module}.{qualname}")


def _find(cls: type) -> str:
    """The defining name where it is public, else the outermost public package that offers the same class."""
    module = _text(cls, "__module__") or "builtins"
    qualname = _text(cls, "__qualname__") or cls.__name__
    declared = f"{module}.{qualname}"
    parts = module.split(".")
    honest = lookup(module, qualname) is cls
    if honest and not any(part.startswith("_") for part in parts):
        return declared
    for length in range(1, len(parts)):
        package = ".".join(parts[:length])
        if not any(part.startswith("_") for part in parts[:length]) and lookup(package, qualname) is cls:
            return f"{package}.{qualname}"
    public = ".".join(part.lstrip("_") for part in parts)
    if public != module and lookup(public, qualname) is cls:
        return f"{public}.{qualname}"
    return declared


def lookup(module: str, qualname: str) -> object | None:
    """An object of a loaded module, without running a module's ``__getattr__`` or a property."""
    found = sys.modules.get(module)
    namespace = vars(found) if found is not None else None
    result: object | None = None
    for name in qualname.split("."):
        if not isinstance(namespace, dict) and not hasattr(namespace, "get"):
            return None
        result = namespace.get(name)  # pyright: ignore[reportOptionalMemberAccess, reportUnknownMemberType, reportUnknownVariableType]
        if result is None:
            return None
        namespace = getattr(result, "__dict__", None) if isinstance(result, type) else None  # pyright: ignore[reportUnknownArgumentType]
    return result  # pyright: ignore[reportUnknownVariableType]


def _text(cls: type, attribute: str) -> str | None:
    value = getattr(cls, attribute, None)
    return value if isinstance(value, str) else None

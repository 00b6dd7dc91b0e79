"""Finds the file that declares a module's types: stubs first, then typed source, then any source."""

from __future__ import annotations

import os
import sys
from importlib.machinery import SOURCE_SUFFIXES
from pathlib import Path
from typing import NamedTuple

from .objects import attribute


class Source(NamedTuple):
    """A file with declarations. ``kind`` is ``stub`` (.pyi), ``inline`` (py.typed source) or ``plain`` (any
    source)."""

    path: str
    kind: str
    package: bool

    def read(self) -> str:
        """The text, with `\\n` at the end of every line. Raises OSError."""
        # Not as a text file: decoding piece by piece takes several times as long.
        with open(self.path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class SourceFinder:
    """Looks up static sources; reads only folder entries, never imports."""

    def __init__(self, typeshed: str | None) -> None:
        self._typeshed = Path(typeshed) if typeshed else None
        self._versions = _read_versions(self._typeshed / "stdlib" / "VERSIONS") if self._typeshed else {}
        self._third_party: dict[str, str] | None = None
        self._typed: dict[str, bool] = {}
        self._found: dict[str, Source | None] = {}
        self._stub_folders: dict[str, str] | None = None

    @property
    def has_typeshed(self) -> bool:
        return bool(self._versions)

    def find(self, module: str) -> Source | None:
        """The best source of a module, or None."""
        if module not in self._found:
            parent = module.rpartition(".")[0]
            # What is no package has no modules below it; most questions are about names that are none.
            above = self.find(parent) if parent else None
            self._found[module] = None if above is not None and not above.package else self._search(module)
        return self._found[module]

    def forget(self) -> None:
        """Looks again: the import path, or what lies on it, may have changed."""
        self._found.clear()
        self._stub_folders = None

    def _search(self, module: str) -> Source | None:
        return (
            self._standard_library(module)
            or self._stub_package(module)
            or self._beside_or_typed(module)
            or self._bundled(module)
            or self._plain(module)
        )

    def standard_library_names(self) -> set[str]:
        """Top-level modules that the typeshed lists for this version."""
        return {name for name, versions in self._versions.items() if "." not in name and _available(versions)}

    def is_bundled(self, path: str) -> bool:
        """Whether a file belongs to the typeshed, which never changes under a running host."""
        return self._typeshed is not None and path.startswith(str(self._typeshed))

    def _standard_library(self, module: str) -> Source | None:
        if self._typeshed is None:
            return None
        name = module
        while name:
            versions = self._versions.get(name)
            if versions is not None:
                if not _available(versions):
                    return None
                return _module_file(str(self._typeshed / "stdlib"), module, ".pyi", "stub")
            name = name.rpartition(".")[0]
        return None

    def _stub_package(self, module: str) -> Source | None:
        if self._stub_folders is None:
            self._stub_folders = _stub_folders()
        top, _, rest = module.partition(".")
        folder = self._stub_folders.get(f"{top}-stubs")
        if folder is None:
            return None
        return _module_file(folder, f"{top}-stubs.{rest}" if rest else f"{top}-stubs", ".pyi", "stub")

    def _beside_or_typed(self, module: str) -> Source | None:
        for folder, name in self._places(module):
            found = _module_file(folder, name, ".pyi", "stub")
            if found is not None:
                return found
            found = _module_file(folder, name, ".py", "inline")
            if found is not None:
                return found if self._is_typed(module, folder, name, found) else None
        return None

    def _plain(self, module: str) -> Source | None:
        for folder, name in self._places(module):
            found = _module_file(folder, name, SOURCE_SUFFIXES[0], "plain")
            if found is not None:
                return found
        return None

    def _bundled(self, module: str) -> Source | None:
        """Third-party stubs of the typeshed, each below a folder named after its distribution."""
        if self._typeshed is None:
            return None
        if self._third_party is None:
            self._third_party = third_party_modules(self._typeshed / "stubs")
        parts = module.split(".")
        for length in range(len(parts), 0, -1):
            folder = self._third_party.get(".".join(parts[:length]))
            if folder is not None:
                return _module_file(folder, module, ".pyi", "stub")
        return None

    def _places(self, module: str) -> list[tuple[str, str]]:
        """Folders to search, with the module's name as seen from there; the parent's real ``__path__``
        first."""
        parent, _, last = module.rpartition(".")
        if not parent:
            return [(folder, module) for folder in _import_path()]
        loaded = sys.modules.get(parent)
        paths = attribute(loaded, "__path__") if loaded is not None else None
        if paths is not None:
            return [(str(folder), last) for folder in paths]
        return [(folder, module) for folder in _import_path()]

    def _is_typed(self, module: str, folder: str, name: str, found: Source) -> bool:
        """Whether the package or one of its parents has a py.typed marker (PEP 561)."""
        top = module.partition(".")[0]
        known = self._typed.get(top)
        if known is None:
            here = Path(found.path).parent
            levels = module.count(".") + (0 if found.package else -1)
            known = False
            for _ in range(max(levels, 0) + 1):
                if (here / "py.typed").is_file():
                    known = True
                    break
                here = here.parent
            if "." not in module or known:
                self._typed[top] = known
        return known


def _import_path() -> list[str]:
    return [entry or os.getcwd() for entry in sys.path if not entry.endswith(".zip")]


def _stub_folders() -> dict[str, str]:
    """Stub packages (PEP 561) and the folder of the import path that each lies in."""
    found: dict[str, str] = {}
    for folder in _import_path():
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.endswith("-stubs"):
                found.setdefault(name, folder)
    return found


def _module_file(folder: str, module: str, suffix: str, kind: str) -> Source | None:
    base = os.path.join(folder, *module.split("."))
    package = os.path.join(base, "__init__" + suffix)
    if os.path.isfile(package):
        return Source(package, kind, True)
    if os.path.isfile(base + suffix):
        return Source(base + suffix, kind, False)
    return None


def _read_versions(path: Path) -> dict[str, str]:
    """The typeshed's ``VERSIONS``: a module name, a colon, and ``first-last`` versions."""
    versions: dict[str, str] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return versions
    for line in text.splitlines():
        name, colon, rest = line.partition("#")[0].partition(":")
        if colon:
            versions[name.strip()] = rest.strip()
    return versions


def _available(versions: str) -> bool:
    first, _, last = versions.partition("-")
    here = sys.version_info[:2]
    # The oldest version that the typeshed still supports stands for every version before it.
    return (_version(first) <= here or first in ("3.0", "3.9", "3.10")) and (
        not last.strip() or here <= _version(last)
    )


def _version(text: str) -> tuple[int, int]:
    major, _, minor = text.strip().partition(".")
    return int(major), int(minor or 0)


def third_party_modules(folder: Path) -> dict[str, str]:
    """Package names to the folder that holds their stubs. Namespace packages are listed by their children."""
    index: dict[str, str] = {}
    try:
        # Made where the stubs were copied: walking through them takes longer than describing a small module.
        with open(folder / "modules.txt", encoding="utf-8") as file:
            for line in file:
                module, _, distribution = line.rstrip("\n").partition(" ")
                index[module] = os.path.join(folder, distribution)
        return index
    except OSError:
        pass
    try:
        distributions = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return index
    for distribution in distributions:
        if distribution.is_dir() and not distribution.name.startswith((".", "_")):
            _index_folder(distribution.path, distribution.path, "", index)
    return index


def _index_folder(root: str, folder: str, prefix: str, index: dict[str, str]) -> None:
    for entry in os.scandir(folder):
        name, suffix = os.path.splitext(entry.name)
        if suffix == ".pyi" and entry.is_file():
            index.setdefault(prefix + name, root)
        elif entry.is_dir() and entry.name.isidentifier():
            if os.path.isfile(os.path.join(entry.path, "__init__.pyi")):
                index.setdefault(prefix + entry.name, root)
            else:
                _index_folder(root, entry.path, f"{prefix}{entry.name}.", index)

"""What a description was made from: the host keeps it to notice when a description is out of date."""

from __future__ import annotations

import os
import sys
import types
from typing import TYPE_CHECKING, Any

from .distributions import Owner, distributions_below, owner_of
from .installed import is_standard_library
from .objects import attribute
from .world import World

if TYPE_CHECKING:
    from importlib.metadata import Distribution

Json = dict[str, Any]

# Seconds by which a file's time may lag behind the clock: it is that of the kernel's last tick.
_TICK = 0.01


def evidence_for(module: types.ModuleType | None, name: str, world: World, since: float) -> Json:
    """
    Files with size and modification time that change when the description would.

    Which they are is known only when they have been read. Where one has changed `since` the request began (in
    seconds since the epoch), what was read may be older than what is named: `changed` says so.

    What was installed is told by the RECORD of its distribution; this holds for the module's own and for
    every other whose types were read. Code that lies elsewhere (a user's own, an editable install) is told by
    each of its files that was imported or read.
    """
    if is_standard_library(name):
        return {"files": []}
    seen = _Files()
    own = attribute(module, "__file__")
    seen.add(name, own if isinstance(own, str) else None)
    for other, loaded in list(sys.modules.items()):
        file = attribute(loaded, "__file__")
        if isinstance(file, str):
            seen.add_loose(other, file)
    for other, path in world.sources_read():
        seen.add(other, path)
    result: Json = {"files": [item for item in map(_stat, seen.files) if item is not None]}
    if any(_changed_since(path, since) for path in seen.files):
        result["changed"] = True
    absent = _absent_stubs(name, seen)
    if absent:
        result["absent"] = absent
    return result


class _Files:
    """Files to watch, each once. The distributions below a top-level name are looked up once."""

    def __init__(self) -> None:
        self.files: dict[str, None] = {}
        self._below: dict[str, list[Distribution]] = {}
        self._owners: dict[str, Owner | None] = {}

    def add(self, module: str, path: str | None) -> None:
        """The RECORD that stands for a file, or the file itself."""
        top = _top_of(module, path)
        owner = self._owner(module, top)
        if owner is not None and owner.record is not None:
            self.files.setdefault(owner.record)
            if path is None or owner.holds(path, top):
                return
        if path is not None:
            self.files.setdefault(path)

    def add_loose(self, module: str, path: str) -> None:
        """A loaded file, unless it was installed or belongs to the interpreter or to the adapter."""
        if not (
            is_installed(path) or is_standard_library(module) or module.startswith("snakebridge_adapter")
        ):
            self.add(module, path)

    def _owner(self, module: str, top: str) -> Owner | None:
        below = self._below.get(top)
        if below is None:
            below = self._below[top] = distributions_below(top)
        # Only a namespace package is shared, and then by the next parts of the name.
        name = ".".join([top, *module.split(".")[1:]]) if len(below) > 1 else top
        if name not in self._owners:
            self._owners[name] = owner_of(name, below)
        return self._owners[name]


def _top_of(module: str, path: str | None) -> str:
    """The top-level name below which a module's file is found; a stub package has one of its own."""
    top = module.partition(".")[0]
    stubs = path is not None and f"{os.sep}{top}-stubs{os.sep}" in path
    return f"{top}-stubs" if stubs else top


def is_installed(path: str) -> bool:
    """Whether a file lies where distributions are installed, so that a RECORD tells of its changes."""
    return any(path.startswith(folder + os.sep) for folder in _site_folders())


def _site_folders() -> list[str]:
    return [entry for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")]


def _absent_stubs(name: str, seen: _Files) -> list[str]:
    """Where a stub would be that does not exist: types would come from there, so its absence counts."""
    stubs = f"{name.partition('.')[0]}-stubs"
    paths = [os.path.join(folder, stubs) for folder in _site_folders()]
    paths += [path[:-3] + ".pyi" for path in seen.files if path.endswith(".py") and not is_installed(path)]
    return [path for path in paths if not os.path.exists(path)]


def evidence_for_path() -> Json:
    """
    The folders of the import path: installing and removing changes them. To be asked for before they are
    read: what is installed meanwhile must not count as seen.
    """
    folders = [entry or os.getcwd() for entry in sys.path]
    return {"files": [item for item in map(_stat, folders) if item is not None]}


def _stat(path: str) -> Json | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return {"path": path, "size": found.st_size, "time": int(found.st_mtime * 1000)}


def _changed_since(path: str, since: float) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return True
    # An installer may set the modification time to that of its archive; the other tells when it did (on
    # Windows, when it made the file).
    return max(found.st_mtime, found.st_ctime) > since - _TICK

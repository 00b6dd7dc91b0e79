"""Which distribution brought a module or a file, told from the metadata of what is installed."""

from __future__ import annotations

import os
import re
from importlib import metadata
from typing import Any, NamedTuple

from .objects import attribute

_RECORDED = re.compile(
    r'^"?([A-Za-z_]\w*(?:-stubs)?)(?:/[^,]*\.(?:pyi?|so|pyd)|\.py|(?:\.[\w-]+)*\.(?:so|pyd))\b'
)

# What a RECORD lists, by its path and modification time: it is asked for again and again.
_tops: dict[tuple[str, int], frozenset[str]] = {}


class Owner(NamedTuple):
    """A distribution that is installed."""

    name: str
    version: str
    record: str | None
    """Its list of files, which changes with every install; None where it has none."""

    def holds(self, path: str, top: str) -> bool:
        """Whether a file below a top-level name lies where this was installed: an editable install's does
        not."""
        if self.record is None:
            return False
        place = os.path.join(os.path.dirname(os.path.dirname(self.record)), top)
        return path.startswith((place + os.sep, place + "."))


def distribution_of(module: str) -> Owner | None:
    """The distribution that brings a module, or None for the standard library and loose files."""
    return owner_of(module, distributions_below(module.partition(".")[0]))


def distributions_below(top: str) -> list[metadata.Distribution]:
    """The distributions with modules below a top-level name: several where it is a namespace package.

    The one that is called like the name comes first.
    """
    found: list[metadata.Distribution] = []
    # Most distributions are called like their package: those are asked first.
    for distribution in sorted(metadata.distributions(), key=lambda item: not _called(item, top)):
        try:
            if top in top_level(distribution):
                found.append(distribution)
        except Exception:  # Broken metadata of one distribution must not hide all others.
            continue
    return found


def owner_of(module: str, found: list[metadata.Distribution]) -> Owner | None:
    """The one of several distributions that lists most of a module's dotted name among its files."""
    # `max` keeps the first of equals.
    best = max(found, key=lambda item: _depth(item, module)) if len(found) > 1 else next(iter(found), None)
    if best is None:
        return None
    headers: Any = best.metadata
    return Owner(str(headers["Name"]), str(headers["Version"]), _record(best))


def _depth(distribution: metadata.Distribution, module: str) -> int:
    """How many parts of the dotted name are folders or files of the distribution."""
    listed = "\n" + (distribution.read_text("RECORD") or "")
    parts = module.split(".")
    for depth in range(len(parts), 0, -1):
        path = "/".join(parts[:depth])
        if f"\n{path}/" in listed or f"\n{path}." in listed:
            return depth
    return 0


def _folder(distribution: metadata.Distribution) -> str:
    path = attribute(distribution, "_path")
    return str(path) if path is not None else ""


def _called(distribution: metadata.Distribution, top: str) -> bool:
    name = os.path.basename(_folder(distribution)).partition("-")[0]
    return name.lower().replace(".", "_") == top.lower()


def _record(distribution: metadata.Distribution) -> str | None:
    path = os.path.join(_folder(distribution), "RECORD")
    return path if os.path.isfile(path) else None


def top_level(distribution: metadata.Distribution) -> frozenset[str]:
    """The names below which a distribution's modules are found."""
    record = _record(distribution)
    if record is None:
        return _read_top_level(distribution)
    key = (record, os.stat(record).st_mtime_ns)
    if key not in _tops:
        _tops[key] = _read_top_level(distribution)
    return _tops[key]


def _read_top_level(distribution: metadata.Distribution) -> frozenset[str]:
    text = distribution.read_text("top_level.txt")
    if text:
        lines = [line.strip().replace("/", ".").partition(".")[0] for line in text.splitlines()]
        return frozenset(name for name in lines if name)
    names: set[str] = set()
    record = distribution.read_text("RECORD") or ""
    for line in record.splitlines():
        if line.partition("/")[0] not in names:
            match = _RECORDED.match(line)
            if match:
                names.add(match.group(1))
    if not names and not record:
        # An editable install lists nothing; its finder is named after the project.
        headers: Any = distribution.metadata
        names.add(re.sub(r"[-.]+", "_", str(headers.get("Name") or "")).lower())
    return frozenset(names)

"""What a description was made from: the host keeps it to notice when a description is out of date."""

from __future__ import annotations

import os
import sys
import types
from typing import Any

from .installed import distribution_of, is_standard_library, record_of
from .world import World

Json = dict[str, Any]


def evidence_for(module: types.ModuleType | None, name: str, world: World) -> Json:
    """
    Files with size and modification time that change when the description would: the distribution's RECORD,
    else the module's own file; and a stub package's RECORD or file where types came from one.
    """
    files: dict[str, None] = {}
    if not is_standard_library(name):
        owner = distribution_of(name)
        record = record_of(owner[0]) if owner is not None else None
        if record is not None:
            files.setdefault(record)
        # An editable install has a RECORD that does not change with its source.
        own = vars(module).get("__file__") if module is not None else None
        if isinstance(own, str):
            files.setdefault(own)
    static = world.module(name)
    if static is not None and not world.finder.is_bundled(static.source.path):
        files.setdefault(static.source.path)
    result: Json = {"files": [item for item in map(_stat, files) if item is not None]}
    absent = _absent_stubs(name, static.source.path if static is not None else "")
    if absent:
        result["absent"] = absent
    return result


def _absent_stubs(name: str, source: str) -> list[str]:
    """Where a stub package would be installed: types would come from there, so its absence counts."""
    if is_standard_library(name):
        return []
    stubs = f"{name.partition('.')[0]}-stubs"
    folders = [entry for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")]
    paths = [os.path.join(folder, stubs) for folder in folders]
    return [path for path in paths if not os.path.exists(path) and not source.startswith(path)]


def evidence_for_path() -> Json:
    """The folders of the import path: installing and removing changes them."""
    folders = [entry or os.getcwd() for entry in sys.path]
    return {"files": [item for item in map(_stat, folders) if item is not None]}


def _stat(path: str) -> Json | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return {"path": path, "size": found.st_size, "time": int(found.st_mtime * 1000)}

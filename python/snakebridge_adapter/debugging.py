"""Lets an editor's debugger into a worker.

The editor starts the program with SNAKEBRIDGE_DEBUG_FOLDER. Each worker opens a debug port, says in a file of
that folder which one, and waits a moment for the editor, so that breakpoints are set before the first call.
debugpy, the usual debugger of Python, does the work; it belongs to the user's environment, or comes from
SNAKEBRIDGE_DEBUGPY.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FOLDER = "SNAKEBRIDGE_DEBUG_FOLDER"
LIBRARIES = "SNAKEBRIDGE_DEBUGPY"
#: A program must not hang because no editor came.
WAIT_SECONDS = 20


def open_to_editor() -> None:
    """Does nothing unless a debugger asked for it."""
    # Removed: what the worker starts is not debugged, and could only wait for an editor that does not come.
    folder = os.environ.pop(FOLDER, None)
    if not folder:
        return
    libraries = os.environ.pop(LIBRARIES, None)
    try:
        debugger = _load(libraries)
    except ImportError as error:
        _announce(folder, {"problem": f"debugpy can't be imported: {error}"})
        return
    debugger.configure(subProcess=False)
    host, port = debugger.listen(("127.0.0.1", 0))
    _announce(folder, {"host": host, "port": port})
    from threading import Timer

    timer = Timer(WAIT_SECONDS, debugger.wait_for_client.cancel)
    timer.daemon = True
    timer.start()
    debugger.wait_for_client()
    timer.cancel()


def _load(libraries: str | None) -> Any:
    """The environment's own debugpy first: it fits the interpreter."""
    from importlib import import_module

    if libraries:
        sys.path.append(libraries)
    try:
        return import_module("debugpy")
    finally:
        if libraries:
            sys.path.remove(libraries)


def _announce(folder: str, what: dict[str, Any]) -> None:
    import json

    draft = os.path.join(folder, f".{os.getpid()}")
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), **what}, file)
    # By renaming, the editor never reads half a file.
    os.replace(draft, os.path.join(folder, f"{os.getpid()}.json"))

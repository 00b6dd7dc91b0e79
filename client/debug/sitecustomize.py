"""Loaded by every Python that a debugged program starts, because its folder is on PYTHONPATH for that run.

Opens a debug port and says in a file which one, so that the editor can attach, then waits for it a moment. Any other
``sitecustomize`` of the environment runs afterwards.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import sys
import threading


def _listen(folder: str) -> None:
    """Start the debugger; without it the program runs as ever, and the editor says what is missing."""
    libraries = os.environ.get("SNAKEBRIDGE_DEBUGPY")
    if libraries:
        sys.path.append(libraries)
    try:
        import debugpy  # pyright: ignore[reportMissingImports]
    except ImportError:
        _announce(folder, {"problem": "debugpy is not installed in this environment"})
        return
    finally:
        if libraries:
            sys.path.remove(libraries)
    host, port = debugpy.listen(("127.0.0.1", 0))
    _announce(folder, {"host": host, "port": port})
    # A program must not hang because no editor came.
    timer = threading.Timer(10, debugpy.wait_for_client.cancel)
    timer.daemon = True
    timer.start()
    debugpy.wait_for_client()
    timer.cancel()


def _announce(folder: str, what: dict[str, object]) -> None:
    draft = os.path.join(folder, f".{os.getpid()}")
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), "executable": sys.executable, **what}, file)
    # By renaming, the editor never reads half a file.
    os.replace(draft, os.path.join(folder, f"{os.getpid()}.json"))


def _run_the_other() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry) != here]
    found = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if found is None or found.loader is None:
        return
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)


_folder = os.environ.get("SNAKEBRIDGE_DEBUG_FOLDER")
if _folder:
    # Only the worker itself is debugged; what it starts keeps its own debugger settings.
    os.environ.pop("SNAKEBRIDGE_DEBUG_FOLDER", None)
    _listen(_folder)
_run_the_other()

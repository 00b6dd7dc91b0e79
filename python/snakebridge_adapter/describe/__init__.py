"""The describer: what a Python module offers, as JSON for the host. See ``docs/description.md``."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

Progress = Callable[[dict[str, Any]], None]


def handle(request: dict[str, Any], progress: Progress) -> object:
    """
    Answers one ``describe`` request of the wire.

    The request says ``what``: ``module`` or ``class`` (with ``name``), ``installed``, ``submodules`` (with
    ``name``);
    ``typeshed`` is the folder of the bundled stubs, where the host has them. A module that can't be imported
    is answered by an object with ``error``, never by an exception: what went wrong is data for the host.
    """
    from .requests import answer

    enabled = gc.isenabled()
    # Syntax trees are many small objects that live on: the collector would walk them again and again.
    gc.disable()
    try:
        return answer(request, progress)
    finally:
        if enabled:
            gc.enable()

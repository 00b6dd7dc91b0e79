"""Where things are defined, without `inspect.getsource` (which reads and tokenizes whole files)."""

from __future__ import annotations

import re
import sys
import types
from typing import Any

from .nodes import Node
from .objects import attribute, is_a
from .runtime_signatures import unwrapped

# Begins with the word, which is found fast; what stands before it on its line is looked at then.
_CLASS = re.compile(r"class[ \t]+(\w+)")


class Locations:
    """Finds files and lines; remembers the lines of classes for each file it read."""

    def __init__(self) -> None:
        self._classes: dict[str, dict[str, int]] = {}

    def of(self, value: Any) -> Node | None:
        """File and line of a function or class, or None where it has no Python source."""
        if is_a(value, type):
            return self._of_class(value)
        if is_a(value, property):
            value = value.fget
        code = attribute(unwrapped(value), "__code__")
        if isinstance(code, types.CodeType) and not code.co_filename.startswith("<"):
            return {"file": code.co_filename, "line": code.co_firstlineno}
        return None

    def _of_class(self, cls: type) -> Node | None:
        file = module_file(cls.__module__)
        if file is None or not file.endswith(".py"):
            return None
        line = cls.__dict__.get("__firstlineno__")
        if isinstance(line, int):
            return {"file": file, "line": line}
        lines = self._classes.get(file)
        if lines is None:
            lines = self._classes[file] = _class_lines(file)
        found = lines.get(cls.__qualname__) or lines.get(cls.__name__)
        return {"file": file, "line": found} if found else None


def module_file(name: object) -> str | None:
    """The file of a loaded module."""
    module = sys.modules.get(name) if isinstance(name, str) else None
    file = attribute(module, "__file__") if module is not None else None
    return file if isinstance(file, str) else None


def _class_lines(file: str) -> dict[str, int]:
    """Qualified class names to lines, by indentation."""
    try:
        with open(file, "rb") as source:
            text = source.read().decode("utf-8", "replace")
    except OSError:
        return {}
    lines: dict[str, int] = {}
    stack: list[tuple[int, str]] = []
    line = 1
    position = 0
    for match in _CLASS.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if before.strip(" \t"):
            continue
        line += text.count("\n", position, match.start())
        position = match.start()
        indent = len(before.expandtabs())
        while stack and stack[-1][0] >= indent:
            stack.pop()
        stack.append((indent, match.group(1)))
        lines.setdefault(".".join(name for _, name in stack), line)
        lines.setdefault(match.group(1), line)
    return lines

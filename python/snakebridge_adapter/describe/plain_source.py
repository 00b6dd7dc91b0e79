"""The few declarations that are read from sources without type information: those for type checkers only."""

from __future__ import annotations

import ast
import re

from .declarations import Body, BodyReader
from .sources import Source

_BLOCK = re.compile(r"^if (?:\w+\.)?TYPE_CHECKING\s*:.*\n(?:(?:[ \t].*)?(?:#.*)?\n)*", re.MULTILINE)


def type_checking_blocks(name: str, source: Source, text: str) -> Body:
    """Names that a plain source declares for type checkers only. The rest is known from the running
    module."""
    body = Body()
    if "TYPE_CHECKING" not in text:
        return body
    for match in _BLOCK.finditer(text if text.endswith("\n") else text + "\n"):
        try:
            tree = ast.parse(match.group(0))
        except (SyntaxError, ValueError):
            continue
        part = BodyReader(name, source.package, {}).read(tree.body)
        body.names.update(part.names)
        body.stars += part.stars
    return body


def whole_source(name: str, source: Source) -> Body:
    """Everything that a source declares; nothing where it can't be read."""
    try:
        with open(source.path, encoding="utf-8", errors="replace") as file:
            tree = ast.parse(file.read(), source.path)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return Body()
    return BodyReader(name, source.package, {}).read(tree.body)

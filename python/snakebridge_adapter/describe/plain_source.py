"""Declarations of whole sources, and the few that are read from sources without type information: those for
type checkers only."""

from __future__ import annotations

import ast
import re

from .body_reader import BodyReader
from .declarations import Body
from .outline import Outline, outline
from .source_text import Text
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
        read = read_source(name, source, source.read())
    except OSError:
        return Body()
    return read[0] if read is not None else Body()


def read_source(name: str, source: Source, text: str) -> tuple[Body, dict[tuple[int, str], str]] | None:
    """What a stub or typed source declares, and the type parameters that an older grammar lacks; None where
    it can't be parsed."""
    parts = Text(text, source.path)
    statements: Outline | list[ast.stmt] | None = outline(parts)
    if statements is None:
        parsed = parts.whole()
        if parsed is None:
            return None
        parts.type_params.update(parsed.type_params)
        statements = parsed.tree.body
    body = BodyReader(name, source.package, parts.type_params).read(statements)
    for declaration in body.names.values():
        if declaration.alias and not declaration.type_params:
            declaration.type_params = parts.type_params.get((declaration.line, declaration.name), "")
    return body, parts.type_params

"""A source of which only the parts that somebody asks for are parsed."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left

from . import grammar

_OPAQUE = re.compile(
    r"""(
    \#[^\n]*
    | \"\"\"[^\"\\]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\"\\]*)*\"\"\"
    | \'\'\'[^\'\\]*(?:(?:\\[\s\S]|\'(?!\'\'))[^\'\\]*)*\'\'\'
    | \"[^\"\\\n]*(?:\\[\s\S][^\"\\\n]*)*\"
    | \'[^\'\\\n]*(?:\\[\s\S][^\'\\\n]*)*\'
    )""",
    re.VERBOSE,
)
_MARKS = re.compile(r"[()\[\]{}:]")
_BRACKETS = re.compile(r"[()\[\]{}]")
_EQUALS = re.compile(r"[()\[\]{}]|(?<![=!<>])=(?!=)")
_CONSTANTS = ("None", "True", "False")
# Every character but a line end becomes a space.
_BLANK = bytes(10 if byte == 10 else 32 for byte in range(256))


class Text:
    """
    A source, with strings and comments blanked out in a second text of the same shape.

    Both texts begin with a line end that the source does not have, so that every line has one in front of it.
    """

    def __init__(self, source: str, path: str) -> None:
        self.text = "\n" + source
        self.path = path
        self.masked = _masked(self.text)
        self.type_params: dict[tuple[int, str], str] = {}
        self._line_ends: list[int] | None = None
        self._whole: grammar.Parsed | None = None
        self._tried = False

    def line_of(self, place: int) -> int:
        """The one-based line of a place."""
        if self._line_ends is None:
            self._line_ends = [found.start() for found in re.finditer("\n", self.text)]
        return bisect_left(self._line_ends, place)

    def whole(self) -> grammar.Parsed | None:
        """The tree of all of it; None where it can't be parsed."""
        if not self._tried:
            self._tried = True
            self._whole = grammar.parse(self.text[1:], self.path)
        return self._whole

    def parse(self, source: str, line: int, numbered: bool = True) -> list[ast.stmt] | None:
        """The statements of a part that begins at a line of the source; None where it can't be parsed."""
        parsed = grammar.parse(source, self.path, line - 1, numbered)
        if parsed is None:
            return None
        self.type_params.update(parsed.type_params)
        return parsed.tree.body

    def expression(self, start: int, end: int) -> ast.expr | None:
        """The expression between two places; None where there is none."""
        part = self.text[start:end].strip()
        if part.isidentifier() and part not in _CONSTANTS:
            return ast.Name(id=part, ctx=ast.Load())
        # The line end closes a comment.
        statements = self.parse(f"({part}\n)", 1, numbered=False)
        first = statements[0] if statements else None
        return first.value if isinstance(first, ast.Expr) else None

    def colon(self, start: int, end: int) -> int:
        """Where the head of a statement ends; -1 where that can't be told."""
        depth = 0
        for found in _MARKS.finditer(self.masked, start, end):
            mark = found.group()
            if mark == ":":
                if depth == 0:
                    return found.start()
            else:
                depth += 1 if mark in "([{" else -1
        return -1

    def equals(self, start: int, end: int) -> int:
        """The place of the first `=` outside of brackets; -1 where there is none."""
        depth = 0
        for found in _EQUALS.finditer(self.masked, start, end):
            mark = found.group()
            if mark == "=":
                if depth == 0:
                    return found.start()
            else:
                depth += 1 if mark in "([{" else -1
        return -1

    def is_complete(self, start: int, end: int) -> bool:
        """Whether a statement that was found here ends here, and is one."""
        part = self.masked[start:end]
        if ";" in part or part.rstrip().endswith("\\"):
            return False
        depth = 0
        for mark in _BRACKETS.findall(part):
            depth += 1 if mark in "([{" else -1
        return depth == 0


def _masked(text: str) -> str:
    parts = _OPAQUE.split(text)
    # Strings and comments are the odd ones.
    for index in range(1, len(parts), 2):
        part = parts[index]
        if part[0] == "#":
            parts[index] = " " * len(part)
        elif "\n" not in part:
            # A quote, so that it is still a statement's first word.
            parts[index] = '"' + " " * (len(part) - 1)
        else:
            blank = part.encode("latin-1", "replace").translate(_BLANK)
            parts[index] = '"' + blank.decode("latin-1")[1:]
    return "".join(parts)

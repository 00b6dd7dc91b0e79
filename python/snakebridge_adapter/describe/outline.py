"""
Finds the functions and classes of a source without parsing it.

Large stubs declare thousands of names of which a description needs some, and typed sources hold bodies that
no description needs. So a source is split at the statements of a block by a search that knows only strings,
comments and indentation; what lies between the functions and classes is parsed at once, and a function's or
class's head when somebody asks for it. Where the parts don't parse, the whole source is, as it always was.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple, Union

from . import grammar

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef]

_OPAQUE = re.compile(
    r"""
    \#[^\n]*
    | \"\"\"[^\"\\]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\"\\]*)*\"\"\"
    | \'\'\'[^\'\\]*(?:(?:\\[\s\S]|\'(?!\'\'))[^\'\\]*)*\'\'\'
    | \"[^\"\\\n]*(?:\\[\s\S][^\"\\\n]*)*\"
    | \'[^\'\\\n]*(?:\\[\s\S][^\'\\\n]*)*\'
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"[()\[\]{}:]")
_STATEMENT = r"^{indent}(?=[^\s)\]}}])(?:((?:async[ \t]+)?def|class)[ \t]+(\w+)[ \t]*(\[)?|@[ \t]*([\w.]*))?"
_INDENT = re.compile(r"^([ \t]+)\S", re.MULTILINE)
_module_statement = re.compile(_STATEMENT.format(indent=""), re.MULTILINE)


class Text:
    """A source, with strings and comments blanked out in a second text of the same shape."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.masked = _OPAQUE.sub(_blank, self.text)
        self.type_params: dict[tuple[int, str], str] = {}
        self._whole: grammar.Parsed | None = None
        self._tried = False

    def whole(self) -> grammar.Parsed | None:
        """The tree of all of it; None where it can't be parsed."""
        if not self._tried:
            self._tried = True
            self._whole = grammar.parse(self.text, self.path)
        return self._whole

    def parse(self, source: str, line: int, numbered: bool = True) -> list[ast.stmt] | None:
        """The statements of a part that begins at a line of the source; None where it can't be parsed."""
        parsed = grammar.parse(source, self.path, line - 1, numbered)
        if parsed is None:
            return None
        self.type_params.update(parsed.type_params)
        return parsed.tree.body


class Block:
    """A function or class: its name, its place and the names of its decorators; the rest is parsed on
    demand."""

    def __init__(self, text: Text, found: re.Match[str], line: int, decorators: _Decorators) -> None:
        self._text = text
        self._start = found.start()
        self._first = decorators.start if decorators.names else found.start()
        self._first_line = decorators.line if decorators.names else line
        self._indented = not text.masked.startswith(found.group(1), found.start())
        self.end = 0
        self.is_class = found.group(1) == "class"
        self.name: str = found.group(2)
        self.generic = found.group(3) is not None
        self.line = line
        self.decorators = decorators.names
        self.siblings: list[Block] = []
        """The classes beside it, or the functions of the same class: their heads are parsed together, since a
        call costs more than a head."""
        self._node: ast.ClassDef | FunctionNode | None = None

    @property
    def node(self) -> ast.ClassDef | FunctionNode:
        """The head: decorators, name, parameters or bases, result. Its body is empty or as short as it is
        written."""
        if self._node is None and len(self.siblings) > 1:
            self._parse_siblings()
        if self._node is None:
            self._node = self._parse_head() or self._from_whole()
            self._node.lineno = self.line
        return self._node

    def _parse_siblings(self) -> None:
        siblings = [block for block in self.siblings if block._node is None]
        self.siblings.clear()
        heads = [block._head() for block in siblings]
        source = "\n".join(head for head in heads if head is not None)
        try:
            statements = ast.parse("if 1:\n" + source if self._indented else source).body
        except (SyntaxError, ValueError, RecursionError):
            return  # One by one, then: those that parse do.
        if self._indented and isinstance(statements[0], ast.If):
            statements = statements[0].body
        if None in heads or len(statements) != len(siblings):
            return
        for block, node in zip(siblings, statements):
            if (
                isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                and node.name == block.name
            ):
                node.lineno = block.line
                block._node = node

    def _head(self) -> str | None:
        colon = self._colon()
        return self._text.text[self._first : colon + 1] + " ..." if colon >= 0 else None

    def body(self) -> Outline | None:
        """The statements of a class's body; None where they stand on the line of its head."""
        colon = self._colon()
        below = self._text.masked.find("\n", colon)
        if colon < 0 or below < 0 or below >= self.end or self._text.masked[colon + 1 : below].strip():
            return None
        return outline(self._text, below + 1, self.end, self.line + self._newlines(self._start, below + 1))

    def whole_body(self) -> list[ast.stmt]:
        """The statements of a class's body from the tree of the whole source."""
        node = self._from_whole()
        return node.body

    def _newlines(self, start: int, end: int) -> int:
        return self._text.masked.count("\n", start, end)

    def _colon(self) -> int:
        """Where the head ends; -1 where that can't be told."""
        depth = 0
        for found in _MARKS.finditer(self._text.masked, self._start, self.end):
            mark = found.group()
            if mark == ":":
                if depth == 0:
                    return found.start()
            else:
                depth += 1 if mark in "([{" else -1
        return -1

    def _parse_head(self) -> ast.ClassDef | FunctionNode | None:
        source = self._head()
        if source is None:
            return None
        # Lines are told by the block itself: only those of type parameters count.
        line = self._first_line
        if self._indented:
            source, line = "if 1:\n" + source, line - 1
        statements = self._text.parse(source, line, numbered=False)
        if not statements:
            return None
        first = statements[0]
        found = first.body[0] if self._indented and isinstance(first, ast.If) else first
        return found if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else None

    def _from_whole(self) -> ast.ClassDef | FunctionNode:
        """The same definition in the tree of the whole source; one that says nothing where there is none."""
        whole = self._text.whole()
        if whole is not None:
            self._text.type_params.update(whole.type_params)
            for node in ast.walk(whole.tree):
                if (
                    isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                    and node.lineno == self.line
                    and node.name == self.name
                ):
                    return node
        empty = f"class {self.name}: ..." if self.is_class else f"def {self.name}(*args, **kwargs): ..."
        node = ast.parse(empty).body[0]
        assert isinstance(node, (ast.FunctionDef, ast.ClassDef))
        return node


class _Decorators(NamedTuple):
    """Decorators that wait for their function or class."""

    start: int
    line: int
    names: list[str]


Statement = Union[ast.stmt, Block]


class Outline(NamedTuple):
    """The statements of a module or a class body, in order: blocks, and all others parsed."""

    statements: list[Statement]


def outline(text: Text, start: int = 0, end: int | None = None, line: int = 1) -> Outline | None:
    """
    The statements between two places of a source, the first of which is the start of a line.

    None where what is no function or class can't be parsed: then the split was wrong, or the source is.
    """
    end = len(text.text) if end is None else end
    pattern, indented = _module_statement, False
    if start:
        indent = _INDENT.search(text.masked, start, end)
        if indent is None:
            return Outline([])
        pattern, indented = _at(indent.group(1)), True
    blocks: list[Block] = []
    others: list[tuple[int, int, int]] = []
    for place, at, stop in _split(text, pattern, start, end, line):
        if isinstance(place, Block):
            place.end = stop
            blocks.append(place)
        else:
            others.append((place, at, stop))
    statements = _parse_others(text, others, line, indented)
    if statements is None:
        return None
    # Of a module's functions few are asked for, of a class's all.
    for is_class in (True, False) if indented else (True,):
        group = [block for block in blocks if block.is_class == is_class]
        for block in group:
            block.siblings = group
    merged: list[Statement] = [*statements, *blocks]
    merged.sort(key=_line_of)
    return Outline(merged)


def _split(
    text: Text, pattern: re.Pattern[str], start: int, end: int, line: int
) -> Iterator[tuple[Block | int, int, int]]:
    """Blocks, and places of other statements with their lines, each with the place where the next begins."""
    waiting = _Decorators(0, 0, [])
    current: Block | int | None = None
    began = line
    counted = start
    for found in pattern.finditer(text.masked, start, end):
        line += text.masked.count("\n", counted, found.start())
        counted = found.start()
        decorator, keyword = found.group(4), found.group(1)
        if decorator is not None:
            if not waiting.names:
                waiting = _Decorators(found.start(), line, [])
                if current is not None:
                    yield current, began, found.start()
                    current = None
            waiting.names.append(decorator.rpartition(".")[2])
            continue
        if current is not None:
            yield current, began, found.start()
        if keyword is None:
            current, began = found.start(), line
            if waiting.names:
                # Decorators of nothing: this is no split that can be trusted.
                current, began = waiting.start, waiting.line
        else:
            current, began = Block(text, found, line, waiting), line
        waiting = _Decorators(0, 0, [])
    if current is not None:
        yield current, began, end


def _parse_others(
    text: Text, others: list[tuple[int, int, int]], first: int, indented: bool
) -> list[ast.stmt] | None:
    """Parses the statements between the blocks at once; empty lines keep their numbers."""
    parts: list[str] = []
    line = first
    for start, at, stop in others:
        if not text.masked[start:stop].strip(' \n"'):
            continue  # A docstring, or comments.
        parts.append("\n" * (at - line))
        part = text.text[start:stop]
        parts.append(part)
        line = at + part.count("\n")
    if not parts:
        return []
    source = "".join(parts)
    if not indented:
        return text.parse(source, first)
    statements = text.parse("if 1:\n" + source, first - 1)
    if statements is None or len(statements) != 1:
        return None
    return statements[0].body if isinstance(statements[0], ast.If) else None


_patterns: dict[str, re.Pattern[str]] = {}


def _at(indent: str) -> re.Pattern[str]:
    if indent not in _patterns:
        _patterns[indent] = re.compile(_STATEMENT.format(indent=indent), re.MULTILINE)
    return _patterns[indent]


def _line_of(statement: Statement) -> int:
    return statement.line if isinstance(statement, Block) else statement.lineno


def _blank(found: re.Match[str]) -> str:
    """A comment as spaces; a string as a quote and spaces, so that it is still a statement's first word."""
    text = found.group()
    if text[0] == "#":
        return " " * len(text)
    if "\n" not in text:
        return '"' + " " * (len(text) - 1)
    return '"' + "\n".join(" " * len(line) for line in text.split("\n"))[1:]

"""
Finds what a source declares without parsing it.

Large stubs declare thousands of names of which a description needs some, and typed sources hold bodies that
no description needs. So a source is split at the statements of a block by a search that knows only strings,
comments and indentation. Functions, classes, variables and imports are told by their first words and parsed
when somebody asks for them; of an `if` whose answer is known only the branch that holds is looked at. All
other statements are parsed at once. Where the parts don't parse, the whole source is, as it always was.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .conditions import evaluate
from .source_text import Text
from .statements import Block, Decorators, Statement, Variable, imports

_STATEMENT = (
    r"\n{indent}(?=[^\s)\]}}])(?:"
    r"(?P<block>(?:async[ \t]+)?def|class)[ \t]+(?P<defined>\w+)[ \t]*(?P<generic>\[)?"
    r"|@[ \t]*(?P<decorator>[\w.]*)"
    r"|(?P<branch>if|elif|else)\b"
    r"|(?P<import>from|import)\b"
    r"|(?:try|finally|except)\b"
    r"|(?P<variable>\w+)[ \t]*(?P<mark>:(?!=)|=(?!=))"
    r")?"
)
_INDENT = re.compile(r"\n([ \t]+)\S")


class Outline(NamedTuple):
    """The statements of a module or a class body, in order."""

    statements: list[Statement]


class _Place(NamedTuple):
    """A statement that was found: the beginning of its line, its first words, and where the next begins."""

    start: int
    found: re.Match[str]
    end: int


def outline(text: Text, start: int = 1, end: int | None = None, *, of_class: bool = False) -> Outline | None:
    """
    The statements between two places of a source, the first of which is the start of a line.

    None where what has to be parsed can't be: then the split was wrong, or the source is.
    """
    end = len(text.text) if end is None else end
    indent = ""
    if start > 1:
        first = _INDENT.search(text.masked, start - 1, end)
        if first is None:
            return Outline([])
        indent = first.group(1)
    places = list(_places(text, _pattern(indent), start, end))
    reader = _Reader(text, bool(indent))
    statements = reader.read(places, lazy=True)
    if statements is None:
        # Something does not end where it seemed to: then nothing but functions and classes is told by its
        # first word.
        reader = _Reader(text, bool(indent))
        statements = reader.read(places, lazy=False)
    if statements is None:
        return None
    # Of a module's functions few are asked for, of a class's all.
    for is_class in (True, False) if of_class else (True,):
        group = [block for block in reader.blocks if block.is_class == is_class]
        for block in group:
            block.siblings = group
    return Outline(statements)


def class_body(block: Block) -> Outline | list[ast.stmt]:
    """The statements of a class's body."""
    text, colon = block.text, block.colon
    below = text.masked.find("\n", colon)
    if colon < 0 or below < 0 or below >= block.end or text.masked[colon + 1 : below].strip():
        short = block.short_body() if colon >= 0 else None
        return short if short is not None else block.from_whole().body
    found = outline(text, below + 1, block.end, of_class=True)
    return found if found is not None else block.from_whole().body


def _places(text: Text, pattern: re.Pattern[str], start: int, end: int) -> Iterator[_Place]:
    previous: re.Match[str] | None = None
    for found in pattern.finditer(text.masked, start - 1, end):
        if previous is not None:
            yield _Place(previous.start() + 1, previous, found.start() + 1)
        previous = found
    if previous is not None:
        yield _Place(previous.start() + 1, previous, end)


class _Reader:
    """Turns places into statements. Those that must be parsed are parsed at once, in the end."""

    def __init__(self, text: Text, indented: bool) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._indented = indented
        self._lazy: list[Statement] = []
        self._others: list[tuple[int, int]] = []

    def read(self, places: list[_Place], lazy: bool) -> list[Statement] | None:
        """The statements in order; None where one is not what it seems, or can't be parsed."""
        waiting: Decorators | None = None
        index = 0
        while index < len(places):
            start, found, end = places[index]
            index += 1
            if found.group("decorator") is not None:
                waiting = waiting or Decorators(start, [])
                waiting.names.append(found.group("decorator").rpartition(".")[2])
                continue
            if found.group("block") is not None:
                self._block(start, found, end, waiting)
            elif waiting is not None:
                # Decorators of nothing: this is no split that can be trusted.
                self._others.append((waiting.start, end))
            elif not lazy:
                self._others.append((start, end))
            elif found.group("branch") == "if":
                last = index
                while last < len(places) and places[last].found.group("branch") in ("elif", "else"):
                    last += 1
                if not self._condition(places[index - 1 : last]):
                    return None
                index = last
            elif not self._simple(start, found, end):
                return None
            waiting = None
        others = self._parse_others()
        if others is None:
            return None
        merged: list[Statement] = [*others, *self._lazy]
        merged.sort(key=_line_of)
        return merged

    def _block(self, start: int, found: re.Match[str], end: int, waiting: Decorators | None) -> None:
        block = Block(
            self._text,
            found.group("block"),
            found.group("defined"),
            (start, end),
            found.group("generic") is not None,
            waiting or Decorators(start, []),
        )
        self.blocks.append(block)
        self._lazy.append(block)

    def _simple(self, start: int, found: re.Match[str], end: int) -> bool:
        """A statement that is no function or class; false where it does not end here."""
        if found.group("variable") is not None:
            if not self._text.is_complete(start, end):
                return False
            variable = self._variable(start, found, end)
            if variable is not None:
                self._lazy.append(variable)
                return True
        elif found.group("import") is not None:
            if not self._text.is_complete(start, end):
                return False
            found_names = imports(self._text, start, end, self._text.line_of(start))
            if found_names is not None:
                self._lazy.append(found_names)
                return True
        self._others.append((start, end))
        return True

    def _variable(self, start: int, found: re.Match[str], end: int) -> Variable | None:
        """None where several names are assigned: only the parser knows them."""
        name, after, text = found.group("variable"), found.end(), self._text
        line = text.line_of(start)
        if found.group("mark") == "=":
            if text.equals(after, end) >= 0:
                return None
            return Variable(text, name, line, None, (after, end))
        equals = text.equals(after, end)
        if equals < 0:
            return Variable(text, name, line, (after, end), None)
        return Variable(text, name, line, (after, equals), (equals + 1, end))

    def _condition(self, branches: list[_Place]) -> bool:
        """The branch of an `if` that holds; all of it is parsed where that is not known."""
        for start, found, end in branches:
            colon = self._text.colon(start, end)
            below = self._text.masked.find("\n", colon, end)
            if colon < 0 or below < 0 or self._text.masked[colon + 1 : below].strip():
                break
            holds = found.group("branch") == "else" or _holds(self._text.text[found.end() : colon].strip())
            if holds is None:
                break
            if holds:
                inner = outline(self._text, below + 1, end)
                if inner is None:
                    return False
                self._lazy += inner.statements
                return True
        else:
            return True
        self._others.append((branches[0].start, branches[-1].end))
        return True

    def _parse_others(self) -> list[ast.stmt] | None:
        """Parses all other statements; empty lines keep their numbers."""
        text, parts = self._text, list[str]()
        first = line = 0
        for start, end in self._others:
            if not text.masked[start:end].strip(' \n"'):
                continue  # A docstring, or comments.
            at = text.line_of(start)
            if not parts:
                first = line = at
            parts.append("\n" * (at - line))
            part = text.text[start:end]
            parts.append(part)
            line = at + part.count("\n")
        if not parts:
            return []
        source = "".join(parts)
        if not self._indented:
            return text.parse(source, first)
        statements = text.parse("if 1:\n" + source, first - 1)
        if statements is None or len(statements) != 1:
            return None
        return statements[0].body if isinstance(statements[0], ast.If) else None


@lru_cache(maxsize=1000)
def _holds(test: str) -> bool | None:
    """Whether the test of an `if` holds, where a type checker knows."""
    try:
        return evaluate(ast.parse(f"({test}\n)", mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return None


@lru_cache(maxsize=100)
def _pattern(indent: str) -> re.Pattern[str]:
    return re.compile(_STATEMENT.format(indent=indent))


def _line_of(statement: Statement) -> int:
    return statement.lineno if isinstance(statement, ast.stmt) else statement.line


# Compiling takes longer than splitting a source: what nearly every source needs is made when this is loaded.
for _indent in ("", " " * 4, " " * 8):
    _pattern(_indent)

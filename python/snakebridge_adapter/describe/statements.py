"""Statements that say something about names, found in a source and parsed no further than somebody asks."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import NamedTuple, Union

from .source_text import Text

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef]
Definition = Union[ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef]

_FROM = re.compile(r"\s*from\s+([.\s]*[\w.]*)\s+import\s+(.*)", re.DOTALL)
_FROM_HERE = re.compile(r"\s*from\s*([.\s]+)import\s+(.*)", re.DOTALL)
_IMPORT = re.compile(r"\s*import\s+(.*)", re.DOTALL)


class Imports(NamedTuple):
    """`import a.b as c, d`, or `from .a import b as c` with the module as it is written, dots included."""

    line: int
    module: str | None
    names: list[tuple[str, str | None]]


class Variable:
    """`name: annotation = value`, whose parts are parsed when somebody looks at them."""

    def __init__(
        self,
        text: Text,
        name: str,
        line: int,
        annotation: tuple[int, int] | None,
        value: tuple[int, int] | None,
    ) -> None:
        self.name = name
        self.line = line
        self._text = text
        self._annotation = annotation
        self._value = value

    @property
    def is_annotated(self) -> bool:
        return self._annotation is not None

    @property
    def is_alias(self) -> bool:
        """Whether it is annotated as ``TypeAlias``."""
        if self._annotation is None:
            return False
        start, end = self._annotation
        return self._text.text[start:end].strip().rpartition(".")[2] == "TypeAlias"

    def calls(self, name: str) -> bool:
        """Whether the value is a call of that name, as it seems."""
        if self._value is None:
            return False
        start, end = self._value
        return name in self._text.masked[start:end].partition("(")[0]

    def annotation(self) -> ast.expr | None:
        return self._text.expression(*self._annotation) if self._annotation is not None else None

    def value(self) -> ast.expr | None:
        return self._text.expression(*self._value) if self._value is not None else None


class Block:
    """A function or class: its name, its place and the names of its decorators; the rest is parsed on
    demand."""

    def __init__(
        self,
        text: Text,
        keyword: str,
        name: str,
        place: tuple[int, int],
        generic: bool,
        decorators: Decorators,
    ) -> None:
        self.text = text
        self.start, self.end = place
        self.is_class = keyword == "class"
        self.name = name
        self.generic = generic
        self.line = text.line_of(self.start)
        self.decorators = decorators.names
        self.siblings: list[Block] = []
        """The classes beside it, or the functions of the same class: their heads are parsed together, since a
        call costs more than a head."""
        self._first = decorators.start if decorators.names else self.start
        self._indented = text.masked[self.start].isspace()
        self._colon: int | None = None
        self._node: Definition | None = None

    @property
    def node(self) -> Definition:
        """The head: decorators, name, parameters or bases, result. Its body is empty or as short as it is
        written."""
        if self._node is None and len(self.siblings) > 1:
            self._parse_siblings()
        if self._node is None:
            self._node = self._parse_head() or self.from_whole()
            self._node.lineno = self.line
        return self._node

    @property
    def colon(self) -> int:
        """Where the head ends; -1 where that can't be told."""
        if self._colon is None:
            self._colon = self.text.colon(self.start, self.end)
        return self._colon

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
        return self.text.text[self._first : self.colon + 1] + " ..." if self.colon >= 0 else None

    def _parse_head(self) -> Definition | None:
        source = self._head()
        if source is None:
            return None
        # Lines are told by the block itself: only those of type parameters count.
        line = self.text.line_of(self._first)
        if self._indented:
            source, line = "if 1:\n" + source, line - 1
        statements = self.text.parse(source, line, numbered=False)
        if not statements:
            return None
        first = statements[0]
        found = first.body[0] if self._indented and isinstance(first, ast.If) else first
        return found if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else None

    def short_body(self) -> list[ast.stmt] | None:
        """The body of a class that stands on the line of its head; None where it can't be parsed alone."""
        source = self.text.text[self.start : self.end].strip()
        statements = self.text.parse(source, self.line, numbered=False)
        first = statements[0] if statements else None
        if not isinstance(first, ast.ClassDef):
            return None
        for node in ast.walk(first):
            if isinstance(node, (ast.stmt, ast.expr)):
                node.lineno += self.line - 1
        return first.body

    def from_whole(self) -> Definition:
        """The same definition in the tree of the whole source; one that says nothing where there is none."""
        whole = self.text.whole()
        if whole is not None:
            self.text.type_params.update(whole.type_params)
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


class Decorators(NamedTuple):
    """Decorators that wait for their function or class, and where the first of them stands."""

    start: int
    names: list[str]


def imports(text: Text, start: int, end: int, line: int) -> Imports | None:
    """An import statement; None where it is written in a way that only the parser understands."""
    part = text.masked[start:end].replace("\\\n", " ")
    found = _FROM.match(part) or _FROM_HERE.match(part)
    if found is not None:
        names = _names(found.group(2).strip().strip("()"))
        return Imports(line, "".join(found.group(1).split()), names) if names else None
    found = _IMPORT.match(part)
    names = _names(found.group(1)) if found is not None else None
    return Imports(line, None, names) if names else None


def imports_of(statement: ast.Import | ast.ImportFrom) -> Imports:
    """An import statement that was parsed."""
    names = [(item.name, item.asname) for item in statement.names]
    if isinstance(statement, ast.Import):
        return Imports(statement.lineno, None, names)
    return Imports(statement.lineno, "." * statement.level + (statement.module or ""), names)


def _names(text: str) -> list[tuple[str, str | None]] | None:
    result: list[tuple[str, str | None]] = []
    for part in text.split(","):
        words = part.split()
        if len(words) == 1:
            result.append((words[0], None))
        elif len(words) == 3 and words[1] == "as":
            result.append((words[0], words[2]))
        elif words:
            return None
    return result if _are_names(result) else None


def _are_names(names: Sequence[tuple[str, str | None]]) -> bool:
    return all(
        name.replace(".", "").isidentifier() or name == "*"
        for pair in names
        for name in pair
        if name is not None
    )


Statement = Union[ast.stmt, Block, Variable, Imports]

"""Parses stubs whose grammar is newer than the interpreter's.

On an older Python, PEP 695 type parameters (`class C[T]:`, `def f[T](x: T)`, `type A[T] = ...`), PEP 646
stars in subscripts and annotations are rewritten by tokens into what it can parse. Lines are kept, so
locations stay right; the parameters are handed back beside the tree.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import NamedTuple


class Parsed(NamedTuple):
    tree: ast.Module
    type_params: dict[tuple[int, str], str]
    """Text of PEP 695 parameters that were cut out, by line and name of the definition."""


def parse(text: str, path: str, before: int = 0, numbered: bool = True) -> Parsed | None:
    """
    The tree of a source, or None where not even the rewritten text parses.

    ``before`` is how many lines stand before the text in its file. Type parameters are always told by the
    file's lines; the tree only if it is ``numbered``, which costs a little for every line before.
    """
    empty = "\n" * before if numbered else ""
    try:
        return Parsed(ast.parse(empty + text, path), {})
    except (SyntaxError, ValueError, RecursionError):
        pass
    try:
        rewritten, params = _rewrite(text)
        shifted = {(line + before, name): params[line, name] for line, name in params}
        return Parsed(ast.parse(empty + rewritten, path), shifted)
    except (SyntaxError, ValueError, RecursionError, tokenize.TokenError):
        return None


class _Edit(NamedTuple):
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def _rewrite(text: str) -> tuple[str, dict[tuple[int, str], str]]:
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in (tokenize.COMMENT, tokenize.NL)
    ]
    lines = text.splitlines(keepends=True)
    edits: list[_Edit] = []
    params: dict[tuple[int, str], str] = {}
    index = 0
    while index < len(tokens):
        index = _statement(tokens, index, lines, edits, params)
    return _apply(lines, edits), params


def _statement(
    tokens: list[tokenize.TokenInfo],
    index: int,
    lines: list[str],
    edits: list[_Edit],
    params: dict[tuple[int, str], str],
) -> int:
    """Handles the token at the index and returns the index to go on from."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else token
    if token.type == tokenize.NAME and token.string in ("class", "def") and following.type == tokenize.NAME:
        if index + 2 < len(tokens) and tokens[index + 2].string == "[":
            close = _closing(tokens, index + 2)
            line = _definition_line(tokens, index)
            params[line, following.string] = _between(lines, tokens[index + 2].end, tokens[close].start)
            edits.append(_cut(tokens[index + 2].start, tokens[close].end, lines))
            return close + 1
        return index + 2
    starts_line = index == 0 or tokens[index - 1].type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    if starts_line and token.string == "type" and following.type == tokenize.NAME:
        return _type_statement(tokens, index, lines, edits, params)
    if (
        token.string == "*"
        and index
        and tokens[index - 1].string in ("[", ",", ":")
        and following.type == tokenize.NAME
    ) and _is_unpacking(tokens, index):
        end = _operand_end(tokens, index + 1)
        edits.append(_Edit(token.start, token.end, "__Unpack__["))
        edits.append(_Edit(tokens[end].end, tokens[end].end, "]"))
    return index + 1


def _definition_line(tokens: list[tokenize.TokenInfo], index: int) -> int:
    # `async def` starts at `async`, and so does the node.
    if index and tokens[index - 1].string == "async":
        return tokens[index - 1].start[0]
    return tokens[index].start[0]


def _type_statement(
    tokens: list[tokenize.TokenInfo],
    index: int,
    lines: list[str],
    edits: list[_Edit],
    params: dict[tuple[int, str], str],
) -> int:
    name = tokens[index + 1]
    edits.append(_Edit(tokens[index].start, name.start, ""))
    after = index + 2
    if tokens[after].string == "[":
        close = _closing(tokens, after)
        params[name.start[0], name.string] = _between(lines, tokens[after].end, tokens[close].start)
        edits.append(_cut(tokens[after].start, tokens[close].end, lines))
        after = close + 1
    edits.append(_Edit(tokens[after].start, tokens[after].start, ": TypeAlias "))
    return after


def _is_unpacking(tokens: list[tokenize.TokenInfo], index: int) -> bool:
    """A star inside square brackets, or directly behind a colon (`*args: *Ts`)."""
    if tokens[index - 1].string == ":":
        return True
    depth = 0
    for token in reversed(tokens[:index]):
        if token.string in (")", "]", "}"):
            depth += 1
        elif token.string in ("(", "[", "{"):
            if depth == 0:
                return token.string == "["
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            return False
    return False


def _operand_end(tokens: list[tokenize.TokenInfo], index: int) -> int:
    end = index
    while end + 1 < len(tokens):
        following = tokens[end + 1].string
        if following == ".":
            end += 2
        elif following == "[":
            end = _closing(tokens, end + 1)
        else:
            break
    return end


def _closing(tokens: list[tokenize.TokenInfo], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        if tokens[position].string in ("(", "[", "{"):
            depth += 1
        elif tokens[position].string in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return position
    raise SyntaxError("a bracket is never closed")


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    middle = lines[start[0] : end[0] - 1]
    return " ".join(
        part.partition("#")[0].strip()
        for part in [lines[start[0] - 1][start[1] :], *middle, lines[end[0] - 1][: end[1]]]
    )


def _cut(start: tuple[int, int], end: tuple[int, int], lines: list[str]) -> _Edit:
    # A cut over several lines leaves line continuations behind, so that later lines keep their numbers.
    return _Edit(start, end, "\\\n" * (end[0] - start[0]))


def _apply(lines: list[str], edits: list[_Edit]) -> str:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    text = "".join(lines)
    for edit in sorted(edits, key=lambda item: (item.start, item.end), reverse=True):
        start = offsets[edit.start[0] - 1] + edit.start[1]
        end = offsets[edit.end[0] - 1] + edit.end[1]
        text = text[:start] + edit.text + text[end:]
    return text

"""Reads what docstrings say about parameters and results, in the NumPy, Google and Sphinx styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Texts longer than this are not searched: no library writes a signature behind it.
_LIMIT = 60_000


@dataclass
class Item:
    """What is said about one parameter, attribute or result."""

    type: str = ""
    doc: str = ""


@dataclass
class Docstring:
    """The facts of one docstring; all texts as written."""

    params: dict[str, Item] = field(default_factory=dict[str, Item])
    attributes: dict[str, Item] = field(default_factory=dict[str, Item])
    returns: list[tuple[str, Item]] = field(default_factory=list[tuple[str, Item]])
    """Results with their names where these are given: several stand for a tuple."""
    yields: bool = False
    deprecated: tuple[str, str] | None = None
    """Version and message."""


# A line begins with a line end here, not with `^`: what begins with a character is found much faster.
_SECTION = re.compile(r"\n([A-Z][A-Za-z ]{2,30}):?[ \t]*\n([-=])\2{2,}[ \t]*(?=\n|\Z)")
_GOOGLE = re.compile(
    r"\n(Args|Arguments|Parameters|Params|Keyword [Aa]rgs|Keyword [Aa]rguments|Other Parameters|Attributes"
    r"|Returns|Return|Yields):[ \t]*(?=\n|\Z)"
)
_SPHINX = re.compile(
    r"\n[ \t]*:(param|parameter|arg|argument|key|keyword|type|rtype|return|returns|ivar|vartype|var)\b"
    r"([^:\n]*):"
)
_DEPRECATED = re.compile(
    r"^\.\. deprecated::[ \t]*(\S*)[ \t]*([^\n]*\n?(?:[ \t]*\n)*(?:[ \t]+\S.*\n?)*)", re.MULTILINE
)
# "*hash* is deprecated in favor of ..."
_MARKED_NAME = re.compile(r"(?:The\s+)?(?:``?|\*\*?)(\w+)(?:``?|\*\*?)")


def read_docstring(text: str) -> Docstring:
    """Parses a cleaned docstring. One that follows no style gives an empty result."""
    result = Docstring()
    text = "\n" + text[:_LIMIT]
    sections = list(_SECTION.finditer(text)) if "\n---" in text or "\n===" in text else []
    if sections:
        for index, match in enumerate(sections):
            end = sections[index + 1].start() if index + 1 < len(sections) else len(text)
            _numpy_section(match.group(1).strip().lower(), text[match.end() : end], result)
    else:
        headings = list(_GOOGLE.finditer(text))
        for match in headings:
            _google_section(match.group(1).lower(), _indented(text, match.end()), result)
    fields = list(_SPHINX.finditer(text))
    if fields:
        _sphinx(text, fields, result)
    if ".. deprecated::" in text:
        result.deprecated = _deprecated(text, result.params)
    return result


def _deprecated(text: str, params: dict[str, Item]) -> tuple[str, str] | None:
    """Version and message of the first directive that speaks of the whole, not of a parameter."""
    for found in _DEPRECATED.finditer(text):
        message = " ".join(found.group(2).split())
        subject = _MARKED_NAME.match(message)
        if subject is None or subject.group(1) not in params:
            return found.group(1), message
    return None


def _blocks(text: str) -> list[tuple[str, str]]:
    """Lines at the outer level, each with the indented text below it."""
    lines = text.strip("\n").split("\n")
    # -1 where a line is empty.
    indents = [len(line) - len(short) if (short := line.lstrip()) else -1 for line in lines]
    base = min((indent for indent in indents if indent >= 0), default=-1)
    if base < 0:
        return []
    blocks: list[tuple[str, list[str]]] = []
    for line, indent in zip(lines, indents):
        if indent == base:
            blocks.append((line.strip(), []))
        elif blocks:
            blocks[-1][1].append(line)
    return [(head, _text(body)) for head, body in blocks]


def _text(lines: list[str]) -> str:
    cut = min((len(line) - len(short) for line in lines if (short := line.lstrip())), default=0)
    return "\n".join(line[cut:].rstrip() for line in lines).strip()


def _numpy_section(title: str, text: str, result: Docstring) -> None:
    if title in ("parameters", "other parameters", "keyword arguments", "arguments"):
        _numpy_items(text, result.params)
    elif title == "attributes":
        _numpy_items(text, result.attributes)
    elif title in ("returns", "yields"):
        result.yields = title == "yields"
        for head, body in _blocks(text):
            name, colon, kind = head.partition(" : ")
            if not colon and re.match(r"^[\w, ]+:\s", head):
                name, colon, kind = head.partition(":")
            if colon:
                result.returns.append((name.strip(), Item(kind.strip(), body)))
            elif body or not result.returns:
                result.returns.append(("", Item(head, body)))


def _numpy_items(text: str, into: dict[str, Item]) -> None:
    for head, body in _blocks(text):
        names, colon, kind = head.partition(" :")
        if not colon:
            names, colon, kind = head.partition(":")
        for part in names.split(","):
            name = part.strip().strip("`").lstrip("*").replace("\\*", "")
            if re.match(r"^\w+$", name):
                into.setdefault(name, Item(kind.strip(), body))


def _indented(text: str, start: int) -> str:
    """The block below a heading, up to the first line that is not indented."""
    lines: list[str] = []
    for line in text[start:].lstrip("\n").split("\n"):
        if line.strip() and not line[0].isspace():
            break
        lines.append(line)
    return "\n".join(lines)


_GOOGLE_ITEM = re.compile(r"^\*{0,2}(\w+)\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\))?\s*:\s*(.*)$", re.DOTALL)


def _google_section(title: str, text: str, result: Docstring) -> None:
    if title in ("returns", "return", "yields"):
        result.yields = title == "yields"
        stripped = _text(text.split("\n"))
        kind, colon, doc = stripped.partition(":")
        if colon and len(kind) < 80 and "\n" not in kind and not kind.endswith(" "):
            result.returns.append(("", Item(kind.strip(), doc.strip())))
        elif stripped:
            result.returns.append(("", Item("", stripped)))
        return
    into = result.attributes if title == "attributes" else result.params
    for head, body in _blocks(text):
        match = _GOOGLE_ITEM.match(head)
        if match:
            doc = " ".join(part for part in (match.group(3).strip(), body) if part)
            into.setdefault(match.group(1), Item((match.group(2) or "").strip(), doc))


def _sphinx(text: str, fields: list[re.Match[str]], result: Docstring) -> None:
    for index, match in enumerate(fields):
        end = fields[index + 1].start() if index + 1 < len(fields) else len(text)
        body = text[match.end() : end].split("\n\n")[0]
        body = " ".join(body.split())
        kind, argument = match.group(1), match.group(2).strip()
        if kind in ("return", "returns"):
            if result.returns:
                result.returns[0][1].doc = result.returns[0][1].doc or body
            else:
                result.returns.append(("", Item("", body)))
        elif kind == "rtype":
            if result.returns:
                result.returns[0][1].type = body
            else:
                result.returns.append(("", Item(body)))
        elif argument:
            *words, name = argument.replace("*", "").replace("\\", "").split()
            into = result.attributes if kind in ("ivar", "vartype", "var") else result.params
            item = into.setdefault(name, Item())
            if kind in ("type", "vartype"):
                item.type = body
            else:
                item.doc = item.doc or body
                item.type = item.type or " ".join(words)

"""Types as docstrings write them in prose: `int or None, default 3`, `{'a', 'b'}`, `list of str`."""

from __future__ import annotations

import ast
import re
from typing import Callable, Optional

from .nodes import ANY, NONE, Node, raw, ref, tuple_of, union

_NUMBER = union([ref("int"), ref("float")])
_WORDS: dict[str, Node] = {
    "int": ref("int"),
    "ints": ref("int"),
    "integer": ref("int"),
    "integers": ref("int"),
    "long": ref("int"),
    "float": ref("float"),
    "floats": ref("float"),
    "double": ref("float"),
    "number": _NUMBER,
    "numbers": _NUMBER,
    "numeric": _NUMBER,
    "scalar": _NUMBER,
    "scalars": _NUMBER,
    "real": _NUMBER,
    "complex": ref("complex"),
    "bool": ref("bool"),
    "bools": ref("bool"),
    "boolean": ref("bool"),
    "booleans": ref("bool"),
    "true": {"kind": "literal", "values": [True]},
    "false": {"kind": "literal", "values": [False]},
    "str": ref("str"),
    "strs": ref("str"),
    "string": ref("str"),
    "strings": ref("str"),
    "text": ref("str"),
    "char": ref("str"),
    "label": ref("str"),
    "bytes": ref("bytes"),
    "none": NONE,
    "nonetype": NONE,
    "object": ref("object"),
    "any": ANY,
    "anything": ANY,
    "dict": ref("dict"),
    "dictionary": ref("dict"),
    "dict-like": ref("typing.Mapping"),
    "mapping": ref("typing.Mapping"),
    "list": ref("list"),
    "lists": ref("list"),
    "tuple": tuple_of([ANY], variadic=True),
    "tuples": tuple_of([ANY], variadic=True),
    "set": ref("set"),
    "sequence": ref("typing.Sequence"),
    "list-like": ref("typing.Sequence"),
    "iterable": ref("typing.Iterable"),
    "iterator": ref("typing.Iterator"),
    "generator": ref("typing.Iterator"),
    "callable": {"kind": "callable", "returns": ANY},
    "function": {"kind": "callable", "returns": ANY},
    "func": {"kind": "callable", "returns": ANY},
    "type": ref("type"),
    "class": ref("type"),
    "datetime": ref("datetime.datetime"),
    "timedelta": ref("datetime.timedelta"),
    "path": ref("os.PathLike"),
    "path-like": union([ref("str"), ref("os.PathLike", [ref("str")])]),
    "path object": ref("os.PathLike"),
    "pathlike": union([ref("str"), ref("os.PathLike", [ref("str")])]),
    "file-like": ref("typing.IO"),
    "file": ref("typing.IO"),
    "file object": ref("typing.IO"),
    "exception": ref("Exception"),
    "slice": ref("slice"),
    "self": {"kind": "self"},
}
_CONTAINERS = {
    "list": "list",
    "lists": "list",
    "set": "set",
    "sequence": "typing.Sequence",
    "list-like": "typing.Sequence",
    "iterable": "typing.Iterable",
    "iterator": "typing.Iterator",
    "generator": "typing.Iterator",
    "iterables": "typing.Iterable",
}
# Remarks that say nothing about the type.
_REMARKS = re.compile(
    r"""(?ix)
      ,?\s*\(?\b(?:optional|keyword[- ]only|positional[- ]only|required|read[-
      ]only|by\s+default|deprecated)\b\)?.*$
    | [,;]?\s*\(?\bdefaults?\b(?:\s+is|\s+to|\s*[:=])?\s*.*$
    | ,?\s*\(?\b(?:of\s+)?(?:shape|length|size|dtype|ndim|dimension)\b\s*[=:(\[].*$
    | ,?\s*(?:of\s+)?shape\s+(?:of\s+|is\s+|as\s+|like\s+)?[`\w(].*$
    | ,?\s*\(?in\s+(?:the\s+)?(?:range|interval)\b.*$
    | \s*\([NMKn],?[^)]*\)\s*$
    | \s*[<>]=?\s*-?\d.*$
    | ,\s*(?:where|if|when|which|only|must|with|ignored|see|such|same|not|whose|unless|aliased|broadcast)\b.*$
    | ,\s*v?\d.*$
    """
)
_ROLE = re.compile(r":(?:py:)?\w+:`~?([^`<]*?)(?:\s*<[^`>]*>)?`_?")
_ADORNMENT = re.compile(
    r"^(?:a|an|the|one of|instance of|an instance of|any|optional|either|single|ordered)\s+", re.IGNORECASE
)
_TAIL = re.compile(
    r"\s+(?:instance|instances|object|objects|type|class|subclass|value|values)$", re.IGNORECASE
)

Lookup = Callable[[str], Optional[Node]]


def type_from_prose(text: str, annotation: Lookup) -> Node | None:
    """
    The type that a docstring's words stand for; ``raw`` where they name something that cannot be resolved.

    ``annotation`` resolves a name or a Python annotation in the scope of the documented object.
    """
    text = _ROLE.sub(r"\1", " ".join(text.split())).replace("``", "").replace("`", "").strip()
    text = text.strip(" .")
    items = _tuple_items(text, annotation)
    if items is not None:
        return tuple_of(items)
    text = _REMARKS.sub("", _hide(text)).strip(" ,;.")
    text = _show(text)
    if not text or len(text) > 200:
        return None
    found = _whole(text, annotation)
    if found is not None:
        return found
    parts = _split(text)
    if len(parts) > 1:
        return union(_part(part, annotation) for part in parts)
    return _part(text, annotation)


def _tuple_items(text: str, annotation: Lookup) -> list[Node] | None:
    """`(Tensor, int (optional))`: a tuple of these, unless one of them is a remark such as `optional`."""
    if not text.startswith("(") or not text.endswith(")"):
        return None
    parts = _split(text[1:-1])
    items = [type_from_prose(part, annotation) for part in parts]
    known = [item for item in items if item is not None and item["kind"] != "raw"]
    return known if len(known) == len(parts) > 1 else None


def _hide(text: str) -> str:
    """Braces and quotes are kept from the remarks' patterns: a literal may be called `default`."""
    return re.sub(
        r"\{[^{}]*\}|'[^']*'|\"[^\"]*\"", lambda match: "\x00" + match.group(0).encode().hex() + "\x01", text
    )


def _show(text: str) -> str:
    return re.sub(
        r"\x00([0-9a-f]*)\x01?",
        lambda match: bytes.fromhex(match.group(1)[: len(match.group(1)) // 2 * 2]).decode(
            "utf-8", "replace"
        ),
        text,
    )


def _whole(text: str, annotation: Lookup) -> Node | None:
    """A text that is one word, or a Python annotation such as ``Optional[int]``."""
    known = _WORDS.get(text.lower())
    if known is not None:
        return known
    if re.match(r"^[\w.]+\[.*\]$", text) or re.match(r"^[\w.\[\], ]+( \| [\w.\[\], ]+)+$", text):
        return annotation(text)
    return None


def _split(text: str) -> list[str]:
    """Alternatives at the outer level: `or`, `and`, commas, slashes and bars."""
    parts: list[str] = []
    depth = 0
    quote = ""
    start = index = 0
    while index < len(text):
        character = text[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and (index == 0 or not text[index - 1].isalnum()):
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif depth <= 0:
            match = re.match(r"\s*(?:,\s*(?:or|and)\s+|\s+or\s+|,|\||;)\s*", text[index:])
            if match:
                parts.append(text[start:index])
                index += match.end()
                start = index
                continue
        index += 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _part(text: str, annotation: Lookup) -> Node:
    known = _WORDS.get(text.lower())
    if known is not None:
        return known
    if text.startswith("{") and text.endswith("}"):
        return _braces(text[1:-1], annotation)
    literal = _literal(text)
    if literal is not None:
        return literal
    container = _container(text, annotation)
    if container is not None:
        return container
    bare = _TAIL.sub("", _ADORNMENT.sub("", text)).strip()
    known = _WORDS.get(bare.lower())
    if known is not None:
        return known
    if re.match(r"^[A-Za-z_][\w.]*(\[.*\])?$", bare):
        found = annotation(bare)
        if found is not None and found["kind"] != "raw":
            return found
    return raw(text)


def _braces(text: str, annotation: Lookup) -> Node:
    """`{'a', 'b'}`: one of these. Also used as `{array-like, sparse matrix}`."""
    parts = _split(text.replace("...", ""))
    return union(_part(part, annotation) for part in parts) if parts else ref("dict")


def _literal(text: str) -> Node | None:
    if not re.match(r"^['\"].*['\"]$|^-?\d+(\.\d+)?$", text):
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    if isinstance(value, float):
        return ref("float")
    return {"kind": "literal", "values": [value]} if isinstance(value, (str, int)) else None


def _container(text: str, annotation: Lookup) -> Node | None:
    match = re.match(r"^(\w[\w-]*)(?:\s*\([^)]*\))? (?:of|containing|over) (.+)$", text, re.IGNORECASE)
    if match is None:
        return None
    head, inner = match.group(1).lower(), match.group(2)
    if head in ("dict", "dictionary", "mapping"):
        return ref("dict" if head != "mapping" else "typing.Mapping")
    inner = re.sub(r"^(?:\d+|two|three|four)\s+", "", inner)
    if head in ("tuple", "tuples"):
        return tuple_of([_part(inner, annotation)], variadic=True)
    name = _CONTAINERS.get(head)
    return ref(name, [_part(inner.strip("()"), annotation)]) if name is not None else None

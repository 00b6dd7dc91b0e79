"""Fills what neither the running signature nor a stub says: constraints, docstrings, defaults."""

from __future__ import annotations

import re
import sys
from typing import Any

from .annotations import AnnotationReader, parse_annotation
from .docstring_types import type_from_prose
from .docstrings import Docstring, Item
from .names import ClassNames
from .nodes import Node, ref, tuple_of

_DOC_LIMIT = 400
_PROSE: Node = {"kind": "raw"}


def fill(
    signatures: list[Node],
    doc: Docstring | None,
    constraints: dict[str, Node],
    reader: AnnotationReader,
    names: ClassNames,
    module: str,
) -> list[Node]:
    """The signatures with weaker facts where stronger ones are missing. The given nodes stay as they are."""
    resolve = _resolver(reader, names, module)
    documented: set[str] = set()
    result: list[Node] = []
    for signature in signatures:
        params = [
            _fill_parameter(item, doc, constraints, resolve, documented) for item in signature["params"]
        ]
        filled: Node = {**signature, "params": params}
        told: str | None = filled.pop("returnsText", None)
        if "returns" not in filled and doc is not None and doc.returns:
            returns = _returned(doc, resolve)
            if returns is not None:
                filled["returns"], filled["returnsSource"] = returns, "docstring"
        if told is not None and filled.get("returns", _PROSE)["kind"] == "raw":
            returns = _told(told, resolve)
            if returns is not None and ("returns" not in filled or returns["kind"] != "raw"):
                filled["returns"], filled["returnsSource"] = returns, "docstring"
        result.append(filled)
    return result


def _fill_parameter(
    parameter: Node,
    doc: Docstring | None,
    constraints: dict[str, Node],
    resolve: Any,
    documented: set[str],
) -> Node:
    name: str = parameter["name"]
    item = doc.params.get(name) if doc is not None else None
    result = dict(parameter)
    told = result.pop("text", None)
    if item is not None and item.doc and name not in documented:
        documented.add(name)
        result["doc"] = _short(item.doc)
    if "type" in result:
        return result
    if name in constraints:
        result["type"], result["source"] = constraints[name], "constraint"
        return result
    if item is not None and item.type:
        node = type_from_prose(item.type, resolve)
        if node is not None:
            result["type"], result["source"] = node, "docstring"
            return result
    if told is not None:
        node = _told(told, resolve)
        if node is not None:
            result["type"], result["source"] = node, "docstring"
            return result
    weak = _from_default(result)
    if weak is not None:
        result["type"], result["source"] = weak, "default"
    return result


def _told(text: str, resolve: Any) -> Node | None:
    """The type that the signature in a docstring gives: an annotation, else words."""
    node = resolve(text)
    return node if node is not None and node["kind"] != "raw" else type_from_prose(text, resolve)


def _short(text: str) -> str:
    paragraph = " ".join(re.split(r"\n\s*\n", text)[0].split())
    return paragraph if len(paragraph) <= _DOC_LIMIT else paragraph[: _DOC_LIMIT - 1] + "…"


def _returned(doc: Docstring, resolve: Any) -> Node | None:
    types = [_item_type(item, name, resolve) for name, item in doc.returns]
    if len(types) == 1:
        node = types[0]
    else:
        known = [node for node in types if node is not None]
        node = tuple_of(known) if len(known) == len(types) else None
    if node is not None and doc.yields:
        return ref("typing.Iterator", [node])
    return node


def _item_type(item: Item, name: str, resolve: Any) -> Node | None:
    return type_from_prose(item.type, resolve) if item.type else None


def _resolver(reader: AnnotationReader, names: ClassNames, module: str) -> Any:
    """Names in prose: as an annotation in the module, else as a public name of the module's package."""

    def resolve(text: str) -> Node | None:
        expression = parse_annotation(text)
        if expression is None:
            return None
        node = reader.read(expression)
        if node["kind"] == "ref" and node["name"] == text and "." in text and _class_in(text) is None:
            return None
        if node["kind"] != "raw":
            return node
        package = sys.modules.get(module.partition(".")[0])
        found = vars(package).get(text) if package is not None else None
        if isinstance(found, type):
            return ref(names.of(found))
        # `ndarray` where the module imports numpy as np: one of the modules it uses offers the class.
        return _offered(names, module, text)

    return resolve


def _offered(names: ClassNames, module: str, text: str) -> Node | None:
    loaded = sys.modules.get(module)
    if loaded is None or not text.isidentifier():
        return None
    for value in list(vars(loaded).values()):
        if type(value) is type(sys):
            found = vars(value).get(text)
            if isinstance(found, type):
                return ref(names.of(found))
    return None


def _class_in(dotted: str) -> type | None:
    module, _, name = dotted.rpartition(".")
    loaded = sys.modules.get(module)
    found = vars(loaded).get(name) if loaded is not None else None
    return found if isinstance(found, type) else None


def _from_default(parameter: Node) -> Node | None:
    """A default says something of its parameter's type, weakly. ``None`` says nothing."""
    if "literal" not in parameter:
        return None
    value = parameter["literal"]
    for kind in (bool, int, float, str):
        if type(value) is kind:
            return ref(kind.__name__)
    return None

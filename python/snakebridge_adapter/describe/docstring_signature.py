"""
Signatures that functions written in C or C++ give in their docstring: `array(object, dtype=None, *,
copy=True)`, `name(self: Graph, kind: str) -> Node`, and the numbered list of an overloaded one.

Types stay text here (``text`` of a parameter, ``returnsText``): ``facts.fill`` resolves them.
"""

from __future__ import annotations

import ast
import re

from .docstrings import Docstring
from .nodes import Node, literal_value

_LINE = re.compile(r"^(?:[\w.]+\s*=\s*)?(?:\w+\.)*(\w+)\((.*?)\)\s*(?:->\s*(.+))?$")
_OVERLOAD = re.compile(r"^\d+\. (\w+\(.*)$", re.MULTILINE)
_OPTIONAL = re.compile(r"\b(?:optional|default)", re.IGNORECASE)
_VARIABLE = {"args": "var-positional", "kwargs": "var-keyword", "kwds": "var-keyword"}
_ORDER = {"var-positional": 1, "var-keyword": 2}
_FOREIGN = re.compile(r"\b\w+(?:::\w+)+\b")


def signatures_from_doc(doc: str, name: str, drop_first: bool) -> list[Node]:
    """The signatures of this name that a docstring begins with; optional parts in brackets are understood."""
    if f"{name}(" not in doc[:1000]:
        return []
    lines = doc.split("\n\n")[0].split("\n")[:4]
    if "Overloaded function." in doc[:1000]:
        lines = _OVERLOAD.findall(doc)
        found = [_signature(line, name, drop_first) for line in lines]
        return [item for item in found if item is not None]
    for line in lines:
        signature = _signature(line.strip(), name, drop_first)
        if signature is not None:
            return [signature]
    return []


def signatures_from_section(docstring: Docstring) -> list[Node]:
    """The signature that the list of parameters in a docstring stands for; none where there is no list."""
    params: list[Node] = []
    optional = False
    for name, item in docstring.params.items():
        if name in _VARIABLE:
            params.append({"name": name, "kind": _VARIABLE[name]})
            continue
        optional = optional or bool(_OPTIONAL.search(item.type))
        node: Node = {"name": name, "kind": "positional-or-keyword"}
        params.append({**node, "optional": True} if optional else node)
    params.sort(key=lambda item: _ORDER.get(item["kind"], 0))
    return [{"params": params}] if params else []


def with_told_types(signature: Node, told: Node) -> Node:
    """A signature whose parameters without a type have the text that the docstring's signature gives."""
    texts = {item["name"]: item["text"] for item in told["params"] if "text" in item}
    params = [
        {**item, "text": texts[item["name"]]} if "type" not in item and item["name"] in texts else item
        for item in signature["params"]
    ]
    result = {**signature, "params": params}
    if "returns" not in signature and "returnsText" in told:
        result["returnsText"] = told["returnsText"]
    return result


def _signature(line: str, name: str, drop_first: bool) -> Node | None:
    match = _LINE.match(line)
    if match is None or match.group(1) != name:
        return None
    signature = _read(match.group(2), drop_first)
    if signature is not None and match.group(3):
        signature["returnsText"] = match.group(3).strip()
    return signature


def _read(text: str, drop_first: bool) -> Node | None:
    text = re.sub(r"<[^<>]*>", "...", text)
    arguments = _parsed(_FOREIGN.sub(lambda found: repr(found.group()), text))
    if arguments is None:
        arguments = _parsed(_without_brackets(text))
    if arguments is None:
        return None
    params = _parameters(arguments)
    if drop_first and params and params[0]["name"] in ("self", "cls", "$self", "$type"):
        params = params[1:]
    return {"params": params}


def _parsed(text: str) -> ast.arguments | None:
    try:
        function = ast.parse(f"def f({text}): ...").body[0]
    except (SyntaxError, ValueError):
        return None
    return function.args if isinstance(function, ast.FunctionDef) else None


def _without_brackets(text: str) -> str:
    """`range(start, stop[, step])`: what stands in the brackets may be left out."""
    start = text.find("[")
    cleaned = text
    if start >= 0 and "=" not in text[:start].rpartition(",")[2]:
        head, tail = text[:start], text[start:].replace("[", "").replace("]", "")
        parts = [part.strip() for part in tail.split(",") if part.strip()]
        cleaned = ", ".join([head.rstrip(", ")] if head.strip(", ") else [])
        extra = [part if "=" in part or part.startswith(("*", "/")) else f"{part}=..." for part in parts]
        cleaned = ", ".join([cleaned, *extra] if cleaned else extra)
    return re.sub(r",?\s*\.\.\.\s*(?=,|$)(?<!=\.\.\.)", "", cleaned)


def _parameters(arguments: ast.arguments) -> list[Node]:
    result: list[Node] = []
    ordered = [*arguments.posonlyargs, *arguments.args]
    first_default = len(ordered) - len(arguments.defaults)
    for index, argument in enumerate(ordered):
        kind = "positional-only" if index < len(arguments.posonlyargs) else "positional-or-keyword"
        default = arguments.defaults[index - first_default] if index >= first_default else None
        result.append(_parameter(argument, kind, default))
    if arguments.vararg is not None:
        result.append(_parameter(arguments.vararg, "var-positional", None))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        result.append(_parameter(argument, "keyword-only", default))
    if arguments.kwarg is not None:
        result.append(_parameter(arguments.kwarg, "var-keyword", None))
    return result


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None) -> Node:
    node: Node = {"name": argument.arg, "kind": kind}
    if argument.annotation is not None:
        node["text"] = _annotation(argument.annotation)
    if default is not None:
        node["optional"] = True
        if not (isinstance(default, ast.Constant) and default.value is ...):
            node["default"] = ast.unparse(default)[:200]
            try:
                literal = literal_value(ast.literal_eval(default))
            except (ValueError, TypeError, SyntaxError):
                literal = None
            if literal is not None:
                node["literal"] = literal[0]
    return node


def _annotation(expression: ast.expr) -> str:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    return ast.unparse(expression)

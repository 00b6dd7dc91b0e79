"""The signature that C functions write in the first line of their docstring: `array(object, dtype=None, *,
copy=True)`."""

from __future__ import annotations

import ast
import re

from .nodes import Node, literal_value

_LINE = re.compile(r"^(?:[\w.]+\s*=\s*)?(?:\w+\.)*(\w+)\((.*?)\)\s*(?:->\s*(.+))?$")


def signature_from_doc(doc: str, name: str, drop_first: bool) -> Node | None:
    """The first line's signature, if it is one of this name; with optional parts in brackets understood."""
    for line in doc.split("\n\n")[0].split("\n")[:4]:
        match = _LINE.match(line.strip())
        if match is not None and match.group(1) == name:
            return _read(match.group(2), drop_first)
    return None


def _read(text: str, drop_first: bool) -> Node | None:
    optional_from = text.find("[")
    cleaned = text
    brackets = optional_from >= 0 and "=" not in text[:optional_from].rpartition(",")[2]
    if brackets:
        # `range(start, stop[, step])`: what stands in the brackets may be left out.
        head, tail = text[:optional_from], text[optional_from:].replace("[", "").replace("]", "")
        parts = [part.strip() for part in tail.split(",") if part.strip()]
        cleaned = ", ".join([head.rstrip(", ")] if head.strip(", ") else [])
        extra = [part if "=" in part or part.startswith(("*", "/")) else f"{part}=..." for part in parts]
        cleaned = ", ".join([cleaned, *extra] if cleaned else extra)
    cleaned = re.sub(r"<[^<>]*>", "...", cleaned)
    cleaned = re.sub(r",?\s*\.\.\.\s*(?=,|$)(?<!=\.\.\.)", "", cleaned)
    try:
        function = ast.parse(f"def f({cleaned}): ...").body[0]
    except (SyntaxError, ValueError):
        return None
    if not isinstance(function, ast.FunctionDef):
        return None
    params = _parameters(function.args)
    if drop_first and params and params[0]["name"] in ("self", "cls", "$self", "$type"):
        params = params[1:]
    return {"params": params}


def _parameters(arguments: ast.arguments) -> list[Node]:
    result: list[Node] = []
    ordered = [*arguments.posonlyargs, *arguments.args]
    first_default = len(ordered) - len(arguments.defaults)
    for index, argument in enumerate(ordered):
        kind = "positional-only" if index < len(arguments.posonlyargs) else "positional-or-keyword"
        default = arguments.defaults[index - first_default] if index >= first_default else None
        result.append(_parameter(argument.arg, kind, default))
    if arguments.vararg is not None:
        result.append({"name": arguments.vararg.arg, "kind": "var-positional"})
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        result.append(_parameter(argument.arg, "keyword-only", default))
    if arguments.kwarg is not None:
        result.append({"name": arguments.kwarg.arg, "kind": "var-keyword"})
    return result


def _parameter(name: str, kind: str, default: ast.expr | None) -> Node:
    node: Node = {"name": name, "kind": kind}
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

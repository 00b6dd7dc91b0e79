"""What the head of a declared function or class says by itself: parameters, deprecation, any type at all."""

from __future__ import annotations

import ast

from .annotations import AnnotationReader
from .declarations import Declaration
from .nodes import Node, literal_value
from .statements import FunctionNode


def declared_parameter(
    argument: ast.arg,
    kind: str,
    default: ast.expr | None,
    optional: bool,
    reader: AnnotationReader,
    fact: str,
) -> Node:
    """One parameter, with its default as text and as a value where it is plain."""
    name = argument.arg
    if kind == "positional-only" and name.startswith("__"):
        name = name.lstrip("_")
    result: Node = {"name": name, "kind": kind}
    if optional:
        result["optional"] = True
        if default is not None and not (isinstance(default, ast.Constant) and default.value is ...):
            result["default"] = ast.unparse(default)[:200]
            literal = _literal(default)
            if literal is not None:
                result["literal"] = literal[0]
    if argument.annotation is not None:
        result["type"] = reader.read(argument.annotation)
        result["source"] = fact
    return result


def _literal(expression: ast.expr) -> tuple[object] | None:
    try:
        return literal_value(ast.literal_eval(expression))
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return None


def is_bare(declaration: Declaration) -> bool:
    """Whether a function, or the result of a call that stands for one, says nothing about types."""
    if declaration.bare is None:
        if declaration.definitions:
            declaration.bare = _without_types(declaration)
        else:
            declaration.bare = declaration.annotation is None and isinstance(declaration.value, ast.Call)
    return declaration.bare


def _without_types(declaration: Declaration) -> bool:
    return all(
        node.returns is None
        and not any(
            item is not None and item.annotation is not None
            for item in (
                *node.args.posonlyargs,
                *node.args.args,
                *node.args.kwonlyargs,
                node.args.vararg,
                node.args.kwarg,
            )
        )
        for node in declaration.functions
    )


def deprecation(node: FunctionNode | ast.ClassDef) -> str | None:
    """The message of ``@deprecated("...")``, empty if it gives none."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            name = (
                decorator.func.attr
                if isinstance(decorator.func, ast.Attribute)
                else getattr(decorator.func, "id", "")
            )
            if name == "deprecated":
                first = decorator.args[0] if decorator.args else None
                return (
                    str(first.value)
                    if isinstance(first, ast.Constant) and isinstance(first.value, str)
                    else ""
                )
    return None

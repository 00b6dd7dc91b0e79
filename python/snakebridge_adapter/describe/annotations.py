"""Annotations as syntax (from stubs, from strings, from docstrings) turned into type trees."""

from __future__ import annotations

import ast
import base64
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from .meanings import (
    AliasMeaning,
    ClassMeaning,
    FormMeaning,
    Meaning,
    NodeMeaning,
    ObjectMeaning,
    VariableMeaning,
)
from .nodes import ANY, NONE, SELF, Node, literal_value, positional, raw, ref, tuple_of, type_variable, union

if TYPE_CHECKING:
    from .aliases import Aliases


class Scope(Protocol):
    """Where the names of an annotation are looked up."""

    def find(self, name: str) -> Meaning | None: ...

    def member(self, meaning: Meaning, name: str) -> Meaning | None: ...


_TRANSPARENT = frozenset(("ClassVar", "Final", "Required", "NotRequired", "ReadOnly"))
_BARE: dict[str, Node] = {
    "Any": ANY,
    "Self": SELF,
    "Never": ref("typing.Never"),
    "NoReturn": ref("typing.Never"),
    "LiteralString": ref("str"),
    "Callable": {"kind": "callable", "returns": ANY},
    "Tuple": tuple_of([ANY], variadic=True),
    "Type": ref("type"),
    "TypeAlias": ANY,
    "Generic": ref("typing.Generic"),
    "Protocol": ref("typing.Protocol"),
    "ClassVar": ANY,
    "Final": ANY,
}


@lru_cache(maxsize=20_000)
def parse_annotation(text: str) -> ast.expr | None:
    """The syntax tree of a string annotation, or None. The same few texts come again and again."""
    text = text.strip()
    if text.isidentifier() and text not in ("None", "True", "False"):
        return ast.Name(id=text)
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class AnnotationReader:
    """Reads the annotations of one scope. Remembers the type variables that it met."""

    def __init__(self, scope: Scope, aliases: Aliases) -> None:
        self._scope = scope
        self._aliases = aliases
        self.variables: dict[str, VariableMeaning] = {}
        self._depth = 0

    def text(self, annotation: str) -> Node:
        """The type that a string annotation stands for."""
        expression = parse_annotation(annotation)
        return raw(annotation) if expression is None else self.read(expression)

    def read(self, expression: ast.expr) -> Node:
        """The type that an expression stands for; text that says nothing becomes ``raw``."""
        self._depth += 1
        try:
            if self._depth > 60:
                return raw(ast.unparse(expression))
            return self._read(expression)
        finally:
            self._depth -= 1

    def _read(self, expression: ast.expr) -> Node:
        if isinstance(expression, (ast.Name, ast.Attribute)):
            meaning = self.meaning(expression)
            return raw(ast.unparse(expression)) if meaning is None else self._bare(meaning, expression)
        if isinstance(expression, ast.Subscript):
            return self._subscript(expression)
        if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.BitOr):
            return union([self.read(expression.left), self.read(expression.right)])
        if isinstance(expression, ast.Constant):
            if expression.value is None:
                return NONE
            if isinstance(expression.value, str):
                return self.text(expression.value)
            if expression.value is ...:
                return ANY
        if isinstance(expression, ast.Starred):
            return {"kind": "unpack", "item": self.read(expression.value)}
        if isinstance(expression, (ast.List, ast.Tuple)):
            return tuple_of(self.read(item) for item in expression.elts)
        return raw(ast.unparse(expression))

    def meaning(self, expression: ast.expr) -> Meaning | None:
        """What a name or a dotted name means, or None."""
        if isinstance(expression, ast.Name):
            if expression.id == "__Unpack__":
                return FormMeaning("Unpack")
            return self._scope.find(expression.id)
        if isinstance(expression, ast.Attribute):
            base = self.meaning(expression.value)
            if base is None:
                return None
            if isinstance(base, VariableMeaning) and expression.attr in ("args", "kwargs"):
                return base
            return self._scope.member(base, expression.attr)
        return None

    def _bare(self, meaning: Meaning, expression: ast.expr) -> Node:
        if isinstance(meaning, ClassMeaning):
            if meaning.name == "tuple":
                return tuple_of([ANY], variadic=True)
            return ref(meaning.name)
        if isinstance(meaning, VariableMeaning):
            return self._variable(meaning)
        if isinstance(meaning, FormMeaning):
            return _BARE.get(meaning.name) or raw(meaning.name)
        if isinstance(meaning, NodeMeaning):
            return meaning.node
        if isinstance(meaning, AliasMeaning):
            return self._aliases.expand(meaning, [], self)
        if isinstance(meaning, ObjectMeaning) and meaning.declaration.annotation is not None:
            return self._aliases.declared_class(meaning) or raw(ast.unparse(expression))
        return raw(ast.unparse(expression))

    def _variable(self, meaning: VariableMeaning) -> Node:
        self.variables.setdefault(meaning.name, meaning)
        return type_variable(meaning.name)

    def _subscript(self, expression: ast.Subscript) -> Node:
        meaning = self.meaning(expression.value)
        inner = expression.slice
        if type(inner).__name__ == "Index":  # Python 3.8's tree, still produced by some tools.
            inner = getattr(inner, "value", inner)
        arguments = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
        if isinstance(meaning, FormMeaning):
            return self._form(meaning.name, arguments, expression)
        if isinstance(meaning, ClassMeaning):
            return self._generic(meaning.name, arguments)
        if isinstance(meaning, AliasMeaning):
            return self._aliases.expand(meaning, [self.read(item) for item in arguments], self)
        if isinstance(meaning, NodeMeaning):
            return self._generic_node(meaning.node, arguments)
        return raw(ast.unparse(expression))

    def _generic(self, name: str, arguments: list[ast.expr]) -> Node:
        if name == "tuple":
            return self._tuple(arguments)
        if name in ("typing.Callable", "collections.abc.Callable"):
            return self._callable(arguments)
        return ref(name, [self.read(item) for item in arguments])

    def _generic_node(self, node: Node, arguments: list[ast.expr]) -> Node:
        if node["kind"] == "ref" and "args" not in node:
            return self._generic(node["name"], arguments)
        if node["kind"] == "tuple":
            return self._tuple(arguments)
        return node

    def _form(self, name: str, arguments: list[ast.expr], expression: ast.Subscript) -> Node:
        if name == "Union":
            return union(self.read(item) for item in arguments)
        if name == "Optional":
            return union([self.read(arguments[0]), NONE])
        if name == "Literal":
            return self._literal(arguments)
        if name == "Callable":
            return self._callable(arguments)
        if name == "Tuple":
            return self._tuple(arguments)
        if name == "Type":
            return ref("type", [self.read(item) for item in arguments])
        if name == "Annotated" or name in _TRANSPARENT:
            return self.read(arguments[0])
        if name in ("TypeGuard", "TypeIs"):
            return ref("bool")
        if name == "Unpack":
            return {"kind": "unpack", "item": self.read(arguments[0])}
        if name in ("Generic", "Protocol"):
            return ref(f"typing.{name}", [self.read(item) for item in arguments])
        return raw(ast.unparse(expression))

    def _tuple(self, arguments: list[ast.expr]) -> Node:
        if len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is ...:
            return tuple_of([self.read(arguments[0])], variadic=True)
        if len(arguments) == 1 and isinstance(arguments[0], ast.Tuple) and not arguments[0].elts:
            return tuple_of([])
        return tuple_of(self.read(item) for item in arguments)

    def _callable(self, arguments: list[ast.expr]) -> Node:
        if len(arguments) != 2:
            return {"kind": "callable", "returns": ANY}
        node: Node = {"kind": "callable", "returns": self.read(arguments[1])}
        first = arguments[0]
        if isinstance(first, ast.List):
            node["params"] = positional(self.read(item) for item in first.elts)
        elif isinstance(first, ast.Subscript):
            # Concatenate[A, B, P]
            inner = first.slice
            items = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
            node["params"] = positional(self.read(item) for item in items[:-1])
            self._parameters_from(node, items[-1])
        else:
            self._parameters_from(node, first)
        return node

    def _parameters_from(self, node: Node, expression: ast.expr) -> None:
        meaning = self.meaning(expression)
        if isinstance(meaning, VariableMeaning):
            self._variable(meaning)
            node["paramSpec"] = meaning.name

    def _literal(self, arguments: list[ast.expr]) -> Node:
        parts: list[Node] = []
        for item in arguments:
            value = self._literal_value(item)
            if value is not None:
                parts.append({"kind": "literal", "values": [value[0]]} if value[0] is not None else NONE)
            else:
                # A literal may name an alias of other literals, or be nested.
                parts.append(self.read(item))
        return union(parts)

    def _literal_value(self, expression: ast.expr) -> tuple[Any] | None:
        try:
            value: object = ast.literal_eval(expression)
        except (ValueError, TypeError, SyntaxError):
            return self._enum_member(expression)
        if isinstance(value, bytes):
            return ({"bytes": base64.b64encode(value).decode("ascii")},)
        return literal_value(value)

    def _enum_member(self, expression: ast.expr) -> tuple[Any] | None:
        if not isinstance(expression, ast.Attribute):
            return None
        owner = self.meaning(expression.value)
        return ({"enum": f"{owner.name}.{expression.attr}"},) if isinstance(owner, ClassMeaning) else None

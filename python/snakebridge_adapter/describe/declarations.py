"""What a stub or a typed source declares: names, with what is said about each."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from .statements import Block, FunctionNode, Variable


class Declaration:
    """
    One name of a module or class body.

    ``kind`` is ``function``, ``class``, ``variable``, ``import`` or ``module-import``. Functions and classes
    that were only found, not parsed, are parsed when they are looked at.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        line: int,
        *,
        module: str = "",
        attribute: str = "",
        exported: bool = False,
    ) -> None:
        self.kind = kind
        self.name = name
        self.line = line
        self.variable: Variable | None = None
        """Where it is a variable whose annotation and value are not parsed yet."""
        self._annotation: ast.expr | None = None
        self._value: ast.expr | None = None
        self.alias = False
        """A `type` statement or a variable annotated as ``TypeAlias``."""
        self.type_params = ""
        """PEP 695 parameters in their own syntax."""
        self.module = module
        """For imports: the module, absolute."""
        self.attribute = attribute
        """For ``from`` imports: the name in that module."""
        self.exported = exported
        """Public by the rules for stubs: defined here, or imported ``as`` itself."""
        self.definitions: list[FunctionNode | Block] = []
        self.definition: ast.ClassDef | Block | None = None
        self.bare: bool | None = None
        """Whether it is a function without a single type, once somebody asked."""

    @property
    def annotation(self) -> ast.expr | None:
        """The annotation of a variable."""
        self._parse_variable()
        return self._annotation

    @property
    def value(self) -> ast.expr | None:
        """What a variable is assigned."""
        self._parse_variable()
        return self._value

    @property
    def is_annotated(self) -> bool:
        """Whether it is a variable with an annotation, told without parsing it."""
        return self.variable.is_annotated if self.variable is not None else self._annotation is not None

    def assign(self, annotation: ast.expr | None, value: ast.expr | None) -> None:
        """Sets both parts of a variable, as they were parsed."""
        self.variable, self._annotation, self._value = None, annotation, value

    def _parse_variable(self) -> None:
        if self.variable is not None:
            self.assign(self.variable.annotation(), self.variable.value())

    @property
    def functions(self) -> list[FunctionNode]:
        """All definitions: overloads, or a property with its setter and deleter."""
        for index, item in enumerate(self.definitions):
            if isinstance(item, Block):
                node = item.node
                assert not isinstance(node, ast.ClassDef)
                self.definitions[index] = node
        return self.definitions  # pyright: ignore[reportReturnType]

    @property
    def decorators(self) -> list[list[str]]:
        """Names of the decorators of each definition of a function."""
        return [decorator_names(item) for item in self.definitions]

    @property
    def first_line(self) -> int:
        """Where it is defined first."""
        first = self.definitions[0] if self.definitions else None
        return first.line if isinstance(first, Block) else first.lineno if first is not None else self.line

    @property
    def node(self) -> ast.ClassDef | None:
        """The definition of a class. Its body may be left out: see ``World.static_class``."""
        definition = self.definition
        if isinstance(definition, Block):
            node = definition.node
            assert isinstance(node, ast.ClassDef)
            return node
        return definition

    def only(self, function: FunctionNode) -> Declaration:
        """The same declaration with one of its functions."""
        result = Declaration(self.kind, self.name, self.line, exported=self.exported)
        result.definitions = [function]
        return result


@dataclass
class Body:
    """The names that a module or class body declares."""

    names: dict[str, Declaration] = field(default_factory=dict[str, Declaration])
    stars: list[str] = field(default_factory=list[str])
    """Modules imported with ``*``."""
    exports: list[str] | None = None
    """``__all__`` where it can be read."""


def decorator_names(node: ast.ClassDef | FunctionNode | Block) -> list[str]:
    """Last parts of the decorators' names: ``typing.overload`` and ``overload`` are the same."""
    if isinstance(node, Block):
        return node.decorators
    names: list[str] = []
    for decorator in node.decorator_list:
        expression = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(expression, ast.Attribute):
            names.append(expression.attr)
        elif isinstance(expression, ast.Name):
            names.append(expression.id)
    return names

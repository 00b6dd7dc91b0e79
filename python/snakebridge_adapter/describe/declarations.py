"""What a stub or a typed source declares: its names, found in the syntax tree, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from .conditions import evaluate
from .outline import Block, FunctionNode, Outline, Statement


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
        self.annotation: ast.expr | None = None
        self.value: ast.expr | None = None
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


class BodyReader:
    """Collects declarations from statements, deciding version and platform conditions on the way."""

    def __init__(self, module: str, package: bool, type_params: dict[tuple[int, str], str]) -> None:
        self._module = module
        self._package = package
        self._type_params = type_params

    def read(self, statements: Outline | Sequence[ast.stmt]) -> Body:
        body = Body()
        self._statements(statements.statements if isinstance(statements, Outline) else statements, body)
        return body

    def _statements(self, statements: Sequence[Statement], body: Body) -> None:
        for statement in statements:
            if isinstance(statement, Block):
                self._block(statement, body)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._function(statement, statement.lineno, body)
            elif isinstance(statement, ast.ClassDef):
                self._class(statement, statement.lineno, body).type_params = self._parameters_of(statement)
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                self._import(statement, body)
            elif isinstance(statement, ast.AnnAssign):
                self._annotated(statement, body)
            elif isinstance(statement, ast.Assign):
                self._assigned(statement, body)
            elif isinstance(statement, ast.AugAssign):
                self._augmented(statement, body)
            elif isinstance(statement, ast.If):
                self._condition(statement, body)
            elif isinstance(statement, ast.Try):
                for handler in statement.handlers:
                    self._statements(handler.body, body)
                self._statements(statement.body + statement.orelse, body)
            elif isinstance(statement, ast.With):
                self._statements(statement.body, body)
            elif type(statement).__name__ == "TypeAlias":
                self._type_statement(statement, body)

    def _block(self, block: Block, body: Body) -> None:
        if not block.is_class:
            self._function(block, block.line, body)
            return
        declaration = self._class(block, block.line, body)
        if block.generic and isinstance(block.node, ast.ClassDef):
            declaration.type_params = self._parameters_of(block.node)

    def _class(self, definition: ast.ClassDef | Block, line: int, body: Body) -> Declaration:
        declaration = Declaration("class", definition.name, line, exported=True)
        declaration.definition = definition
        body.names[definition.name] = declaration
        return declaration

    def _condition(self, statement: ast.If, body: Body) -> None:
        outcome = evaluate(statement.test)
        if outcome is None:
            self._statements(statement.orelse, body)
            self._statements(statement.body, body)
        else:
            self._statements(statement.body if outcome else statement.orelse, body)

    def _function(self, node: FunctionNode | Block, line: int, body: Body) -> None:
        previous = body.names.get(node.name)
        if previous is not None and previous.kind == "function" and _continues(node, previous):
            previous.definitions.append(node)
            return
        declaration = Declaration("function", node.name, line, exported=True)
        declaration.definitions.append(node)
        body.names[node.name] = declaration

    def _parameters_of(self, node: ast.ClassDef | FunctionNode) -> str:
        """PEP 695 parameters: from the tree where the interpreter knows them, else from the rewritten
        text."""
        own = getattr(node, "type_params", None)
        if own:
            return ", ".join(ast.unparse(item) for item in own)
        return self._type_params.get((node.lineno, node.name), "")

    def _import(self, statement: ast.Import | ast.ImportFrom, body: Body) -> None:
        if isinstance(statement, ast.Import):
            for item in statement.names:
                name = item.asname or item.name.partition(".")[0]
                target = item.name if item.asname else name
                body.names[name] = Declaration(
                    "module-import", name, statement.lineno, module=target, exported=item.asname == item.name
                )
            return
        base = self._absolute(statement)
        for item in statement.names:
            if item.name == "*":
                body.stars.append(base)
                continue
            name = item.asname or item.name
            body.names[name] = Declaration(
                "import",
                name,
                statement.lineno,
                module=base,
                attribute=item.name,
                exported=item.asname == item.name,
            )

    def _absolute(self, statement: ast.ImportFrom) -> str:
        if not statement.level:
            return statement.module or ""
        parts = self._module.split(".")
        drop = statement.level - (1 if self._package else 0)
        base = parts[: len(parts) - drop] if drop else parts
        return ".".join(base + ([statement.module] if statement.module else []))

    def _annotated(self, statement: ast.AnnAssign, body: Body) -> None:
        if not isinstance(statement.target, ast.Name):
            return
        declaration = Declaration("variable", statement.target.id, statement.lineno, exported=True)
        declaration.value = statement.value
        declaration.annotation = statement.annotation
        text = statement.annotation
        declaration.alias = (isinstance(text, ast.Name) and text.id == "TypeAlias") or (
            isinstance(text, ast.Attribute) and text.attr == "TypeAlias"
        )
        _call_alias(declaration)
        body.names[statement.target.id] = declaration

    def _assigned(self, statement: ast.Assign, body: Body) -> None:
        for target in statement.targets:
            if isinstance(target, ast.Name):
                if target.id == "__all__":
                    body.exports = _strings(statement.value)
                # A stub's annotated declaration says more than a later bare value.
                known = body.names.get(target.id)
                if known is not None and known.annotation is not None:
                    continue
                declaration = Declaration("variable", target.id, statement.lineno, exported=True)
                declaration.value = statement.value
                _call_alias(declaration)
                body.names[target.id] = declaration

    def _augmented(self, statement: ast.AugAssign, body: Body) -> None:
        if (
            isinstance(statement.target, ast.Name)
            and statement.target.id == "__all__"
            and body.exports is not None
        ):
            body.exports += _strings(statement.value) or []

    def _type_statement(self, statement: ast.stmt, body: Body) -> None:
        target = getattr(statement, "name", None)
        if isinstance(target, ast.Name):
            declaration = Declaration("variable", target.id, statement.lineno, exported=True)
            declaration.alias = True
            declaration.value = getattr(statement, "value", None)
            declaration.type_params = ", ".join(
                ast.unparse(item) for item in getattr(statement, "type_params", [])
            )
            body.names[target.id] = declaration


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


def _continues(node: FunctionNode | Block, previous: Declaration) -> bool:
    """Whether this definition belongs to the same name as the one before: an overload, or a part of a
    property."""
    names = decorator_names(node)
    if "setter" in names or "deleter" in names or "getter" in names:
        return True
    earlier = decorator_names(previous.definitions[-1])
    return "overload" in earlier


def _strings(value: ast.expr) -> list[str] | None:
    if isinstance(value, (ast.List, ast.Tuple)):
        return [
            item.value
            for item in value.elts
            if isinstance(item, ast.Constant) and isinstance(item.value, str)
        ]
    return None


def _call_alias(declaration: Declaration) -> None:
    """`Name = TypeAliasType("Name", value)`, the call behind a `type` statement."""
    call = declaration.value
    if isinstance(call, ast.Call) and len(call.args) == 2:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "TypeAliasType":
            declaration.alias, declaration.annotation, declaration.value = True, None, call.args[1]

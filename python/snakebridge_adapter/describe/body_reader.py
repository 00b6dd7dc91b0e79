"""Reads the statements of a module or class body into declarations."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .conditions import evaluate
from .declarations import Body, Declaration, decorator_names
from .outline import Outline
from .statements import Block, FunctionNode, Imports, Statement, Variable, imports_of


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
            elif isinstance(statement, Variable):
                self._variable(statement, body)
            elif isinstance(statement, Imports):
                self._import(statement, body)
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                self._import(imports_of(statement), body)
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

    def _import(self, statement: Imports, body: Body) -> None:
        if statement.module is None:
            for full, alias in statement.names:
                name = alias or full.partition(".")[0]
                body.names[name] = Declaration(
                    "module-import",
                    name,
                    statement.line,
                    module=full if alias else name,
                    exported=alias == full,
                )
            return
        base = self._absolute(statement.module)
        for attribute, alias in statement.names:
            if attribute == "*":
                body.stars.append(base)
                continue
            name = alias or attribute
            body.names[name] = Declaration(
                "import", name, statement.line, module=base, attribute=attribute, exported=alias == attribute
            )

    def _absolute(self, written: str) -> str:
        module = written.lstrip(".")
        level = len(written) - len(module)
        if not level:
            return module
        parts = self._module.split(".")
        drop = level - (1 if self._package else 0)
        base = parts[: len(parts) - drop] if drop else parts
        return ".".join(base + ([module] if module else []))

    def _variable(self, statement: Variable, body: Body) -> None:
        known = body.names.get(statement.name)
        if not statement.is_annotated:
            if statement.name == "__all__":
                value = statement.value()
                body.exports = _strings(value) if value is not None else None
            # A stub's annotated declaration says more than a later bare value.
            if known is not None and known.is_annotated:
                return
        declaration = Declaration("variable", statement.name, statement.line, exported=True)
        declaration.variable = statement
        declaration.alias = statement.is_alias
        if statement.calls("TypeAliasType"):
            _call_alias(declaration)
        body.names[statement.name] = declaration

    def _annotated(self, statement: ast.AnnAssign, body: Body) -> None:
        if not isinstance(statement.target, ast.Name):
            return
        declaration = Declaration("variable", statement.target.id, statement.lineno, exported=True)
        declaration.assign(statement.annotation, statement.value)
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
                if known is not None and known.is_annotated:
                    continue
                declaration = Declaration("variable", target.id, statement.lineno, exported=True)
                declaration.assign(None, statement.value)
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
            declaration.assign(None, getattr(statement, "value", None))
            declaration.type_params = ", ".join(
                ast.unparse(item) for item in getattr(statement, "type_params", [])
            )
            body.names[target.id] = declaration


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
            declaration.alias = True
            declaration.assign(None, call.args[1])

"""What a name in an annotation can mean."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from .declarations import Body, Declaration
from .nodes import Node

if TYPE_CHECKING:
    from .sources import Source


@dataclass
class StaticModule:
    """A parsed stub or source."""

    name: str
    source: Source
    body: Body
    type_params: dict[tuple[int, str], str]

    @property
    def fact(self) -> str:
        """The source that facts read here are given."""
        return "stub" if self.source.kind == "stub" else "inline"


class StaticClass:
    """A class declared in a stub or source. Its head and its body are read when somebody needs them."""

    def __init__(
        self,
        module: StaticModule,
        qualname: str,
        declaration: Declaration,
        body: Callable[[], Body],
        outer: StaticClass | None = None,
    ) -> None:
        self.module = module
        self.qualname = qualname
        self.name = declaration.name
        self.line = declaration.line
        self.outer = outer
        self._declaration = declaration
        self._read_body = body
        self._body: Body | None = None

    @property
    def type_params(self) -> str:
        return self._declaration.type_params

    @property
    def node(self) -> ast.ClassDef:
        """The head of the class; its body need not be in it."""
        node = self._declaration.node
        assert node is not None
        return node

    @property
    def body(self) -> Body:
        if self._body is None:
            self._body = self._read_body()
        return self._body


class ClassMeaning:
    """A class by its qualified name; its declaration is looked for when somebody needs it."""

    def __init__(
        self,
        name: str,
        static: StaticClass | None = None,
        runtime: type | None = None,
        search: Callable[[type], StaticClass | None] | None = None,
    ) -> None:
        self.name = name
        self.runtime = runtime
        self._static = static
        self._search = search

    @property
    def static(self) -> StaticClass | None:
        if self._static is None and self._search is not None and self.runtime is not None:
            search, self._search = self._search, None
            self._static = search(self.runtime)
        return self._static


@dataclass
class AliasMeaning:
    name: str
    module: StaticModule
    declaration: Declaration


@dataclass
class VariableMeaning:
    """A type variable, ParamSpec or TypeVarTuple; ``kind`` as in ``TypeParameter``."""

    name: str
    kind: str = "typevar"
    module: StaticModule | None = None
    """Where it is declared by a call, whose details are read when somebody needs them."""
    call: ast.Call | None = None
    bound: Node | None = None
    constraints: list[Node] | None = None
    default: Node | None = None
    variance: str | None = None
    """``covariant`` or ``contravariant``, where it is declared."""

    def parameter(self) -> Node:
        result: Node = {"name": self.name, "kind": self.kind}
        if self.bound is not None:
            result["bound"] = self.bound
        if self.constraints:
            result["constraints"] = self.constraints
        if self.default is not None:
            result["default"] = self.default
        if self.variance is not None:
            result["variance"] = self.variance
        return result


@dataclass
class ModuleMeaning:
    name: str


@dataclass
class FormMeaning:
    """A special form of ``typing``, by its bare name."""

    name: str


@dataclass
class NodeMeaning:
    node: Node


@dataclass
class ObjectMeaning:
    """A declared function or variable: no type, but something that members can be looked up in."""

    module: StaticModule
    declaration: Declaration
    owner: StaticClass | None = None


Meaning = Union[
    ClassMeaning, AliasMeaning, VariableMeaning, ModuleMeaning, FormMeaning, NodeMeaning, ObjectMeaning
]

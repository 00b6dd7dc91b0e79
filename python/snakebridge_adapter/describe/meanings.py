"""What a name in an annotation can mean."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Union

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
    text: str

    @property
    def fact(self) -> str:
        """The source that facts read here are given."""
        return "stub" if self.source.kind == "stub" else "inline"


@dataclass
class StaticClass:
    """A class declared in a stub or source."""

    module: StaticModule
    qualname: str
    node: ast.ClassDef
    body: Body
    type_params: str
    outer: Optional[StaticClass] = None


@dataclass
class ClassMeaning:
    name: str
    static: Optional[StaticClass] = None
    runtime: Optional[type] = None


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
    module: Optional[StaticModule] = None
    """Where it is declared by a call, whose details are read when somebody needs them."""
    call: Optional[ast.Call] = None
    bound: Optional[Node] = None
    constraints: Optional[list[Node]] = None
    default: Optional[Node] = None

    def parameter(self) -> Node:
        result: Node = {"name": self.name, "kind": self.kind}
        if self.bound is not None:
            result["bound"] = self.bound
        if self.constraints:
            result["constraints"] = self.constraints
        if self.default is not None:
            result["default"] = self.default
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
    owner: Optional[StaticClass] = None


Meaning = Union[
    ClassMeaning, AliasMeaning, VariableMeaning, ModuleMeaning, FormMeaning, NodeMeaning, ObjectMeaning
]

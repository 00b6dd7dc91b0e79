"""Signatures and types that stubs and typed sources declare."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from .aliases import Aliases
from .annotations import AnnotationReader
from .declarations import Declaration, decorator_names
from .heads import declared_parameter, deprecation, is_bare
from .meanings import ClassMeaning, Meaning, ObjectMeaning, StaticClass, StaticModule, VariableMeaning
from .nodes import ANY, SELF, Node, substitute
from .scopes import StaticScope
from .statements import FunctionNode
from .typeparams import read_type_params
from .unpacking import expand_keywords
from .world import World


class Member(NamedTuple):
    """A declared member of a class, the class that declares it, and what that class's parameters stand
    for."""

    declaration: Declaration
    owner: StaticClass
    mapping: dict[str, Node]


class StaticTypes:
    """Reads declared signatures, members and variables of one description."""

    def __init__(self, world: World, aliases: Aliases) -> None:
        self.world = world
        self.aliases = aliases
        self._mro: dict[int, list[tuple[StaticClass, dict[str, Node]]]] = {}
        self._params: dict[int, dict[str, VariableMeaning]] = {}
        self._signatures: dict[tuple[int, bool], Node] = {}
        self._members: dict[tuple[int, str], Member | None] = {}
        self._found: dict[tuple[str, int], dict[str, Meaning | None]] = {}

    def reader(
        self,
        module: StaticModule,
        owner: StaticClass | None = None,
        params: Mapping[str, VariableMeaning] | None = None,
    ) -> AnnotationReader:
        """A reader for annotations in a module or class body."""
        known = dict(self.class_params(owner)) if owner is not None and owner.type_params else {}
        known.update(params or {})
        found = self._found.setdefault((module.name, id(owner)), {})
        return AnnotationReader(StaticScope(self.world, module, owner, known, found), self.aliases)

    def signatures(self, member: Member | ObjectMeaning, bound: bool) -> list[Node]:
        """Declared signatures in order; ``bound`` leaves out `self` or `cls`."""
        declaration = member.declaration
        if isinstance(member, Member):
            module, owner, mapping = member.owner.module, member.owner, member.mapping
        else:
            module, owner, mapping = member.module, member.owner, {}
        functions = declaration.functions
        overloads = [node for node in functions if "overload" in decorator_names(node)]
        return [
            self._signature(node, module, owner, mapping, bound) for node in (overloads or functions[-1:])
        ]

    def _signature(
        self,
        node: FunctionNode,
        module: StaticModule,
        owner: StaticClass | None,
        mapping: Mapping[str, Node],
        bound: bool,
    ) -> Node:
        """One signature, read once however many classes inherit it with other arguments."""
        key = (id(node), bound)
        if key not in self._signatures:
            self._signatures[key] = self._read_signature(node, module, owner, bound)
        signature = self._signatures[key]
        return substituted_signature(signature, mapping) if mapping else signature

    def _read_signature(
        self, node: FunctionNode, module: StaticModule, owner: StaticClass | None, bound: bool
    ) -> Node:
        text = module.type_params.get((node.lineno, node.name), "")
        own = getattr(node, "type_params", None)
        if own:
            text = ", ".join(ast.unparse(item) for item in own)
        params = read_type_params(text, self.world, module, self.aliases, owner)
        reader = self.reader(module, owner, params)
        receiver: Node | None = None
        arguments = self._parameters(node, reader, module.fact)
        if bound and arguments and arguments[0]["kind"].startswith("positional"):
            receiver = arguments.pop(0).get("type")
        class_params = self.class_params(owner) if owner is not None else {}
        substitution: dict[str, Node] = {}
        if receiver is not None:
            self_variable = _self_variable(receiver)
            if self_variable is not None and self_variable not in class_params:
                substitution[self_variable] = SELF
                receiver = None
        signature: Node = {"params": [_substituted(item, substitution) for item in arguments]}
        if node.returns is not None:
            returns = substitute(reader.read(node.returns), substitution)
            signature["returns"] = _awaited(returns) if isinstance(node, ast.AsyncFunctionDef) else returns
            signature["returnsSource"] = module.fact
        elif node.name == "__init__":
            signature["returns"] = {"kind": "none"}
            signature["returnsSource"] = module.fact
        listed = [
            self.aliases.parameter(variable)
            for name, variable in {**reader.variables, **params}.items()
            if name not in substitution and name not in class_params
        ]
        if listed:
            signature["typeParams"] = listed
        if receiver is not None and receiver["kind"] not in ("any", "self"):
            signature["self"] = receiver
        message = deprecation(node)
        if message is not None:
            signature["deprecated"] = message
        return signature

    def _parameters(self, node: FunctionNode, reader: AnnotationReader, fact: str) -> list[Node]:
        arguments = node.args
        result: list[Node] = []
        ordered = [*arguments.posonlyargs, *arguments.args]
        first_default = len(ordered) - len(arguments.defaults)
        # Before PEP 570 two leading underscores made a parameter positional-only.
        by_name = not arguments.posonlyargs
        for index, argument in enumerate(ordered):
            name = argument.arg
            kind = "positional-only" if index < len(arguments.posonlyargs) else "positional-or-keyword"
            if by_name and name.startswith("__") and not name.endswith("__"):
                kind = "positional-only"
            default = arguments.defaults[index - first_default] if index >= first_default else None
            result.append(declared_parameter(argument, kind, default, index >= first_default, reader, fact))
        if arguments.vararg is not None:
            result.append(declared_parameter(arguments.vararg, "var-positional", None, False, reader, fact))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            result.append(
                declared_parameter(argument, "keyword-only", default, default is not None, reader, fact)
            )
        if arguments.kwarg is not None:
            keywords = declared_parameter(arguments.kwarg, "var-keyword", None, False, reader, fact)
            result += expand_keywords(keywords, self)
        return result

    def class_params(self, cls: StaticClass) -> dict[str, VariableMeaning]:
        """The type parameters of a class, in order."""
        known = self._params.get(id(cls))
        if known is not None:
            return known
        self._params[id(cls)] = {}
        if cls.type_params:
            params = read_type_params(cls.type_params, self.world, cls.module, self.aliases, cls.outer)
        else:
            params = self._params_of_bases(cls)
        self._params[id(cls)] = params
        return params

    def _params_of_bases(self, cls: StaticClass) -> dict[str, VariableMeaning]:
        reader = AnnotationReader(StaticScope(self.world, cls.module, cls.outer), self.aliases)
        for base in cls.node.bases:
            if isinstance(base, ast.Subscript):
                before = dict(reader.variables)
                node = reader.read(base)
                if node["kind"] == "ref" and node["name"] in ("typing.Generic", "typing.Protocol"):
                    # These name the parameters and their order; the other bases only use them.
                    return {
                        name: value for name, value in reader.variables.items() if name not in before
                    } or before
        return dict(reader.variables)

    def bases(self, cls: StaticClass) -> list[Node]:
        """Declared bases, without keywords such as ``metaclass``."""
        reader = self.reader(cls.module, cls.outer, self.class_params(cls))
        return [reader.read(base) for base in cls.node.bases if not isinstance(base, ast.Starred)]

    def mro(self, cls: StaticClass) -> list[tuple[StaticClass, dict[str, Node]]]:
        """The class and its declared bases, each with what its parameters stand for, nearest first."""
        known = self._mro.get(id(cls))
        if known is not None:
            return known
        result: list[tuple[StaticClass, dict[str, Node]]] = [(cls, {})]
        self._mro[id(cls)] = result
        reader = self.reader(cls.module, cls.outer, self.class_params(cls))
        chains: list[tuple[StaticClass, dict[str, Node]]] = []
        for expression in cls.node.bases:
            target = expression.value if isinstance(expression, ast.Subscript) else expression
            meaning = reader.meaning(target)
            if not isinstance(meaning, ClassMeaning) or meaning.static is None:
                continue
            node = reader.read(expression)
            arguments: list[Node] = (
                node.get("args") or (node.get("items") if node["kind"] == "tuple" else None) or []
            )
            mapping = self.mapping(meaning.static, arguments)
            for base, inner in self.mro(meaning.static):
                combined = {name: substitute(value, mapping) for name, value in inner.items()}
                chains.append((base, combined if base is not meaning.static else mapping))
        # The last appearance counts, as in C3, so that a shared base comes behind all classes derived from
        # it.
        last = {id(base): index for index, (base, _) in enumerate(chains)}
        result += [item for index, item in enumerate(chains) if last[id(item[0])] == index]
        return result

    def mapping(self, cls: StaticClass, arguments: list[Node]) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        for index, (name, variable) in enumerate(self.class_params(cls).items()):
            if index < len(arguments):
                mapping[name] = arguments[index]
            else:
                mapping[name] = self.aliases.parameter(variable).get("default", ANY)
        return mapping

    def member(self, cls: StaticClass, name: str) -> Member | None:
        """A declared member, own or inherited. A method without a single type yields to one that it
        overrides."""
        key = (id(cls), name)
        if key not in self._members:
            self._members[key] = self._member(cls, name)
        return self._members[key]

    def _member(self, cls: StaticClass, name: str) -> Member | None:
        first: Member | None = None
        for owner, mapping in self.mro(cls):
            declaration = owner.body.names.get(name)
            if declaration is not None:
                member = Member(declaration, owner, mapping)
                if not is_bare(declaration):
                    return member
                first = first or member
        return first

    def variable_type(
        self, declaration: Declaration, module: StaticModule, owner: StaticClass | None = None
    ) -> Node | None:
        """The declared type of a variable or attribute."""
        annotation = declaration.annotation
        return self.reader(module, owner).read(annotation) if annotation is not None else None


def _substituted(parameter: Node, mapping: Mapping[str, Node]) -> Node:
    if not mapping or "type" not in parameter:
        return parameter
    return {**parameter, "type": substitute(parameter["type"], mapping)}


def substituted_signature(signature: Node, mapping: Mapping[str, Node]) -> Node:
    """A signature with the type parameters of its class replaced."""
    result: Node = {**signature, "params": [_substituted(item, mapping) for item in signature["params"]]}
    for name in ("returns", "self"):
        if name in result:
            result[name] = substitute(result[name], mapping)
    return result


def _self_variable(receiver: Node) -> str | None:
    """The name of the type variable in `self: T` or `cls: type[T]`, which means the class itself."""
    if receiver["kind"] == "typevar":
        return str(receiver["name"])
    if receiver["kind"] == "ref" and receiver["name"] == "type" and receiver.get("args"):
        inner = receiver["args"][0]
        return str(inner["name"]) if inner["kind"] == "typevar" else None
    return None


def _awaited(node: Node) -> Node:
    """What awaiting gives: some stubs spell an `async def`'s coroutine out."""
    if node["kind"] == "ref" and node["name"] == "typing.Coroutine" and len(node.get("args", ())) == 3:
        result: Node = node["args"][2]
        return result
    return node

"""A class that exists only in stubs: a protocol, a TypedDict, an internal helper of the types."""

from __future__ import annotations

from .context import Context
from .found import location
from .heads import deprecation
from .meanings import StaticClass
from .nodes import Node, substitute
from .static_types import Member
from .unpacking import typed_dict_keys


def describe_declared_class(context: Context, name: str) -> Node | None:
    """The entry of a class known from a stub alone; None if no stub declares it."""
    static = context.find.class_by_name(name)
    if static is None:
        return None
    chain = context.static.mro(static)
    names = [context.names.of_stub(owner.module.name, owner.qualname) for owner, _ in chain[1:]]
    bases = context.static.bases(static)
    roots = {node.get("name") for node in bases}
    flavour = "plain"
    if "typing.Protocol" in roots:
        flavour = "protocol"
    elif "typing.TypedDict" in names or "typing.TypedDict" in roots or "typing._TypedDict" in names:
        flavour = "typeddict"
    node: Node = {"name": static.name, "kind": "class", "flavour": flavour, "bases": bases, "mro": names}
    params = context.static.class_params(static)
    if params:
        node["typeParams"] = [context.aliases.parameter(item) for item in params.values()]
    node["stub"] = {"file": static.module.source.path, "line": static.line}
    message = deprecation(static.node)
    if message is not None:
        node["deprecated"] = {"message": message}
    node["members"] = [] if flavour == "typeddict" else _members(context, static)
    if flavour == "typeddict":
        node["fields"] = typed_dict_keys(name, context.static) or []
    return node


def _members(context: Context, static: StaticClass) -> list[Node]:
    from .classes import OPERATIONS

    result: dict[str, Node] = {}
    for owner, mapping in context.static.mro(static):
        if (
            owner.module.name in ("typing", "builtins")
            and owner is not static
            and owner.qualname in ("object", "Protocol")
        ):
            continue
        for name, declaration in owner.body.names.items():
            if name in result or (name.startswith("_") and name not in OPERATIONS):
                continue
            node = _member(context, Member(declaration, owner, mapping))
            if node is not None:
                if owner is not static:
                    node["inheritedFrom"] = context.names.of_stub(owner.module.name, owner.qualname)
                result[name] = node
    return list(result.values())


def _member(context: Context, member: Member) -> Node | None:
    declaration, module = member.declaration, member.owner.module
    place = location(module, member)
    if declaration.kind == "function":
        names = {item for found in declaration.decorators for item in found}
        signatures = context.static.signatures(member, "staticmethod" not in names)
        if any("property" in item for item in names):
            node: Node = {"name": declaration.name, "kind": "property", "stub": place}
            if signatures and "returns" in signatures[0]:
                node["type"], node["source"] = signatures[0]["returns"], module.fact
            if "setter" in names:
                node["settable"] = True
            return node
        flavour = next((item for item in ("staticmethod", "classmethod") if item in names), "method")
        return {
            "name": declaration.name,
            "kind": "callable",
            "flavour": flavour,
            "signatures": signatures,
            "stub": place,
        }
    if declaration.kind == "variable" and declaration.annotation is not None:
        found = context.static.variable_type(declaration, module, member.owner)
        node = {"name": declaration.name, "kind": "property", "settable": True, "stub": place}
        if found is not None:
            node["type"], node["source"] = substitute(found, member.mapping), module.fact
        return node
    return None

"""Classes as entries of a description: bases, constructor, members, fields."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Generic, Protocol

from .callables import describe_constructor, documentation
from .context import Context
from .docstrings import read_docstring
from .flavours import fields_of, flavour_of
from .found import Found
from .heads import deprecation
from .meanings import StaticClass, VariableMeaning
from .members import MemberReader
from .nodes import Node, ref, substitute
from .objects import is_a
from .static_types import substituted_signature
from .type_arguments import arguments_of

# Dunder methods that have a place in TypeScript or under an operator of a reference.
OPERATIONS = frozenset(
    f"__{name}__"
    for name in [
        "call",
        "getitem",
        "setitem",
        "delitem",
        "len",
        "iter",
        "next",
        "reversed",
        "contains",
        "aiter",
        "anext",
        "await",
        "enter",
        "exit",
        "aenter",
        "aexit",
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "divmod",
        "pow",
        "matmul",
        "and",
        "or",
        "xor",
        "lshift",
        "rshift",
        "neg",
        "pos",
        "abs",
        "invert",
        "radd",
        "rsub",
        "rmul",
        "rtruediv",
        "rfloordiv",
        "rmod",
        "rpow",
        "rmatmul",
        "rand",
        "ror",
        "rxor",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "bool",
        "int",
        "float",
        "index",
        "complex",
        "round",
        "trunc",
        "floor",
        "ceil",
        "bytes",
        "class_getitem",
        "iadd",
        "isub",
        "imul",
    ]
)
_HIDDEN_BASES = (object,)
_NAMED_TUPLES = ("typing.NamedTuple", "typing_extensions.NamedTuple")


def describe_class(context: Context, name: str, cls: type, container: str, depth: int = 0) -> Node:
    """The entry of a class under a name in a module or class."""
    qualified = context.names.of(cls)
    flavour = flavour_of(cls)
    static = context.find.running_class(cls)
    node: Node = {"name": name, "kind": "class", "flavour": flavour}
    params = _type_params(context, cls, static)
    node["bases"] = _bases(context, cls, static)
    node["mro"] = [context.names.of(base) for base in cls.__mro__[1:] if base is not object]
    if params:
        node["typeParams"] = [context.aliases.parameter(item) for item in params]
    doc = documentation(cls) if "__doc__" in cls.__dict__ else None
    if flavour == "enum" and doc == "An enumeration.":
        # Before 3.11 every enum without a text was given this one.
        doc = None
    if doc:
        node["doc"] = doc
    if qualified != f"{container}.{name}":
        node["definedAs"] = qualified
    _places(context, node, cls, static)
    members = MemberReader(context, cls, static, {item.name for item in params}, depth)
    node["members"] = [
        member for member in _members(context, members, cls, static, describe_class) if member is not None
    ]
    if flavour not in ("enum", "typeddict", "protocol"):
        found = _constructor(context, cls, static)
        node["constructor_"] = describe_constructor(
            context,
            cls,
            found,
            module=str(cls.__module__),
            class_doc=doc,
            type_params={item.name for item in params},
        )
    fields = fields_of(context, cls, flavour)
    if fields:
        node["fields"] = fields
    _marks(context, node, cls, static)
    return node


def _places(context: Context, node: Node, cls: type, static: StaticClass | None) -> None:
    place = context.locations.of(cls)
    if place is not None:
        node["location"] = place
    if static is not None and (place is None or place["file"] != static.module.source.path):
        node["stub"] = {"file": static.module.source.path, "line": static.line}
    message = getattr(cls, "__deprecated__", None) if "__deprecated__" in cls.__dict__ else None
    if isinstance(message, str):
        node["deprecated"] = {"message": message}
    elif static is not None and deprecation(static.node) is not None:
        node["deprecated"] = {"message": deprecation(static.node)}
    elif "doc" in node and ".. deprecated::" in node["doc"]:
        found = read_docstring(node["doc"]).deprecated
        if found is not None:
            node["deprecated"] = {"message": found[1][:300], **({"since": found[0]} if found[0] else {})}


def _type_params(context: Context, cls: type, static: StaticClass | None) -> list[VariableMeaning]:
    if static is not None:
        return list(context.static.class_params(static).values())
    result: list[VariableMeaning] = []
    parameters = cls.__dict__.get("__parameters__") or cls.__dict__.get("__type_params__") or ()
    if isinstance(parameters, tuple):
        for item in parameters:  # pyright: ignore[reportUnknownVariableType]
            meaning = context.types.meaning(item)  # pyright: ignore[reportUnknownArgumentType]
            if isinstance(meaning, VariableMeaning):
                result.append(meaning)
    return result


def _bases(context: Context, cls: type, static: StaticClass | None) -> list[Node]:
    if static is not None and static.node.bases:
        declared = context.static.bases(static)
        return [
            node for node in declared if node["kind"] in ("ref", "tuple") and node.get("name") != "object"
        ]
    original = cls.__dict__.get("__orig_bases__")
    if isinstance(original, tuple):
        reader = context.prose_reader(str(cls.__module__))
        return [context.types.read(base, reader) for base in original]  # pyright: ignore[reportUnknownVariableType]
    return [ref(context.names.of(base)) for base in cls.__bases__ if base is not object]


def _constructor(context: Context, cls: type, static: StaticClass | None) -> Found | None:
    """Declared `__init__` or `__new__`, whichever the nearest class has; `__init__` where one has both."""
    if static is None:
        return _inherited_constructor(context, cls)
    for owner, _ in context.static.mro(static):
        if f"{owner.module.name}.{owner.name}" in _NAMED_TUPLES:
            return _row(context, cls, static)
        names = [name for name in ("__init__", "__new__") if name in owner.body.names]
        if names:
            chosen = [context.find.member(static, name, bound=True) for name in names]
            told = [item for item in chosen if item is not None and item.signatures]
            # `def __new__(cls, *args: Any, **kwargs: Any)` says less than the other one.
            told.sort(
                key=lambda item: all(p["kind"].startswith("var-") for p in item.signatures[0]["params"])
            )
            return told[0] if told else None
    # Nothing but `object` is left: it takes no arguments. A base that is not declared may take any.
    if _all_declared(context, cls, static) and not context.signatures.says_something(cls):
        return Found([{"params": []}], None)
    return None


def _row(context: Context, cls: type, static: StaticClass) -> Found:
    """A named tuple takes its fields; what `typing.NamedTuple` declares is the factory."""
    params: list[Node] = []
    for name in getattr(cls, "_fields", ()):
        param: Node = {"name": name, "kind": "positional-or-keyword"}
        if name in getattr(cls, "_field_defaults", ()):
            param["optional"] = True
        declared = context.static.member(static, name)
        if declared is not None:
            owner = declared.owner
            type_ = context.static.variable_type(declared.declaration, owner.module, owner)
            if type_ is not None:
                param.update(type=substitute(type_, declared.mapping), source=owner.module.fact)
        params.append(param)
    return Found([{"params": params}], None)


def _inherited_constructor(context: Context, cls: type) -> Found | None:
    """What the nearest base with a constructor of its own takes, where a stub declares that base: `Exception`
    of an error class."""
    for base in cls.__mro__[:-1]:
        own = [vars(base)[name] for name in ("__init__", "__new__") if name in vars(base)]
        if not own:
            continue
        written = any(is_a(value, (types.FunctionType, staticmethod)) for value in own)
        static = context.find.running_class(base) if not written else None
        found = _constructor(context, base, static) if static is not None else None
        if static is None or found is None:
            return None
        given = context.static.mapping(static, arguments_of(context, cls, base))
        told = [substituted_signature(item, given) for item in found.signatures]
        # Which overload is for which receiver was said of the base; what is made is the class itself.
        return found._replace(signatures=[{key: item[key] for key in item if key != "self"} for item in told])
    return None


def _all_declared(context: Context, cls: type, static: StaticClass) -> bool:
    declared = {owner.name for owner, _ in context.static.mro(static)}
    return all(base.__name__ in declared for base in cls.__mro__ if base not in (object, Generic, Protocol))


def _members(
    context: Context, members: MemberReader, cls: type, static: StaticClass | None, nested: Any
) -> Iterator[Node | None]:
    seen: set[str] = set()
    enum_members: Any = cls.__dict__.get("_member_map_", {})
    for owner in cls.__mro__:
        if owner in _HIDDEN_BASES or owner.__module__ == "typing":
            continue
        for name in list(vars(owner)):
            if name in seen or not _is_public(name):
                continue
            seen.add(name)
            value = vars(owner)[name]
            if name in OPERATIONS and (value is None or value is getattr(object, name, None)):
                continue
            if name in enum_members:
                continue
            try:
                yield members.read(name, value, owner, nested)
            except KeyboardInterrupt:  # The host cancels.
                raise
            except BaseException as error:  # A descriptor of the library failed: the class has other members.
                context.skip(f"{cls.__qualname__}.{name}", error)
    yield from members.declared_only(seen, _is_public)


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name in OPERATIONS


def _marks(context: Context, node: Node, cls: type, static: StaticClass | None) -> None:
    if getattr(cls, "__abstractmethods__", None):
        node["abstract"] = True
    for owner in cls.__mro__[:-1]:
        if "__getattr__" in vars(owner) or (
            "__getattribute__" in vars(owner) and not _is_builtin_type(owner)
        ):
            node["dynamic"] = True
            break
    if static is not None and static.module.source.kind == "stub" and "dynamic" not in node:
        found = context.static.member(static, "__getattr__")
        if found is not None and found.declaration.kind == "function":
            node["dynamic"] = True
    members = [context.shared[item["shared"]] if "shared" in item else item for item in node["members"]]
    by_name = {item["name"]: item for item in members}
    iterate = by_name.get("__iter__")
    if iterate is not None:
        node["iterable"] = _item_type(iterate)
    elif "__getitem__" in by_name and "__len__" in by_name:
        node["iterable"] = True


def _is_builtin_type(cls: type) -> bool:
    return isinstance(vars(cls).get("__getattribute__"), types.WrapperDescriptorType)


def _item_type(iterate: Node) -> Any:
    for signature in iterate.get("signatures", ()):
        returns = signature.get("returns")
        if returns is not None and returns["kind"] == "ref" and returns.get("args"):
            return returns["args"][0]
    return True

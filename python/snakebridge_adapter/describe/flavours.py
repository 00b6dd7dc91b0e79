"""What kind of class a class is, told from what it holds, and its fields."""

from __future__ import annotations

import enum
import sys
from collections.abc import Mapping
from typing import Any

from .class_annotations import home_of, own_annotations
from .context import Context
from .nodes import Node, literal_value, substitute
from .runtime_signatures import short_repr
from .type_arguments import type_arguments


def flavour_of(cls: type) -> str:
    """One of ``ClassFlavour``."""
    namespace = vars(cls)
    if isinstance(cls, enum.EnumMeta):
        return "enum"
    if "__required_keys__" in namespace and issubclass(cls, dict):
        return "typeddict"
    if issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple):
        return "namedtuple"
    if issubclass(cls, BaseException):
        return "exception"
    if namespace.get("_is_protocol") is True:
        return "protocol"
    if any(
        "__pydantic_fields__" in vars(base) or "__pydantic_core_schema__" in vars(base)
        for base in cls.__mro__
    ):
        return "pydantic"
    if "__attrs_attrs__" in namespace:
        return "attrs"
    if "__dataclass_fields__" in namespace:
        return "dataclass"
    return "plain"


def fields_of(context: Context, cls: type, flavour: str) -> list[Node]:
    """Enum members, or the fields of a data class, in order."""
    if flavour == "enum":
        return _enum_members(cls)
    if flavour == "typeddict":
        return _typed_dict(context, cls)
    if flavour == "namedtuple":
        return _named_tuple(context, cls)
    if flavour == "pydantic":
        return _pydantic(context, cls)
    if flavour == "attrs":
        return _attrs(context, cls)
    if flavour == "dataclass":
        return _dataclass(context, cls)
    return []


def annotation_type(context: Context, cls: type, name: str) -> Node | None:
    """The type that a class or one of its bases annotates for an attribute."""
    for base in cls.__mro__:
        annotations = own_annotations(base)
        if name in annotations:
            home = home_of(base)
            module = sys.modules.get(home)
            namespace = vars(module) if module is not None else {}
            reader = context.types.scope(home, namespace, vars(base))
            return context.types.read(annotations[name], reader)
    return None


def _typed(context: Context, cls: type, name: str, field: Node) -> Node:
    node = annotation_type(context, cls, name)
    if node is not None:
        own = {str(getattr(item, "__name__", "")) for item in getattr(cls, "__parameters__", ())}
        given = {key: value for key, value in type_arguments(context, cls).items() if key not in own}
        field["type"] = substitute(node, given)
        field["source"] = "inline"
    return field


def _enum_members(cls: type) -> list[Node]:
    result: list[Node] = []
    members: object = cls.__dict__.get("_member_map_")
    if isinstance(members, dict):
        for name, member in members.items():  # pyright: ignore[reportUnknownVariableType]
            field: Node = {"name": str(name)}  # pyright: ignore[reportUnknownArgumentType]
            literal = literal_value(vars(member).get("_value_"))  # pyright: ignore[reportUnknownArgumentType]
            if literal is not None:
                field["value"] = literal[0]
            result.append(field)
    return result


def _typed_dict(context: Context, cls: type) -> list[Node]:
    optional: frozenset[str] = getattr(cls, "__optional_keys__", frozenset())
    names = {name: None for base in reversed(cls.__mro__) for name in own_annotations(base)}
    fields = [_typed(context, cls, name, {"name": name}) for name in names]
    for field in fields:
        if field["name"] in optional:
            field["optional"] = True
    return fields


def _named_tuple(context: Context, cls: type) -> list[Node]:
    defaults: Mapping[str, Any] = getattr(cls, "_field_defaults", {})
    result: list[Node] = []
    for name in getattr(cls, "_fields", ()):
        field = _typed(context, cls, str(name), {"name": str(name)})
        if name in defaults:
            field["optional"] = True
            field["default"] = short_repr(defaults[name])
        result.append(field)
    return result


def _dataclass(context: Context, cls: type) -> list[Node]:
    import dataclasses

    result: list[Node] = []
    for item in dataclasses.fields(cls):
        field = _typed(context, cls, item.name, {"name": item.name})
        if item.default is not dataclasses.MISSING:
            field["optional"] = True
            field["default"] = short_repr(item.default)
        elif item.default_factory is not dataclasses.MISSING:
            field["optional"] = True
        result.append(field)
    return result


def _attrs(context: Context, cls: type) -> list[Node]:
    result: list[Node] = []
    for item in getattr(cls, "__attrs_attrs__", ()):
        field = _typed(context, cls, item.name, {"name": item.name})
        if "type" not in field and item.type is not None:
            field["type"] = context.types.read(item.type, context.prose_reader(cls.__module__))
            field["source"] = "inline"
        # attrs marks a missing default by an enum member of its own.
        if not (isinstance(item.default, enum.Enum) and item.default.name == "NOTHING"):
            field["optional"] = True
            field["default"] = short_repr(item.default)
        result.append(field)
    return result


def _pydantic(context: Context, cls: type) -> list[Node]:
    result: list[Node] = []
    declared: object = cls.__dict__.get("__pydantic_fields__") or getattr(cls, "model_fields", None)
    if not isinstance(declared, dict):
        return result
    for name, info in declared.items():  # pyright: ignore[reportUnknownVariableType]
        field = _typed(context, cls, str(name), {"name": str(name)})  # pyright: ignore[reportUnknownArgumentType]
        required = getattr(info, "is_required", None)  # pyright: ignore[reportUnknownArgumentType]
        if callable(required) and not required():
            field["optional"] = True
            default = getattr(info, "default", None)  # pyright: ignore[reportUnknownArgumentType]
            if not type(default).__name__.startswith("PydanticUndefined"):
                field["default"] = short_repr(default)
        description = getattr(info, "description", None)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(description, str) and description:
            field["doc"] = description
        result.append(field)
    return result

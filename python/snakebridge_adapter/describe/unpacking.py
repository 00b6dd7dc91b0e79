"""`**kwargs: Unpack[SomeTypedDict]`: the keys of the dictionary are keyword parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .nodes import Node, substitute

if TYPE_CHECKING:
    from .meanings import StaticClass
    from .static_types import StaticTypes


def expand_keywords(parameter: Node, types: StaticTypes) -> list[Node]:
    """The keyword parameters that a `**kwargs` stands for; itself where its keys are not known."""
    node = parameter.get("type")
    if node is None or node["kind"] != "unpack" or node["item"]["kind"] != "ref":
        return [parameter]
    keys = typed_dict_keys(node["item"]["name"], types, node["item"].get("args", []))
    if keys is None:
        return [parameter]
    return [
        {
            "name": key["name"],
            "kind": "keyword-only",
            **({"optional": True} if key.get("optional") else {}),
            **({"type": key["type"], "source": parameter["source"]} if "type" in key else {}),
        }
        for key in keys
    ]


def typed_dict_keys(name: str, types: StaticTypes, args: Sequence[Node] = ()) -> list[Node] | None:
    """The keys of a TypedDict with these type arguments as fields, inherited ones first; None if it is not
    found."""
    module, _, qualname = name.rpartition(".")
    found = types.world.find_class(module, qualname) if module else None
    if found is None:
        return None
    fields: dict[str, Node] = {}
    given = types.mapping(found, list(args)) if args else {}
    for cls, mapping in reversed(types.mro(found)):
        if cls.module.name not in ("typing", "builtins", "typing_extensions", "_typeshed", "collections"):
            combined = {key: substitute(value, given) for key, value in mapping.items()} or given
            _own_keys(cls, types, fields, combined)
    return list(fields.values())


def _own_keys(
    cls: StaticClass, types: StaticTypes, fields: dict[str, Node], mapping: Mapping[str, Node]
) -> None:
    total = True
    for keyword in cls.node.keywords:
        if keyword.arg == "total" and isinstance(keyword.value, ast.Constant):
            total = bool(keyword.value.value)
    for name, declaration in cls.body.names.items():
        if declaration.kind != "variable" or declaration.annotation is None:
            continue
        field: Node = {"name": name}
        marker = _marker(declaration.annotation)
        if marker == "NotRequired" or (not total and marker != "Required"):
            field["optional"] = True
        node = types.variable_type(declaration, cls.module, cls)
        if node is not None:
            field["type"] = substitute(node, mapping)
            field["source"] = cls.module.fact
        fields[name] = field


def _marker(annotation: ast.expr) -> str:
    """`Required` or `NotRequired` around a key's type."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return ""
    if isinstance(annotation, ast.Subscript):
        base = annotation.value
        return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
    return ""

"""A whole module as a description."""

from __future__ import annotations

import functools
import platform
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from .callables import describe_callable, documentation
from .classes import describe_class
from .context import Context
from .distributions import distribution_of
from .installed import is_standard_library
from .lazy_names import exported_names, is_lazy
from .meanings import AliasMeaning, ObjectMeaning
from .nodes import Node, literal_value, ref
from .objects import attribute, is_a
from .public import public_names
from .submodules import list_submodules

Progress = Callable[[dict[str, Any]], None]

_CALLABLE_TYPES = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    functools.partial,
)


def describe_module(context: Context, module: types.ModuleType, name: str, progress: Progress) -> Node:
    """The description of an imported module; ``progress`` is told of every hundredth name."""
    result: Node = {"schema": 1, "module": name, "python": platform.python_version()}
    doc = documentation(module)
    if doc:
        result["doc"] = doc
    file = vars(module).get("__file__")
    if isinstance(file, str):
        result["file"] = file
    if is_standard_library(name):
        result["stdlib"] = True
    else:
        owner = distribution_of(name)
        if owner is not None:
            result["distribution"], result["version"] = owner.name, owner.version
    static = context.world.module(name)
    declared = static.body.names if static is not None and static.source.kind == "stub" else {}
    if is_lazy(module) or "__getattr__" in declared:
        result["dynamic"] = True
    result["submodules"] = [_submodule(item) for item in list_submodules(name)]
    result["members"] = list(_members(context, module, name, progress))
    exports = _exports(context, module, name, result["members"])
    if exports:
        result["exports"] = exports
    if context.aliases.table:
        result["aliases"] = dict(sorted(context.aliases.table.items()))
    if context.skipped:
        result["skipped"] = context.skipped
    return result


def _exports(context: Context, module: types.ModuleType, name: str, members: list[Node]) -> list[str]:
    """What the module, or else its stub, says that it exports, in that order, as far as it is described."""
    static = context.world.module(name)
    told = exported_names(vars(module)) or (static.body.exports if static is not None else None) or []
    described = {member["name"] for member in members}
    return [item for item in dict.fromkeys(told) if item in described]


def _submodule(name: str) -> Node:
    return {"name": name} if name in sys.modules else {"name": name, "lazy": True}


def _members(context: Context, module: types.ModuleType, name: str, progress: Progress) -> Iterator[Node]:
    unloaded = set(context.lazy.unloaded)
    names = sorted(unloaded.union(public_names(context, module, name)))
    for index, item in enumerate(names):
        if index % 100 == 0:
            # The names come first: an editor offers them while their signatures are still being read.
            seen = {"names": [[item, _glance(module, item)] for item in names]} if index == 0 else {}
            told = {"phase": "describing", "module": name, "done": index, "total": len(names)}
            progress({**told, **seen})
        if item in unloaded:
            yield {"name": item, "kind": "value", "lazy": True}
            continue
        try:
            node = describe_member(context, module, name, item)
        except KeyboardInterrupt:  # The host cancels.
            raise
        except BaseException as error:  # One whose library's code fails must not hide the rest.
            context.skip(item, error)
            continue
        if node is not None:
            yield node


def _glance(module: types.ModuleType, name: str) -> str:
    """What a name most likely is, without reading anything of it."""
    value = vars(module).get(name)
    if is_a(value, types.ModuleType):
        return "module"
    if _is_plain_class(value):
        return "class"
    return "callable" if callable(value) else "value"


def describe_member(context: Context, module: types.ModuleType, container: str, name: str) -> Node | None:
    """One name of a module."""
    namespace = vars(module)
    value = namespace[name] if name in namespace else getattr(module, name)
    if is_a(value, types.ModuleType):
        return {"name": name, "kind": "module", "module": value.__name__}
    if _is_plain_class(value):
        return describe_class(context, name, value, container)
    alias = _alias(context, name, value, container)
    if alias is not None:
        return alias
    if is_a(value, _CALLABLE_TYPES) or _is_function_like(value):
        return _function(context, name, value, container, "function")
    if callable(value):
        node = _function(context, name, value, container, "callable-object")
        node["class"] = context.names.of(type(value))
        return node
    return _value(context, name, value, container)


def _is_plain_class(value: Any) -> bool:
    # `list[int]` passes for a class on 3.9 and 3.10.
    return is_a(value, type) and type(value) is not getattr(types, "GenericAlias", None)


def _is_function_like(value: Any) -> bool:
    """A decorator's own object around a function: still a function to whoever calls it."""
    return callable(value) and attribute(value, "__wrapped__") is not None


def _function(context: Context, name: str, value: Any, container: str, flavour: str) -> Node:
    found = context.find.callable(container, name, value)
    node = describe_callable(context, name, value, flavour, found, module=container)
    if flavour == "callable-object" and node.get("doc") == documentation(type(value)):
        # The class's own text says nothing of this object.
        node.pop("doc", None)
    origin = attribute(value, "__module__")
    qualname = attribute(value, "__qualname__")
    if (
        flavour == "function"
        and isinstance(origin, str)
        and isinstance(qualname, str)
        and "<" not in qualname
    ) and f"{origin}.{qualname}" != f"{container}.{name}":
        node["definedAs"] = f"{origin}.{qualname}"
    return node


def _alias(context: Context, name: str, value: Any, container: str) -> Node | None:
    """Type variables, new types and aliases."""
    kind = type(value).__name__
    supertype = attribute(value, "__supertype__") if kind in ("NewType", "function") else None
    if supertype is not None:
        reader = context.prose_reader(container)
        return {"name": name, "kind": "alias", "type": context.types.read(supertype, reader), "newType": True}
    if not _is_typing_object(value):
        return None
    node: Node = {"name": name, "kind": "alias"}
    meaning = context.world.find(container, name)
    if isinstance(meaning, AliasMeaning):
        reader = context.static.reader(meaning.module)
        if meaning.declaration.value is not None:
            node["type"] = reader.read(meaning.declaration.value)
            if reader.variables:
                node["typeParams"] = [context.aliases.parameter(item) for item in reader.variables.values()]
            return node
    node["type"] = context.types.read(value, context.prose_reader(container))
    return node


def _is_typing_object(value: Any) -> bool:
    kind = type(value)
    if kind in (getattr(types, "GenericAlias", None), getattr(types, "UnionType", None)):
        return True
    return str(kind.__module__) in ("typing", "typing_extensions") and not callable(
        attribute(value, "__func__")
    )


def _value(context: Context, name: str, value: Any, container: str) -> Node:
    node: Node = {"name": name, "kind": "value", "class": context.names.of(type(value))}
    literal = literal_value(value)
    if literal is not None:
        node["value"] = literal[0]
    meaning = context.world.find(container, name)
    declared: Node | None = None
    if isinstance(meaning, ObjectMeaning) and meaning.declaration.kind == "variable":
        declared = context.static.variable_type(meaning.declaration, meaning.module)
        if declared is not None:
            node["stub"] = {"file": meaning.module.source.path, "line": meaning.declaration.line}
            node["type"], node["source"] = declared, meaning.module.fact
    if declared is None:
        annotations = _module_annotations(container)
        if name in annotations:
            node["type"] = context.types.read(annotations[name], context.prose_reader(container))
            node["source"] = "inline"
        elif value is not None:
            node["type"], node["source"] = ref(node["class"]), "inferred"
        else:
            node["type"], node["source"] = {"kind": "none"}, "default"
    if type(value).__module__ not in ("builtins", "types"):
        doc = documentation(value)
        if doc and doc != documentation(type(value)):
            node["doc"] = doc
    return node


def _module_annotations(name: str) -> dict[str, Any]:
    module = sys.modules.get(name)
    found = vars(module).get("__annotations__") if module is not None else None
    return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]

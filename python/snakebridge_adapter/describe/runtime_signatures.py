"""Signatures as the running interpreter knows them."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from typing import Any, Callable

from .aliases import Aliases
from .library_code import attempt
from .nodes import Node, literal_value
from .objects import attribute, is_a
from .running import EMPTY, RunningParameter, running_signature
from .runtime_types import RuntimeTypes

WRITTEN_IN_C = (
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
)


class RuntimeSignatures:
    """Reads `inspect.signature` without evaluating annotations."""

    def __init__(self, types_: RuntimeTypes, aliases: Aliases) -> None:
        self._types = types_
        self._aliases = aliases
        self._by_text: dict[Any, Node | None] = {}

    def signature(self, value: Any, drop_first: bool, local: Mapping[str, Any] | None = None) -> Node | None:
        """The signature of a callable, or None where the interpreter knows none."""
        if is_a(value, WRITTEN_IN_C):
            # Such a signature holds no annotations: what it says depends on its text alone.
            key = (
                type(value),
                attribute(value, "__text_signature__"),
                drop_first,
                attribute(value, "__self__") is None,
            )
            if key not in self._by_text:
                self._by_text[key] = self._read(value, drop_first, local)
            return self._by_text[key]
        return self._read(value, drop_first, local)

    def _read(self, value: Any, drop_first: bool, local: Mapping[str, Any] | None) -> Node | None:
        found = running_signature(value)
        if found is None:
            return None
        parameters = found.parameters
        if drop_first and parameters and parameters[0].kind.startswith("positional"):
            parameters = parameters[1:]
        module, namespace = _namespace(value)
        self._types.variables.clear()
        reader = self._types.scope(module, namespace, {**_closure(value), **(local or {})})
        result: Node = {"params": []}
        for item in parameters:
            result["params"] += self._expanded(self._parameter(item, reader))
        if found.returns is not EMPTY:
            result["returns"] = self._types.read(found.returns, reader)
            result["returnsSource"] = "inline"
        if reader.variables:
            result["typeParams"] = [self._aliases.parameter(item) for item in list(reader.variables.values())]
        return result

    def _expanded(self, parameter: Node) -> list[Node]:
        """`**kwargs: Unpack[SomeTypedDict]` as the keywords that it stands for."""
        node = parameter.get("type")
        if parameter["kind"] != "var-keyword" or node is None or node["kind"] != "unpack":
            return [parameter]
        fields = self._types.typed_dict_fields(node["item"])
        if fields is None:
            return [parameter]
        return [{**field, "kind": "keyword-only"} for field in fields]

    def says_something(self, value: Any) -> bool:
        """Whether the interpreter knows more than `(*args, **kwargs)` without types."""
        found = running_signature(value)
        return found is not None and any(
            not item.kind.startswith("var-") or item.annotation is not EMPTY for item in found.parameters
        )

    def _parameter(self, parameter: RunningParameter, reader: Any) -> Node:
        node: Node = {"name": parameter.name, "kind": parameter.kind}
        if parameter.default is not EMPTY:
            node["optional"] = True
            node["default"] = short_repr(parameter.default)
            literal = literal_value(parameter.default)
            if literal is not None:
                node["literal"] = literal[0]
        if parameter.annotation is not EMPTY:
            node["type"] = self._types.read(parameter.annotation, reader)
            node["source"] = "inline"
        return node


def short_repr(value: object) -> str:
    """`repr` for people: at most 200 characters, without addresses, and never an exception."""
    if is_a(value, (types.FunctionType, types.BuiltinFunctionType, type)):
        return str(attribute(value, "__qualname__") or "...")
    text = attempt(lambda: repr(value), None)
    if text is None or " at 0x" in text:
        return f"<{type(value).__name__}>"
    return text if len(text) <= 200 else text[:199] + "…"


def unwrapped(value: Any) -> Any:
    """The function inside decorators that keep it (`functools.wraps`, `partial`, bound methods)."""
    for _ in range(20):
        inner = attribute(value, "__wrapped__")
        if inner is None and is_a(value, types.MethodType):
            inner = value.__func__
        if inner is None or inner is value:
            return value
        value = inner
    return value


def _namespace(value: Any) -> tuple[str, Mapping[str, Any]]:
    """Name and globals of the module in which a callable's annotations were written."""
    target: Callable[..., Any] = unwrapped(value)
    if is_a(target, type):
        init = attribute(target, "__init__")
        target = unwrapped(init) if is_a(init, types.FunctionType) else target
    namespace = attribute(target, "__globals__")
    module = attribute(target, "__module__")
    if isinstance(namespace, dict):
        name: object = namespace.get("__name__", module)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return str(name), namespace  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if not isinstance(module, str):
        module = type(target).__module__
    loaded = sys.modules.get(module)
    return module, vars(loaded) if loaded is not None else {}


def _closure(value: Any) -> dict[str, Any]:
    """Names of enclosing functions: annotations of local functions may use them."""
    target = unwrapped(value)
    result: dict[str, Any] = {}
    code = attribute(target, "__code__")
    cells = attribute(target, "__closure__")
    if isinstance(code, types.CodeType) and cells:
        for name, cell in zip(code.co_freevars, cells):
            try:
                result[name] = cell.cell_contents
            except ValueError:
                continue  # Not assigned yet.
    for parameter in attribute(target, "__type_params__") or ():
        result[parameter.__name__] = parameter
    return result

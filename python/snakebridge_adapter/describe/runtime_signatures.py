"""Signatures as the running interpreter knows them."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Mapping
from typing import Any, Callable

from .aliases import Aliases
from .nodes import Node, literal_value
from .objects import attribute, is_a, is_proxy
from .runtime_types import RuntimeTypes

_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional-only",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional-or-keyword",
    inspect.Parameter.VAR_POSITIONAL: "var-positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword-only",
    inspect.Parameter.VAR_KEYWORD: "var-keyword",
}

_WRITTEN_IN_C = (
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
        if is_a(value, _WRITTEN_IN_C):
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
        found = inspect_signature(value)
        if found is None:
            return None
        parameters = list(found.parameters.values())
        if (
            drop_first
            and parameters
            and parameters[0].kind
            in (
                inspect.Parameter.POSITIONAL_ONLY,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
            )
        ):
            parameters = parameters[1:]
        module, namespace = _namespace(value)
        self._types.variables.clear()
        reader = self._types.scope(module, namespace, {**_closure(value), **(local or {})})
        result: Node = {"params": []}
        for item in parameters:
            result["params"] += self._expanded(self._parameter(item, reader))
        if found.return_annotation is not inspect.Signature.empty:
            result["returns"] = self._types.read(found.return_annotation, reader)
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
        found = inspect_signature(value)
        if found is None:
            return False
        variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        return any(
            item.kind not in variable or item.annotation is not inspect.Parameter.empty
            for item in found.parameters.values()
        )

    def _parameter(self, parameter: inspect.Parameter, reader: Any) -> Node:
        node: Node = {"name": parameter.name, "kind": _KINDS[parameter.kind]}
        if parameter.default is not inspect.Parameter.empty:
            node["optional"] = True
            node["default"] = short_repr(parameter.default)
            literal = literal_value(parameter.default)
            if literal is not None:
                node["literal"] = literal[0]
        if parameter.annotation is not inspect.Parameter.empty:
            node["type"] = self._types.read(parameter.annotation, reader)
            node["source"] = "inline"
        return node


def inspect_signature(value: Any) -> inspect.Signature | None:
    """`inspect.signature`, with annotations as text where they would otherwise be evaluated (3.14)."""
    if is_proxy(value):
        # Asking a proxy for its signature makes it import or compute what it stands for.
        value = attribute(type(value), "__call__")
        found = inspect_signature(value) if is_a(value, types.FunctionType) else None
        return found.replace(parameters=list(found.parameters.values())[1:]) if found is not None else None
    try:
        if sys.version_info >= (3, 14):
            import annotationlib  # pyright: ignore[reportMissingImports]

            return inspect.signature(value, annotation_format=annotationlib.Format.STRING)  # pyright: ignore
        return inspect.signature(value)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    except (
        Exception
    ):  # `__signature__` and `__text_signature__` may be computed by the library, which may raise anything.
        return None


def short_repr(value: object) -> str:
    """`repr` for people: at most 200 characters, without addresses, and never an exception."""
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type)):
        return getattr(value, "__qualname__", "...")
    try:
        text = repr(value)
    except Exception:  # A library's own repr failed.
        return f"<{type(value).__name__}>"
    if " at 0x" in text:
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

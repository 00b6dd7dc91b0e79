"""Functions, methods and callable objects as entries of a description."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping
from typing import Any

from .constraints import constraint_types
from .context import Context
from .cross_references import with_referenced_types
from .docstring_signature import signatures_from_doc, signatures_from_section, with_told_types
from .docstrings import Docstring, read_docstring
from .facts import fill
from .found import Found
from .merge import merge_signatures, says_nothing
from .nodes import SELF, Node
from .objects import attribute, is_a, is_proxy
from .runtime_signatures import WRITTEN_IN_C, unwrapped
from .static_types import substituted_signature
from .type_arguments import type_arguments


def describe_callable(
    context: Context,
    name: str,
    value: Any,
    flavour: str,
    found: Found | None,
    *,
    module: str,
    drop_first: bool = False,
    local: Mapping[str, Any] | None = None,
) -> Node:
    """The entry of a callable whose declaration, if there is one, was found already."""
    node: Node = {"name": name, "kind": "callable", "flavour": flavour}
    doc = documentation(value)
    docstring = read_docstring(doc) if doc else None
    runtime = context.signatures.signature(value, drop_first, local)
    signatures = merge_signatures(runtime, found.signatures if found is not None else [])
    if doc:
        signatures = told_by_doc(signatures, doc, name, drop_first)
    if not signatures and docstring is not None:
        signatures = signatures_from_section(docstring)
    target = unwrapped(value)
    home = attribute(target, "__module__")
    node["signatures"] = complete(
        context, signatures, docstring, {}, home if isinstance(home, str) else module
    )
    if doc:
        node["doc"] = doc
        node["signatures"] = with_referenced_types(
            context,
            node["signatures"],
            doc,
            lambda home, other, target: describe_callable(
                context,
                other,
                target,
                "function",
                context.find.callable(home, other, target),
                module=home,
            ),
        )
    _flags(node, value, target, found)
    _places(context, node, value, found)
    deprecate(node, docstring, value)
    return node


def told_by_doc(signatures: list[Node], doc: str, name: str, drop_first: bool) -> list[Node]:
    """Signatures from the docstring where nobody else knows any; else the types that it alone gives."""
    if all(_is_typed(item) for item in signatures) and signatures:
        return signatures
    told = signatures_from_doc(doc, name, drop_first)
    if not told:
        return signatures
    if not signatures or (len(signatures) == 1 and says_nothing(signatures[0])):
        return told
    if len(signatures) == 1 and len(told) == 1:
        return [with_told_types(signatures[0], told[0])]
    return signatures


def _is_typed(signature: Node) -> bool:
    return "returns" in signature and all("type" in item for item in signature["params"])


def complete(
    context: Context,
    signatures: list[Node],
    docstring: Docstring | None,
    constraints: dict[str, Node],
    module: str,
) -> list[Node]:
    """Signatures with the weaker facts filled in."""
    if not signatures:
        return []
    return fill(signatures, docstring, constraints, context.prose_reader(module), context.names, module)


def describe_constructor(
    context: Context,
    cls: type,
    found: Found | None,
    *,
    module: str,
    class_doc: str | None,
    type_params: set[str],
) -> Node:
    """The constructor of a class: what calling the class takes."""
    node: Node = {"name": "__init__", "kind": "callable", "flavour": "constructor"}
    runtime = context.signatures.signature(cls, False)
    used = attribute(cls, "__init__")
    if runtime is None and is_a(used, types.FunctionType):
        runtime = context.signatures.signature(used, True)
    signatures = merge_signatures(runtime, found.signatures if found is not None else [])
    init = cls.__dict__.get("__init__")
    init_doc = documentation(init) if init is not None and not _is_slot(init) else None
    if init_doc:
        signatures = told_by_doc(signatures, init_doc, "__init__", True)
    if class_doc:
        signatures = told_by_doc(signatures, class_doc, cls.__name__, False)
    inherited = type_arguments(context, cls) if found is None else {}
    given = {name: node for name, node in inherited.items() if name not in type_params}
    if given:
        signatures = [
            without_type_params(substituted_signature(item, given), set(given)) for item in signatures
        ]
    docstring = read_docstring("\n\n".join(text for text in (class_doc, init_doc) if text))
    docstring.returns = []
    if not signatures:
        signatures = signatures_from_section(docstring)
    if not signatures and is_a(used, types.WrapperDescriptorType):
        # A constructor written in C, which says `(*args, **kwargs)`: little, but that it can be called.
        slot = context.signatures.signature(used, True)
        signatures = [slot] if slot is not None else []
    results = [without_type_params(_constructed(item), type_params) for item in signatures]
    node["signatures"] = complete(context, results, docstring, constraint_types(cls, context.names), module)
    if init_doc:
        node["doc"] = init_doc
    _places(context, node, init, found)
    return node


def _constructed(signature: Node) -> Node:
    """A constructor's result is the class, or what `self` or `__new__` is declared to be."""
    result = dict(signature)
    receiver = result.pop("self", None)
    returns = result.get("returns")
    if returns is None or returns["kind"] in ("none", "any", "raw", "typevar"):
        result["returns"] = receiver or SELF
        result["returnsSource"] = result.get("returnsSource", "inline")
    return result


def without_type_params(signature: Node, names: set[str]) -> Node:
    """A signature that does not repeat the type parameters of its class."""
    listed = signature.get("typeParams")
    if not listed:
        return signature
    kept = [item for item in listed if item["name"] not in names]
    result = {key: value for key, value in signature.items() if key != "typeParams"}
    return {**result, "typeParams": kept} if kept else result


def _is_slot(value: object) -> bool:
    return type(value).__name__ in ("wrapper_descriptor", "method-wrapper")


def _flags(node: Node, value: Any, target: Any, found: Found | None) -> None:
    if is_a(target, (staticmethod, classmethod)):
        target = target.__func__
    if is_a(target, WRITTEN_IN_C) or (is_a(target, types.FunctionType) and _is_plain(target)):
        if found is not None and found.is_async:
            node["async"] = True
            node["signatures"] = [_awaited(item) for item in node["signatures"]]
        return
    if is_proxy(target):
        return
    if inspect.isasyncgenfunction(target):
        node["async"] = node["generator"] = True
    elif inspect.iscoroutinefunction(target) or (found is not None and found.is_async):
        node["async"] = True
        node["signatures"] = [_awaited(item) for item in node["signatures"]]
    elif inspect.isgeneratorfunction(target) and not _is_wrapped_generator(value, target):
        node["generator"] = True


def _is_plain(function: types.FunctionType) -> bool:
    """Whether calling it runs its body, and nobody marked it as something else (3.12)."""
    special = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
    return not function.__code__.co_flags & special and not vars(function)


def _is_wrapped_generator(value: Any, target: Any) -> bool:
    """`contextmanager` wraps a generator function into something else."""
    return value is not target


def _awaited(signature: Node) -> Node:
    returns = signature.get("returns")
    if (
        returns is not None
        and returns["kind"] == "ref"
        and returns["name"] in ("typing.Coroutine", "typing.Awaitable")
    ):
        arguments = returns.get("args")
        if arguments:
            return {**signature, "returns": arguments[-1]}
    return signature


def _places(context: Context, node: Node, value: Any, found: Found | None) -> None:
    place = context.locations.of(value) if value is not None else None
    if place is not None:
        node["location"] = place
    declared = found.location if found is not None else None
    if declared is not None and (place is None or declared["file"] != place["file"]):
        node["stub"] = declared


def deprecate(node: Node, docstring: Docstring | None, value: Any) -> None:
    """Deprecation by PEP 702's attribute, or by Sphinx's directive."""
    message = attribute(value, "__deprecated__")
    if isinstance(message, str):
        node["deprecated"] = {"message": message}
    elif docstring is not None and docstring.deprecated is not None:
        since, text = docstring.deprecated
        node["deprecated"] = {"message": text[:300], **({"since": since} if since else {})}


def documentation(value: Any) -> str | None:
    """The cleaned docstring of an object itself, or None."""
    text = attribute(value, "__doc__")
    if not isinstance(text, str) or not text.strip():
        return None
    if not text.isascii():
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return clean(text)


_MARGIN = re.compile(r"\n( *)[^ \n]")
_UNUSUAL = re.compile(r"[^\S \n]")


def clean(text: str) -> str:
    """`inspect.cleandoc`, by fewer steps where spaces and line ends are all the white space there is."""
    if _UNUSUAL.search(text):
        return inspect.cleandoc(text)
    text = text.lstrip(" ")
    margin = min(map(len, _MARGIN.findall(text)), default=0)
    if margin:
        first, *lines = text.split("\n")
        text = "\n".join([first, *(line[margin:] for line in lines)])
    return text.strip("\n")

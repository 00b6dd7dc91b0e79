"""What a callable takes, as the running interpreter says it: names, kinds, defaults and annotations."""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any, NamedTuple

from .library_code import attempt
from .objects import attribute, is_a, is_proxy

EMPTY = inspect.Parameter.empty
_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional-only",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional-or-keyword",
    inspect.Parameter.VAR_POSITIONAL: "var-positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword-only",
    inspect.Parameter.VAR_KEYWORD: "var-keyword",
}


class RunningParameter(NamedTuple):
    """A parameter. ``default`` and ``annotation`` are ``EMPTY`` where there is none."""

    name: str
    kind: str
    default: object
    annotation: object


class RunningSignature(NamedTuple):
    """A signature. ``returns`` is ``EMPTY`` where there is no annotation."""

    parameters: list[RunningParameter]
    returns: object


def running_signature(value: Any) -> RunningSignature | None:
    """`inspect.signature`, with annotations as text where they would otherwise be evaluated (3.14)."""
    if sys.version_info < (3, 14) and type(value) is types.FunctionType and _is_plain(value):
        return _of_function(value)
    if is_proxy(value):
        # Asking a proxy for its signature makes it import or compute what it stands for.
        value = attribute(type(value), "__call__")
        if is_a(value, staticmethod):
            return running_signature(value.__func__)
        found = running_signature(value) if is_a(value, types.FunctionType) else None
        return found._replace(parameters=found.parameters[1:]) if found is not None else None
    found = _inspected(value)
    if found is None:
        return None
    parameters = [
        RunningParameter(item.name, _KINDS[item.kind], item.default, item.annotation)
        for item in found.parameters.values()
    ]
    return RunningSignature(parameters, found.return_annotation)


def _inspected(value: Any) -> inspect.Signature | None:
    # Many have none, and a library that computes `__signature__` may raise anything.
    if sys.version_info >= (3, 14):
        import annotationlib  # pyright: ignore[reportMissingImports]

        form: Any = annotationlib.Format.STRING  # pyright: ignore
        return attempt(lambda: inspect.signature(value, annotation_format=form), None)  # pyright: ignore
    return attempt(lambda: inspect.signature(value), None)


def _is_plain(function: types.FunctionType) -> bool:
    """Whether nothing but the function's own code says what it takes."""
    own = vars(function)
    return "__wrapped__" not in own and "__signature__" not in own and "__text_signature__" not in own


def _of_function(function: types.FunctionType) -> RunningSignature:
    """What `inspect.signature` says of a plain function, at a fifth of the cost."""
    code = function.__code__
    names = code.co_varnames
    annotations: dict[str, object] = function.__annotations__
    defaults: tuple[object, ...] = function.__defaults__ or ()
    keywords: dict[str, object] = function.__kwdefaults__ or {}
    positional, keyword_only = code.co_argcount, code.co_kwonlyargcount
    first_default = positional - len(defaults)
    parameters = [
        RunningParameter(
            names[index],
            "positional-only" if index < code.co_posonlyargcount else "positional-or-keyword",
            defaults[index - first_default] if index >= first_default else EMPTY,
            annotations.get(names[index], EMPTY),
        )
        for index in range(positional)
    ]
    place = positional + keyword_only
    if code.co_flags & inspect.CO_VARARGS:
        name = names[place]
        parameters.append(RunningParameter(name, "var-positional", EMPTY, annotations.get(name, EMPTY)))
        place += 1
    parameters += [
        RunningParameter(name, "keyword-only", keywords.get(name, EMPTY), annotations.get(name, EMPTY))
        for name in names[positional : positional + keyword_only]
    ]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        name = names[place]
        parameters.append(RunningParameter(name, "var-keyword", EMPTY, annotations.get(name, EMPTY)))
    return RunningSignature(parameters, annotations.get("return", EMPTY))

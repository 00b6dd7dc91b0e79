"""Type parameters: PEP 695 lists in their own syntax, and ``TypeVar(...)`` calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .meanings import StaticClass, StaticModule, VariableMeaning

if TYPE_CHECKING:
    from .aliases import Aliases
    from .world import World

_KINDS = {"": "typevar", "*": "typevartuple", "**": "paramspec"}


def read_type_params(
    text: str, world: World, module: StaticModule, aliases: Aliases, owner: StaticClass | None = None
) -> dict[str, VariableMeaning]:
    """The parameters of `[T: bound = default, *Ts, **P]`, written without the brackets."""
    result: dict[str, VariableMeaning] = {}
    if not text.strip():
        return result
    for part in _split(text):
        name, bound, default = _parts(part)
        stars = name[: len(name) - len(name.lstrip("*"))]
        result[name.lstrip("*").strip()] = VariableMeaning(
            name.lstrip("*").strip(), _KINDS.get(stars, "typevar")
        )
        _details(result, name.lstrip("*").strip(), bound, default, world, module, aliases, owner)
    return result


def _details(
    params: dict[str, VariableMeaning],
    name: str,
    bound: str,
    default: str,
    world: World,
    module: StaticModule,
    aliases: Aliases,
    owner: StaticClass | None,
) -> None:
    from .annotations import AnnotationReader
    from .scopes import StaticScope

    reader = AnnotationReader(StaticScope(world, module, owner, params), aliases)
    variable = params[name]
    if bound:
        node = reader.text(bound)
        if node["kind"] == "tuple" and bound.lstrip().startswith("("):
            variable.constraints = node["items"]
        else:
            variable.bound = node
    if default:
        variable.default = reader.text(default)


def factory_details(
    call: ast.Call, variable: VariableMeaning, world: World, module: StaticModule, aliases: Aliases
) -> VariableMeaning:
    """Bound, constraints, default and variance of ``TypeVar("T", ...)``."""
    from .annotations import AnnotationReader
    from .scopes import StaticScope

    reader = AnnotationReader(StaticScope(world, module), aliases)
    if variable.kind == "typevar" and len(call.args) > 1:
        variable.constraints = [reader.read(item) for item in call.args[1:]]
    for keyword in call.keywords:
        if keyword.arg == "bound":
            variable.bound = reader.read(keyword.value)
        elif keyword.arg == "default":
            variable.default = reader.read(keyword.value)
        elif keyword.arg in ("covariant", "contravariant") and _is_true(keyword.value):
            variable.variance = keyword.arg
    return variable


def _is_true(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _split(text: str) -> list[str]:
    parts: list[str] = []
    depth = 0
    start = 0
    for index, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _parts(text: str) -> tuple[str, str, str]:
    """Name, bound and default of one parameter."""
    depth = 0
    colon = equals = -1
    for index, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif depth == 0 and character == ":" and colon < 0:
            colon = index
        elif depth == 0 and character == "=" and equals < 0:
            equals = index
    end = equals if equals >= 0 else len(text)
    name = text[: colon if colon >= 0 else end].strip()
    bound = text[colon + 1 : end].strip() if colon >= 0 else ""
    return name, bound, text[equals + 1 :].strip() if equals >= 0 else ""

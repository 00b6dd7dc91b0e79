"""Annotations as running objects turned into type trees. Nothing is evaluated: strings are parsed and looked
up."""

from __future__ import annotations

import enum
import sys
import types
import typing
from collections.abc import Mapping
from typing import Any

from .aliases import Aliases
from .annotations import AnnotationReader
from .class_annotations import own_annotations
from .forms import FORMS
from .library_code import attempt
from .meanings import ClassMeaning, FormMeaning, Meaning, ModuleMeaning, NodeMeaning, VariableMeaning
from .names import lookup
from .nodes import (
    ANY,
    NONE,
    SELF,
    Node,
    literal_value,
    positional,
    raw,
    ref,
    substitute,
    tuple_of,
    type_variable,
    union,
)
from .objects import is_a
from .scopes import RuntimeScope
from .typing_objects import alias_arguments, attribute_of, computed, module_of, new_type_name, text_of
from .world import World

_UNION_TYPES: tuple[object, ...] = (typing.Union, getattr(types, "UnionType", typing.Union))
_NAMED: dict[str, Node] = {
    "Any": ANY,
    "Self": SELF,
    "NoReturn": ref("typing.Never"),
    "Never": ref("typing.Never"),
    "LiteralString": ref("str"),
    "Callable": {"kind": "callable", "returns": ANY},
    "Tuple": tuple_of([ANY], variadic=True),
}
_TRANSPARENT = frozenset(("ClassVar", "Final", "Required", "NotRequired", "ReadOnly"))


class RuntimeTypes:
    """Reads annotation objects; the scope for strings is given with each."""

    def __init__(self, world: World, aliases: Aliases) -> None:
        self._world = world
        self._aliases = aliases
        self.variables: dict[str, VariableMeaning] = {}

    def scope(
        self, module: str, namespace: Mapping[str, Any], local: Mapping[str, Any] | None = None
    ) -> AnnotationReader:
        """A reader for string annotations written in a module."""
        reader = AnnotationReader(RuntimeScope(self._world, self, module, namespace, local), self._aliases)
        reader.variables = self.variables
        return reader

    def read(self, annotation: Any, reader: AnnotationReader, depth: int = 0) -> Node:
        """The type that an annotation object stands for."""
        if depth > 40:
            return raw("...")
        if annotation is None or annotation is type(None):
            return NONE
        if is_a(annotation, str):
            return reader.text(annotation)
        if annotation is ...:
            return ANY
        origin = attribute_of(annotation, "__origin__")
        if origin is not None:
            return self._generic(annotation, origin, reader, depth)
        if is_a(annotation, getattr(types, "UnionType", ())):
            return union(self.read(item, reader, depth + 1) for item in alias_arguments(annotation))
        if is_a(annotation, typing.ForwardRef):
            return reader.text(annotation.__forward_arg__)
        if type(annotation).__name__ == "InitVar" and module_of(type(annotation)) == "dataclasses":
            return self.read(getattr(annotation, "type", None), reader, depth + 1)
        if is_a(annotation, (list, tuple)):
            items: list[object] = list(annotation)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return tuple_of(self.read(item, reader, depth + 1) for item in items)
        meaning = self.meaning(annotation)
        if isinstance(meaning, ClassMeaning):
            return tuple_of([ANY], variadic=True) if meaning.name == "tuple" else ref(meaning.name)
        if isinstance(meaning, NodeMeaning):
            return meaning.node
        if isinstance(meaning, VariableMeaning):
            self.variables.setdefault(meaning.name, meaning)
            return type_variable(meaning.name)
        if isinstance(meaning, FormMeaning):
            return _NAMED.get(meaning.name) or raw(meaning.name)
        return raw(text_of(annotation))

    def typed_dict_fields(self, node: Node) -> list[Node] | None:
        """The keys of a running TypedDict with their types; None for anything else."""
        module, _, name = str(node.get("name", "")).rpartition(".")
        cls = lookup(module, name) if module else None
        if not isinstance(cls, type) or "__required_keys__" not in vars(cls):
            return None
        optional = vars(cls).get("__optional_keys__", frozenset())
        given = zip(getattr(cls, "__parameters__", ()), node.get("args", ()))
        mapping: dict[str, Node] = {parameter.__name__: argument for parameter, argument in given}
        fields: dict[str, Node] = {}
        for key, annotation in own_annotations(cls).items():
            reader = self.scope(str(cls.__module__), vars(sys.modules[str(cls.__module__)]))
            fields[key] = {
                "name": key,
                "type": substitute(self.read(annotation, reader), mapping),
                "source": "inline",
            }
            if key in optional:
                fields[key]["optional"] = True
        return list(fields.values())

    def meaning(self, value: Any) -> Meaning | None:
        """What a running object means when an annotation names it."""
        if is_a(value, types.ModuleType):
            return ModuleMeaning(value.__name__)
        origin = attribute_of(value, "__origin__")
        if origin is not None:
            return self._alias_object(value, origin)
        if is_a(value, type):
            # Some forms are classes: `Any` since 3.11, `Annotated` before 3.13.
            if value.__module__ in ("typing", "typing_extensions") and value.__name__ in FORMS:
                return FormMeaning(value.__name__)
            return ClassMeaning(self._world.names.of(value), None, value)
        if value is typing.Any:
            return FormMeaning("Any")
        kind = type(value).__name__
        if kind in ("TypeVar", "ParamSpec", "TypeVarTuple") and module_of(type(value)) in (
            "typing",
            "typing_extensions",
        ):
            return self._variable(value, kind.lower())
        if kind in ("ParamSpecArgs", "ParamSpecKwargs"):
            return self.meaning(attribute_of(value, "__origin__"))
        if attribute_of(value, "__supertype__") is not None:
            return ClassMeaning(new_type_name(value))
        if kind == "TypeAliasType":
            return self._alias_statement(value)
        name = attribute_of(value, "_name") or attribute_of(value, "__name__")
        if isinstance(name, str) and module_of(type(value)) in ("typing", "typing_extensions"):
            return FormMeaning(name)
        if is_a(value, getattr(types, "UnionType", ())):
            return NodeMeaning(self.read(value, self.scope("builtins", {})))
        return None

    def _alias_object(self, value: object, origin: object) -> Meaning | None:
        """`typing.List` is named like a class; `X = List[int]` is an alias without a name of its own."""
        name = attribute_of(value, "_name")
        if (
            attribute_of(value, "__parameters__") == ()
            and not alias_arguments(value)
            and isinstance(name, str)
        ):
            return NodeMeaning(_NAMED.get(name) or ref(f"typing.{name}"))
        if type(value).__name__ in ("_SpecialGenericAlias", "_CallableType", "_TupleType") and isinstance(
            name, str
        ):
            if name in ("Callable", "Tuple"):
                return FormMeaning(name)
            if name == "Type":
                return FormMeaning("Type")
            return NodeMeaning(ref(f"typing.{name}"))
        return NodeMeaning(self.read(value, self.scope("builtins", {})))

    def _alias_statement(self, value: object) -> Meaning | None:
        name = f"{module_of(value)}.{attribute_of(value, '__name__')}"
        if name in self._aliases.table:
            return NodeMeaning(ref(name))
        self._aliases.table[name] = {"type": raw(name)}
        node: Node = raw(name)
        # The statement's right side is run by this; where it fails, the alias has no value.
        inner = attempt(lambda: [getattr(value, "__value__")], [])
        if not inner:
            return NodeMeaning(node)
        self._aliases.table[name] = {"type": self.read(inner[0], self.scope(module_of(value), {}))}  # pyright: ignore[reportUnknownArgumentType]
        return NodeMeaning(ref(name))

    def _variable(self, value: object, kind: str) -> VariableMeaning:
        name = str(attribute_of(value, "__name__"))
        known = self.variables.get(name)
        if known is not None:
            return known
        variable = VariableMeaning(name, kind)
        for variance in ("covariant", "contravariant"):
            if getattr(value, f"__{variance}__", False) is True:
                variable.variance = variance
        self.variables[name] = variable
        reader = self.scope(
            module_of(value), vars(sys.modules[module_of(value)]) if module_of(value) in sys.modules else {}
        )
        bound = computed(value, "__bound__")
        if bound is not None:
            variable.bound = self.read(bound, reader)
        constraints = computed(value, "__constraints__")
        if isinstance(constraints, tuple) and constraints:
            variable.constraints = [self.read(item, reader) for item in constraints]  # pyright: ignore[reportUnknownVariableType]
        return variable

    def _generic(self, annotation: object, origin: object, reader: AnnotationReader, depth: int) -> Node:
        arguments = alias_arguments(annotation)
        if attribute_of(annotation, "__metadata__") is not None and not isinstance(origin, str):
            return self.read(origin, reader, depth + 1)
        if any(origin is item for item in _UNION_TYPES):
            return union(self.read(item, reader, depth + 1) for item in arguments)
        name = attribute_of(origin, "_name") or attribute_of(origin, "__name__")
        if type(annotation).__name__ in ("ParamSpecArgs", "ParamSpecKwargs"):
            return self.read(origin, reader, depth + 1)
        if (
            module_of(type(origin)) in ("typing", "typing_extensions")
            or module_of(origin) == "typing_extensions"
        ):
            special = self._special(str(name), arguments, reader, depth)
            if special is not None:
                return special
        if origin is tuple:
            return self._tuple(arguments, reader, depth)
        if not isinstance(origin, type):
            return raw(text_of(annotation))
        target = self._world.names.of(origin)
        if target == "typing.Callable":
            return self._callable(arguments, reader, depth)
        if not arguments:
            return ref(target)
        return ref(target, [self.read(item, reader, depth + 1) for item in arguments])

    def _special(
        self, name: str, arguments: tuple[Any, ...], reader: AnnotationReader, depth: int
    ) -> Node | None:
        if name == "Literal":
            return self._literal(arguments)
        if name in _TRANSPARENT and arguments:
            return self.read(arguments[0], reader, depth + 1)
        if name in ("TypeGuard", "TypeIs"):
            return ref("bool")
        if name == "Unpack" and arguments:
            return {"kind": "unpack", "item": self.read(arguments[0], reader, depth + 1)}
        if name in ("Generic", "Protocol"):
            return ref(f"typing.{name}", [self.read(item, reader, depth + 1) for item in arguments])
        return None

    def _tuple(self, arguments: tuple[Any, ...], reader: AnnotationReader, depth: int) -> Node:
        if len(arguments) == 2 and arguments[1] is ...:
            return tuple_of([self.read(arguments[0], reader, depth + 1)], variadic=True)
        if arguments == ((),):
            return tuple_of([])
        return tuple_of(self.read(item, reader, depth + 1) for item in arguments)

    def _callable(self, arguments: tuple[Any, ...], reader: AnnotationReader, depth: int) -> Node:
        if not arguments:
            return {"kind": "callable", "returns": ANY}
        node: Node = {"kind": "callable", "returns": self.read(arguments[-1], reader, depth + 1)}
        first = arguments[:-1]
        if len(first) == 1 and first[0] is ...:
            return node
        if len(first) == 1 and type(first[0]).__name__ == "ParamSpec":
            node["paramSpec"] = self._variable(first[0], "paramspec").name
            return node
        if len(first) == 1 and type(first[0]).__name__ == "_ConcatenateGenericAlias":
            inner = alias_arguments(first[0])
            node["params"] = positional(self.read(item, reader, depth + 1) for item in inner[:-1])
            if type(inner[-1]).__name__ == "ParamSpec":
                node["paramSpec"] = self._variable(inner[-1], "paramspec").name
            return node
        node["params"] = positional(self.read(item, reader, depth + 1) for item in first)
        return node

    def _literal(self, arguments: tuple[Any, ...]) -> Node:
        parts: list[Node] = []
        for item in arguments:
            if item is None:
                parts.append(NONE)
                continue
            if isinstance(item, enum.Enum):
                owner = self._world.names.of(type(item))
                parts.append({"kind": "literal", "values": [{"enum": f"{owner}.{item.name}"}]})
                continue
            value = literal_value(item)
            known = value is not None
            parts.append({"kind": "literal", "values": [value[0]]} if known else raw(text_of(item)))
        return union(parts)

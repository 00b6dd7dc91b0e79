"""Members of a class, read from its dictionary: descriptors are looked at, never run."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from typing import Any, Callable

from .bases import DeclaredBases
from .callables import describe_callable, documentation, without_type_params
from .class_annotations import own_annotations
from .context import Context
from .declarations import Declaration
from .descriptors import (
    DATA_DESCRIPTORS,
    FUNCTIONS,
    getter_of,
    inherited_doc,
    is_property_like,
    wraps_function,
)
from .docstrings import read_docstring
from .found import Found
from .given_types import GivenTypes
from .handed_out import handed_out
from .init_attributes import set_by_init
from .meanings import StaticClass
from .member_types import MemberTypes
from .nodes import Node, literal_value, ref
from .objects import is_a

DescribeClass = Callable[..., Node]


class MemberReader:
    """Describes the members of one class."""

    def __init__(
        self, context: Context, cls: type, static: StaticClass | None, type_params: set[str], depth: int
    ) -> None:
        self._context = context
        self._cls = cls
        self._static = static
        self._bases = DeclaredBases(context, cls, type_params)
        self._given = GivenTypes(context, cls)
        self._type_params = type_params
        self._depth = depth
        self._types = MemberTypes(context, cls, static, self._bases)
        self._class_names: dict[type, dict[str, Any]] = {}

    def read(self, name: str, value: Any, owner: type, nested: DescribeClass) -> Node | None:
        """One member as a description holds it; an inherited one as its place among the shared members."""
        if owner is self._cls:
            return self._describe(name, value, owner, nested)
        declared = self._types.declared(name, owner)
        mapping = declared.mapping if declared is not None else {}
        key = (id(owner), name, id(declared.declaration) if declared is not None else 0, repr(mapping))
        if key not in self._context.inherited:
            node = self._describe(name, value, owner, nested)
            place: int | None = None
            if node is not None:
                node["inheritedFrom"] = self._context.names.of(owner)
                place = len(self._context.shared)
                self._context.shared.append(node)
            self._context.inherited[key] = place
        index = self._context.inherited[key]
        if index is not None and declared is None:
            index = self._given.in_place(index, owner)
        return {"shared": index} if index is not None else None

    def _describe(self, name: str, value: Any, owner: type, nested: DescribeClass) -> Node | None:
        if is_a(value, DATA_DESCRIPTORS) or is_property_like(value):
            return self._property(name, value, owner)
        if is_a(value, FUNCTIONS) or wraps_function(value):
            return self._method(name, value, owner)
        if is_a(value, type):
            return self._nested(name, value, owner, nested)
        if is_a(value, functools.singledispatchmethod):
            return self._method(name, value.func, owner)
        return self._attribute(name, value, owner)

    def _method(self, name: str, value: Any, owner: type) -> Node:
        flavour = "method"
        target = value
        if is_a(value, staticmethod) or name == "__new__":
            flavour = "staticmethod"
            target = getattr(value, "__func__", value)
        elif is_a(value, (classmethod, types.ClassMethodDescriptorType)):
            flavour = "classmethod"
            target = getattr(value, "__func__", value)
        elif is_a(value, types.BuiltinFunctionType):
            flavour = "staticmethod"
        elif is_a(value, functools.partialmethod):
            target = value.func
        declared = self._types.declared(name, owner)
        found: Found | None = None
        if declared is not None:
            if declared.declaration.kind == "function":
                names = {item for found in declared.declaration.decorators for item in found}
                if "staticmethod" in names:
                    flavour = "staticmethod"
                elif "classmethod" in names:
                    flavour = "classmethod"
            found = self._context.find.of_member(declared, flavour != "staticmethod")
        node = describe_callable(
            self._context,
            name,
            target,
            flavour,
            found,
            module=str(owner.__module__),
            drop_first=flavour != "staticmethod",
            local=self._locals(owner),
        )
        if "doc" not in node:
            doc = inherited_doc(self._cls, name)
            if doc:
                node["doc"] = doc
        node["signatures"] = [without_type_params(item, self._type_params) for item in node["signatures"]]
        return node

    def _locals(self, owner: type) -> dict[str, Any]:
        """Names of a class body that annotations of its methods may use."""
        if owner not in self._class_names:
            self._class_names[owner] = {
                name: item for name, item in vars(owner).items() if isinstance(item, type)
            }
        return self._class_names[owner]

    def _property(self, name: str, value: Any, owner: type) -> Node:
        node: Node = {"name": name, "kind": "property"}
        getter = getter_of(value)
        doc = documentation(value) or (documentation(getter) if getter is not None else None)
        if doc:
            node["doc"] = doc
        self._types.tell(node, name, owner, getter, doc)
        made = handed_out(value) if "type" not in node else None
        if made is not None:
            node["type"], node["source"] = ref(self._context.names.of(made)), "inferred"
        if is_a(value, property):
            if value.fset is not None:
                node["settable"] = True
            if value.fdel is not None:
                node["deletable"] = True
        elif is_a(value, (types.MemberDescriptorType, functools.cached_property)):
            node["settable"] = True
        place = self._context.locations.of(getter) if getter is not None else None
        if place is not None:
            node["location"] = place
        if doc and ".. deprecated::" in doc:
            deprecated = read_docstring(doc).deprecated
            if deprecated is not None:
                node["deprecated"] = {
                    "message": deprecated[1][:300],
                    **({"since": deprecated[0]} if deprecated[0] else {}),
                }
        return node

    def _nested(self, name: str, value: type, owner: type, nested: DescribeClass) -> Node:
        qualname = str(value.__qualname__)
        if qualname == f"{owner.__qualname__}.{name}" and self._depth < 3:
            return nested(self._context, name, value, self._context.names.of(owner), self._depth + 1)
        target = ref(self._context.names.of(value))
        return {
            "name": name,
            "kind": "value",
            "type": ref("type", [target]),
            "source": "inferred",
            "class": "type",
        }

    def _attribute(self, name: str, value: Any, owner: type) -> Node:
        """A class variable, or an object that stands in a class for something else."""
        node: Node = {"name": name, "kind": "property", "static": True, "settable": True}
        declared = self._types.declared(name, owner)
        if declared is not None and declared.declaration.kind == "function":
            if any("property" in item for found in declared.declaration.decorators for item in found):
                del node["static"], node["settable"]
            else:
                return self._method(name, value, owner)
        if declared is not None and self._types.tell_declared(node, declared):
            return node
        annotated = self._types.annotation(name)
        if annotated is not None:
            node["type"], node["source"] = annotated, "inline"
            return node
        self._types.tell_documented(node, name, None)
        if "type" not in node and literal_value(value) is not None and value is not None:
            node["type"], node["source"] = ref(self._context.names.of(type(value))), "default"
        return node

    def declared_only(self, seen: set[str], is_public: Callable[[str], bool]) -> Iterator[Node]:
        """Attributes of instances: annotated in a class body, declared in the stub, listed in the docstring,
        or set."""
        for base in self._cls.__mro__:
            for name in own_annotations(base):
                if name not in seen and is_public(name) and not name.startswith("__"):
                    seen.add(name)
                    yield self._instance_attribute(name, base)
        for owner, static in self._declared_owners():
            for name, declaration in static.body.names.items():
                if name in seen or not is_public(name) or not _is_attribute(declaration):
                    continue
                seen.add(name)
                yield self._instance_attribute(name, owner)
        for name in self._types.documented():
            if name not in seen and is_public(name) and name.isidentifier():
                seen.add(name)
                yield self._instance_attribute(name, self._cls)
        for base in self._cls.__mro__:
            for name in set_by_init(base):
                if name not in seen and is_public(name):
                    seen.add(name)
                    yield self._instance_attribute(name, base)

    def _declared_owners(self) -> Iterator[tuple[type, StaticClass]]:
        """The declarations that tell of attributes: the class's, or else those of its declared bases."""
        if self._static is not None:
            for static, _ in self._context.static.mro(self._static):
                yield self._cls, static
            return
        for base in self._cls.__mro__[1:-1]:
            static_base = self._bases.of(base) if base.__module__ != "typing" else None
            if static_base is not None:
                yield base, static_base

    def _instance_attribute(self, name: str, owner: type) -> Node:
        node: Node = {"name": name, "kind": "property", "settable": True}
        self._types.tell(node, name, owner, None, None)
        if owner is not self._cls:
            node["inheritedFrom"] = self._context.names.of(owner)
        return node


def _is_attribute(declaration: Declaration) -> bool:
    """A variable or a property: what instances may have without the class showing it."""
    if declaration.definitions:
        return any("property" in item for item in declaration.decorators[0])
    return declaration.is_annotated and not declaration.alias

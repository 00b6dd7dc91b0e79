"""Finds what stubs declare about a running callable or value."""

from __future__ import annotations

import ast
import types
from typing import Any, NamedTuple

from .annotations import AnnotationReader
from .meanings import (
    AliasMeaning,
    ClassMeaning,
    Meaning,
    ModuleMeaning,
    ObjectMeaning,
    StaticClass,
    StaticModule,
)
from .nodes import Node
from .objects import attribute, is_a
from .scopes import StaticScope
from .static_types import Member, StaticTypes
from .world import World


class Found(NamedTuple):
    """Declared signatures of a callable, and where they stand."""

    signatures: list[Node]
    location: Node | None
    is_async: bool = False


class Finder:
    """Follows names, assignments and instances through the declarations."""

    def __init__(self, world: World, static: StaticTypes) -> None:
        self._world = world
        self._static = static

    def callable(self, module: str, name: str, value: Any) -> Found | None:
        """The declaration of a module's callable: by its name there, else by where the object says it is
        from."""
        meaning = self._world.find(module, name)
        found = self.declared(meaning) if meaning is not None else None
        if found is not None and found.signatures:
            return found
        owner = attribute(value, "__self__")
        own_name = attribute(value, "__name__") or name
        if owner is not None and not is_a(owner, (types.ModuleType, type)):
            cls = self.running_class(type(owner))
            if cls is not None:
                return self.member(cls, str(own_name), bound=True)
        origin = attribute(value, "__module__")
        qualname = attribute(value, "__qualname__")
        if isinstance(origin, str) and isinstance(qualname, str) and (origin, qualname) != (module, name):
            found = self._by_origin(origin, qualname)
            home = self._world.extension_of(value) if found is None else None
            return self._by_origin(home, qualname) if home is not None else found
        return None

    def _by_origin(self, origin: str, qualname: str) -> Found | None:
        owner, _, name = qualname.rpartition(".")
        if not owner:
            meaning = self._world.find(origin, name)
            return self.declared(meaning) if meaning is not None else None
        if "<locals>" in owner:
            return None
        cls = self._world.find_class(origin, owner)
        return self.member(cls, name, bound=True) if cls is not None else None

    def declared(self, meaning: Meaning, depth: int = 0) -> Found | None:
        """The signatures of what a declaration stands for."""
        if depth > 8:
            return None
        if isinstance(meaning, ObjectMeaning):
            declaration = meaning.declaration
            if declaration.kind == "function":
                return self._functions(meaning, bound=False)
            node = self._static.variable_type(declaration, meaning.module, meaning.owner)
            if node is None:
                return None
            # Classes that stubs alone tell apart are one class at run time, by whose name the type goes.
            cls = self._class_of_variable(meaning) if node["kind"] == "ref" else None
            return self._instance(node, location(meaning.module, meaning), cls)
        if isinstance(meaning, AliasMeaning) and meaning.declaration.value is not None:
            return self._assigned(meaning.declaration.value, meaning.module, depth)
        return None

    def _assigned(self, value: ast.expr, module: StaticModule, depth: int) -> Found | None:
        """`randint = _inst.randint`, `f = g`."""
        reader = AnnotationReader(StaticScope(self._world, module), self._static.aliases)
        if isinstance(value, ast.Attribute):
            base = reader.meaning(value.value)
            if isinstance(base, ObjectMeaning):
                cls = self._class_of_variable(base)
                return self.member(cls, value.attr, bound=True) if cls is not None else None
            if isinstance(base, ClassMeaning) and base.static is not None:
                return self.member(base.static, value.attr, bound=False)
            if isinstance(base, ModuleMeaning):
                target = self._world.find(base.name, value.attr)
                return self.declared(target, depth + 1) if target is not None else None
        elif isinstance(value, ast.Name):
            target = self._world.find(module.name, value.id)
            return self.declared(target, depth + 1) if target is not None else None
        return None

    def _class_of_variable(self, meaning: ObjectMeaning) -> StaticClass | None:
        declaration = meaning.declaration
        expression: ast.expr | None = declaration.annotation
        if expression is None and isinstance(declaration.value, ast.Call):
            expression = declaration.value.func
        if expression is None:
            return None
        reader = AnnotationReader(StaticScope(self._world, meaning.module), self._static.aliases)
        if isinstance(expression, ast.Subscript):
            expression = expression.value
        found = reader.meaning(expression)
        return found.static if isinstance(found, ClassMeaning) else None

    def _instance(self, node: Node, place: Node | None, declared: StaticClass | None = None) -> Found | None:
        """The signatures of an object of this type, or of the class that declares it more exactly."""
        if node["kind"] == "callable":
            return Found([signature_of(node)], place)
        if node["kind"] != "ref":
            return None
        cls = declared or self.class_by_name(node["name"])
        if cls is None:
            return None
        member = self._static.member(cls, "__call__")
        if member is None:
            return None
        mapping = self._static.mapping(cls, node.get("args", []))
        combined = {**mapping, **member.mapping}
        found = self._functions(Member(member.declaration, member.owner, combined), bound=True)
        return Found(found.signatures, place, found.is_async)

    def member(self, cls: StaticClass, name: str, bound: bool) -> Found | None:
        """The signatures of a declared method. Static methods have no first parameter to leave out."""
        member = self._static.member(cls, name)
        return self.of_member(member, bound) if member is not None else None

    def of_member(self, member: Member, bound: bool) -> Found | None:
        """The signatures of a declared member that can be called."""
        if member.declaration.kind != "function":
            return self.of_attribute(member, bound)
        return self._functions(member, bound)

    def of_attribute(self, member: Member, bound: bool) -> Found | None:
        """A method that a class body assigns (`__add__ = add`) or annotates as callable."""
        declaration, module = member.declaration, member.owner.module
        if declaration.annotation is not None:
            node = self._static.variable_type(declaration, module, member.owner)
            return self._instance(node, location(module, member)) if node is not None else None
        if isinstance(declaration.value, ast.Name):
            other = member.owner.body.names.get(declaration.value.id)
            if other is not None and other.kind == "function":
                return self._functions(Member(other, member.owner, member.mapping), bound)
        if isinstance(declaration.value, ast.Attribute):
            return self._assigned(declaration.value, module, 0)
        if declaration.kind == "import":
            meaning = self._world.meaning(module, declaration)
            return self.declared(meaning) if meaning is not None else None
        return None

    def _functions(self, target: Member | ObjectMeaning, bound: bool) -> Found:
        functions = target.declaration.functions
        drop = bound and not any("staticmethod" in names for names in target.declaration.decorators)
        module = target.owner.module if isinstance(target, Member) else target.module
        return Found(
            self._static.signatures(target, drop),
            location(module, target),
            any(isinstance(node, ast.AsyncFunctionDef) for node in functions),
        )

    def running_class(self, cls: type) -> StaticClass | None:
        """The declared class of a running one: where it says it is defined, or under its public name."""
        return self._world.class_of(cls) or self.class_by_name(self._world.names.of(cls))

    def class_by_name(self, name: str) -> StaticClass | None:
        """A declared class by its qualified name; builtins are bare."""
        parts = name.split(".") if "." in name else ["builtins", name]
        for length in range(len(parts) - 1, 0, -1):
            found = self._world.find_class(".".join(parts[:length]), ".".join(parts[length:]))
            if found is not None:
                return found
        return None


def signature_of(node: Node) -> Node:
    """A callable type as a signature."""
    params = node.get("params")
    if params is None:
        params = [{"name": "args", "kind": "var-positional"}, {"name": "kwargs", "kind": "var-keyword"}]
    return {
        "params": [{**item, "source": "stub"} if "type" in item else item for item in params],
        "returns": node["returns"],
        "returnsSource": "stub",
    }


def location(module: StaticModule, target: Member | ObjectMeaning) -> Node:
    declaration = target.declaration
    return {"file": module.source.path, "line": declaration.first_line}

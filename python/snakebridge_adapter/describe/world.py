"""All static declarations that a description can reach: modules parsed on demand, names followed through imports."""

from __future__ import annotations

import ast
import re
import sys
from typing import Optional

from . import grammar
from .declarations import Body, BodyReader, Declaration
from .meanings import (
    AliasMeaning,
    ClassMeaning,
    FormMeaning,
    Meaning,
    ModuleMeaning,
    NodeMeaning,
    ObjectMeaning,
    StaticClass,
    StaticModule,
    VariableMeaning,
)
from .names import ClassNames
from .nodes import canonical, ref
from .sources import Source, SourceFinder

# What `typing` declares as special forms or handles specially; their meaning is in the annotation reader.
FORMS = frozenset(
    "Any Union Optional Literal Callable Tuple Annotated ClassVar Final Required NotRequired ReadOnly Self Never "
    "NoReturn LiteralString TypeGuard TypeIs Concatenate Unpack Type Generic Protocol TypeAlias AnyStr".split()
)
_ALIASED = frozenset("List Dict Set FrozenSet DefaultDict Deque OrderedDict Counter ChainMap Pattern Match Text".split())
_FACTORIES = {"TypeVar": "typevar", "ParamSpec": "paramspec", "TypeVarTuple": "typevartuple"}
_CLASS_FACTORIES = frozenset(("NewType", "NamedTuple", "TypedDict", "namedtuple", "Enum", "IntEnum"))


class World:
    """Parsed modules by name. One lives as long as a describing worker does."""

    def __init__(self, finder: SourceFinder) -> None:
        self.finder = finder
        self.names = ClassNames()
        self.unreadable: dict[str, str] = {}
        self._modules: dict[str, Optional[StaticModule]] = {}
        self._classes: dict[int, StaticClass] = {}

    def module(self, name: str) -> Optional[StaticModule]:
        """The declarations of a module, or None where it has no source that can be read."""
        if name not in self._modules:
            self._modules[name] = None
            source = self.finder.find(name)
            if source is not None:
                self._modules[name] = self._load(name, source)
        return self._modules[name]

    def forget_missing(self) -> None:
        """Looks again for sources that were not found: an import since then may have brought them."""
        self._modules = {name: module for name, module in self._modules.items() if module is not None}

    def _load(self, name: str, source: Source) -> Optional[StaticModule]:
        try:
            with open(source.path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError as error:
            self.unreadable[source.path] = str(error)
            return None
        if source.kind == "plain":
            return StaticModule(name, source, _type_checking_blocks(name, source, text), {}, "")
        parsed = grammar.parse(text, source.path)
        if parsed is None:
            self.unreadable[source.path] = "its grammar is newer than this interpreter's"
            return None
        body = BodyReader(name, source.package, parsed.type_params).read(parsed.tree.body)
        for declaration in body.names.values():
            if declaration.alias and not declaration.type_params:
                declaration.type_params = parsed.type_params.get((declaration.line, declaration.name), "")
        return StaticModule(name, source, body, parsed.type_params, text)

    def find(self, module: str, name: str, depth: int = 0) -> Optional[Meaning]:
        """What a module's name means, following imports; None where the module does not say."""
        if depth > 20:
            return None
        static = self.module(module)
        if static is not None:
            declaration = static.body.names.get(name)
            if declaration is not None:
                return self.meaning(static, declaration, depth)
            for star in static.body.stars:
                if not name.startswith("_") or name in (self._exports(star) or ()):
                    found = self.find(star, name, depth + 1)
                    if found is not None:
                        return found
        if self.finder.find(f"{module}.{name}") is not None or f"{module}.{name}" in sys.modules:
            return ModuleMeaning(f"{module}.{name}")
        return None

    def _exports(self, module: str) -> Optional[list[str]]:
        static = self.module(module)
        return static.body.exports if static is not None else None

    def meaning(self, module: StaticModule, declaration: Declaration, depth: int = 0) -> Optional[Meaning]:
        """What a declaration of a module means as a type."""
        if declaration.kind == "class" and declaration.node is not None:
            return self._class_meaning(module, declaration)
        if declaration.kind == "module-import":
            return ModuleMeaning(declaration.module)
        if declaration.kind == "import":
            return self._imported(declaration, depth)
        if module.name in ("typing", "typing_extensions"):
            if declaration.name in FORMS and declaration.name != "AnyStr":
                return FormMeaning(declaration.name)
            if declaration.name in _ALIASED:
                return NodeMeaning(ref(f"typing.{declaration.name}"))
        if declaration.kind == "variable":
            return self._variable(module, declaration)
        return ObjectMeaning(module, declaration)

    def _class_meaning(self, module: StaticModule, declaration: Declaration) -> Meaning:
        if module.name in ("typing", "typing_extensions") and declaration.name in FORMS:
            return FormMeaning(declaration.name)
        static = self.static_class(module, declaration)
        return ClassMeaning(self.names.of_stub(module.name, declaration.name), static)

    def _imported(self, declaration: Declaration, depth: int) -> Optional[Meaning]:
        found = self.find(declaration.module, declaration.attribute, depth + 1)
        if found is not None:
            return found
        loaded = sys.modules.get(declaration.module)
        if loaded is not None and declaration.attribute in vars(loaded):
            value = vars(loaded)[declaration.attribute]
            if isinstance(value, type):
                return ClassMeaning(self.names.of(value), None, value)
            return None
        if declaration.module in ("typing", "typing_extensions", "_typeshed") and declaration.attribute in FORMS:
            return FormMeaning(declaration.attribute)
        # Nothing is known but the name under which the library itself imports it for its annotations.
        return ClassMeaning(canonical(f"{declaration.module}.{declaration.attribute}"))

    def _variable(self, module: StaticModule, declaration: Declaration) -> Optional[Meaning]:
        value = declaration.value
        name = f"{module.name}.{declaration.name}"
        if isinstance(value, ast.Call):
            function = value.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called in _FACTORIES:
                return VariableMeaning(declaration.name, _FACTORIES[called], module, value)
            if called in _CLASS_FACTORIES:
                return ClassMeaning(canonical(name))
        if declaration.alias or (declaration.annotation is None and value is not None and _may_be_type(value)):
            return AliasMeaning(name, module, declaration)
        return ObjectMeaning(module, declaration)

    def static_class(
        self, module: StaticModule, declaration: Declaration, outer: Optional[StaticClass] = None
    ) -> Optional[StaticClass]:
        """The class that a declaration holds, with its body read."""
        node = declaration.node
        if node is None:
            return None
        known = self._classes.get(id(node))
        if known is None:
            qualname = f"{outer.qualname}.{node.name}" if outer is not None else node.name
            reader = BodyReader(module.name, module.source.package, module.type_params)
            known = StaticClass(module, qualname, node, reader.read(node.body), declaration.type_params, outer)
            self._classes[id(node)] = known
        return known

    def find_class(self, module: str, qualname: str) -> Optional[StaticClass]:
        """A class by the name of its module and its own qualified name, nested ones included."""
        first, *rest = qualname.split(".")
        found = self.find(module, first)
        static = found.static if isinstance(found, ClassMeaning) else None
        for name in rest:
            if static is None:
                return None
            declaration = static.body.names.get(name)
            static = self.static_class(static.module, declaration, static) if declaration is not None else None
        return static


def _may_be_type(value: ast.expr) -> bool:
    if isinstance(value, ast.Subscript):
        return _may_be_type(value.value)
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.BitOr)
    return isinstance(value, (ast.Name, ast.Attribute))


_BLOCK = re.compile(r"^if (?:\w+\.)?TYPE_CHECKING\s*:.*\n(?:(?:[ \t].*)?(?:#.*)?\n)*", re.MULTILINE)


def _type_checking_blocks(name: str, source: Source, text: str) -> Body:
    """Names that a plain source declares for type checkers only. The rest is known from the running module."""
    body = Body()
    if "TYPE_CHECKING" not in text:
        return body
    for match in _BLOCK.finditer(text if text.endswith("\n") else text + "\n"):
        try:
            tree = ast.parse(match.group(0))
        except (SyntaxError, ValueError):
            continue
        part = BodyReader(name, source.package, {}).read(tree.body)
        body.names.update(part.names)
        body.stars += part.stars
    return body

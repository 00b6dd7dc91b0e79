"""All static declarations that a description can reach: modules parsed on demand, names followed through
imports."""

from __future__ import annotations

import ast
import sys

from .body_reader import BodyReader
from .declarations import Body, Declaration
from .forms import ALIASED, FORMS, TYPING, may_be_type
from .loaded import extension_contents
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
from .objects import attribute, is_a
from .outline import class_body
from .plain_source import read_source, type_checking_blocks, whole_source
from .sources import Source, SourceFinder
from .statements import Block

_FACTORIES = {"TypeVar": "typevar", "ParamSpec": "paramspec", "TypeVarTuple": "typevartuple"}
_CLASS_FACTORIES = frozenset(("NewType", "NamedTuple", "TypedDict", "namedtuple", "Enum", "IntEnum"))


class World:
    """Parsed modules by name. One lives as long as a describing worker does."""

    def __init__(self, finder: SourceFinder) -> None:
        self.finder = finder
        self.names = ClassNames()
        self.unreadable: dict[str, str] = {}
        self._modules: dict[str, StaticModule | None] = {}
        self._classes: dict[int, StaticClass] = {}
        self._extensions: dict[str, dict[int, str]] = {}
        self._meanings: dict[tuple[str, str, bool], Meaning | None] = {}
        self._whole: dict[str, Body] = {}

    def module(self, name: str) -> StaticModule | None:
        """The declarations of a module, or None where it has no source that can be read."""
        if name not in self._modules:
            self._modules[name] = None
            source = self.finder.find(name)
            if source is not None:
                self._modules[name] = self._load(name, source)
        return self._modules[name]

    def sources_read(self) -> list[tuple[str, str]]:
        """Modules whose source was read, with its file; those of the bundled stubs, which never change, left
        out."""
        return [
            (name, module.source.path)
            for name, module in self._modules.items()
            if module is not None and not self.finder.is_bundled(module.source.path)
        ]

    def forget_missing(self) -> None:
        """Looks again for sources that were not found: an import since then may have brought them."""
        self._modules = {name: module for name, module in self._modules.items() if module is not None}
        self._meanings.clear()
        self._extensions.clear()
        self.finder.forget()

    def _load(self, name: str, source: Source) -> StaticModule | None:
        try:
            text = source.read()
        except OSError as error:
            self.unreadable[source.path] = str(error)
            return None
        if source.kind == "plain":
            return StaticModule(name, source, type_checking_blocks(name, source, text), {})
        read = read_source(name, source, text)
        if read is None:
            self.unreadable[source.path] = "its grammar is newer than this interpreter's"
            return None
        return StaticModule(name, source, *read)

    def find(self, module: str, name: str, depth: int = 0, deep: bool = False) -> Meaning | None:
        """
        What a module's name means, following imports; None where the module does not say.

        ``deep`` also looks into the whole of sources without type information, which an annotation may name.
        """
        if depth > 20:
            return None
        key = (module, name, deep)
        if key not in self._meanings:
            found = self._find(module, name, depth, deep)
            if depth > 0 and found is None:
                # A circle of star imports was cut here: from elsewhere the answer may be another.
                return None
            self._meanings[key] = found
        return self._meanings[key]

    def _find(self, module: str, name: str, depth: int, deep: bool) -> Meaning | None:
        static = self.module(module)
        if static is not None:
            declaration = static.body.names.get(name)
            # `from . import part` in a package names the submodule, not the package's own name again.
            own = declaration is not None and (declaration.module, declaration.attribute) == (module, name)
            if declaration is not None and not own:
                return self.meaning(static, declaration, depth)
            for star in static.body.stars:
                if not name.startswith("_") or name in (self._exports(star) or ()):
                    found = self.find(star, name, depth + 1, deep)
                    if found is not None:
                        return found
        if deep and static is not None and static.source.kind == "plain":
            found = self._in_plain(static, name, depth)
            if found is not None:
                return found
        if self.finder.find(f"{module}.{name}") is not None or f"{module}.{name}" in sys.modules:
            return ModuleMeaning(f"{module}.{name}")
        return None

    def _in_plain(self, module: StaticModule, name: str, depth: int) -> Meaning | None:
        """A class or alias of a source without type information, which an annotation elsewhere names."""
        loaded = sys.modules.get(module.name)
        value = vars(loaded).get(name) if loaded is not None else None
        if is_a(value, type) and isinstance(value, type):
            return ClassMeaning(self.names.of(value), None, value)
        if module.name not in self._whole:
            self._whole[module.name] = whole_source(module.name, module.source)
        whole = self._whole[module.name]
        declaration = whole.names.get(name)
        if declaration is not None and declaration.kind != "function":
            return self.meaning(module, declaration, depth)
        for star in whole.stars:
            found = self.find(star, name, depth + 1, True)
            if found is not None:
                return found
        return None

    def _exports(self, module: str) -> list[str] | None:
        static = self.module(module)
        return static.body.exports if static is not None else None

    def meaning(self, module: StaticModule, declaration: Declaration, depth: int = 0) -> Meaning | None:
        """What a declaration of a module means as a type."""
        if declaration.kind == "class":
            return self._class_meaning(module, declaration)
        if declaration.kind == "module-import":
            return ModuleMeaning(declaration.module)
        if declaration.kind == "import":
            running = self._running_class(module, declaration)
            return running if running is not None else self._imported(declaration, depth)
        if module.name in TYPING:
            if declaration.name in FORMS and declaration.name != "AnyStr":
                return FormMeaning(declaration.name)
            if declaration.name in ALIASED:
                return NodeMeaning(ref(f"typing.{declaration.name}"))
        if declaration.kind == "variable":
            return self._variable(module, declaration)
        return ObjectMeaning(module, declaration)

    def _class_meaning(self, module: StaticModule, declaration: Declaration) -> Meaning:
        if module.name in TYPING and declaration.name in FORMS:
            return FormMeaning(declaration.name)
        static = self.static_class(module, declaration)
        return ClassMeaning(self.names.of_stub(module.name, declaration.name), static)

    def _running_class(self, module: StaticModule, declaration: Declaration) -> ClassMeaning | None:
        """A class that a typed source imports and that is loaded: no need to parse the source that defines
        it."""
        if module.source.kind != "inline":
            return None
        loaded = sys.modules.get(declaration.module)
        value = vars(loaded).get(declaration.attribute) if loaded is not None else None
        if not issubclass(type(value), type) or not isinstance(value, type) or declaration.module in TYPING:
            return None
        # Followed by imports: the class may say that it is from elsewhere.
        return ClassMeaning(
            self.names.of(value), None, value, lambda _: self._class_of(self._imported(declaration, 0))
        )

    def class_of(self, cls: type) -> StaticClass | None:
        """The declaration of a running class: where it says it is defined, or under its public name."""
        found = self.find_class(str(cls.__module__), str(cls.__qualname__))
        if found is None:
            module, _, name = self.names.of(cls).rpartition(".")
            found = self.find_class(module or "builtins", name)
        if found is None and cls.__module__ == "builtins":
            # Types of builtin objects that have no name among the builtins: `NoneType`.
            found = self.find_class("types", str(cls.__qualname__))
        if found is None:
            home = self.extension_of(cls)
            found = self.find_class(home, cls.__name__) if home is not None else None
        return found

    def extension_of(self, value: object) -> str | None:
        """The extension module that holds a class or function which says that it is from elsewhere."""
        package = str(attribute(value, "__module__")).partition(".")[0]
        if package not in self._extensions:
            self._extensions[package] = extension_contents(package)
        return self._extensions[package].get(id(value))

    def _imported(self, declaration: Declaration, depth: int) -> Meaning | None:
        found = self.find(declaration.module, declaration.attribute, depth + 1, True)
        if found is not None:
            return found
        loaded = sys.modules.get(declaration.module)
        if loaded is not None and declaration.attribute in vars(loaded):
            value = vars(loaded)[declaration.attribute]
            if isinstance(value, type):
                return ClassMeaning(self.names.of(value), None, value)
            return None
        if declaration.module in (*TYPING, "_typeshed") and declaration.attribute in FORMS:
            return FormMeaning(declaration.attribute)
        # Nothing is known but the name under which the library itself imports it for its annotations.
        return ClassMeaning(canonical(f"{declaration.module}.{declaration.attribute}"))

    def _variable(self, module: StaticModule, declaration: Declaration) -> Meaning | None:
        value = declaration.value
        name = f"{module.name}.{declaration.name}"
        if isinstance(value, ast.Call):
            function = value.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called in _FACTORIES:
                return VariableMeaning(declaration.name, _FACTORIES[called], module, value)
            if called in _CLASS_FACTORIES:
                return ClassMeaning(canonical(name))
        if declaration.alias or (declaration.annotation is None and value is not None and may_be_type(value)):
            return AliasMeaning(name, module, declaration)
        return ObjectMeaning(module, declaration)

    def static_class(
        self, module: StaticModule, declaration: Declaration, outer: StaticClass | None = None
    ) -> StaticClass | None:
        """The class that a declaration holds."""
        definition = declaration.definition
        if definition is None:
            return None
        known = self._classes.get(id(declaration))
        if known is None:
            qualname = f"{outer.qualname}.{declaration.name}" if outer is not None else declaration.name

            def body() -> Body:
                reader = BodyReader(module.name, module.source.package, module.type_params)
                inner = class_body(definition) if isinstance(definition, Block) else definition.body
                return reader.read(inner)

            known = StaticClass(module, qualname, declaration, body, outer)
            self._classes[id(declaration)] = known
        return known

    def find_class(self, module: str, qualname: str) -> StaticClass | None:
        """A class by the name of its module and its own qualified name, nested ones included."""
        first, *rest = qualname.split(".")
        static = self._class_of(self.find(module, first))
        for name in rest:
            if static is None:
                return None
            declaration = static.body.names.get(name)
            static = (
                self.static_class(static.module, declaration, static) if declaration is not None else None
            )
        return static

    def _class_of(self, meaning: Meaning | None, depth: int = 0) -> StaticClass | None:
        """The class that a meaning is, or that an alias (`int8 = signedinteger[_8Bit]`) stands for."""
        if isinstance(meaning, ClassMeaning):
            return meaning.static
        if not isinstance(meaning, AliasMeaning) or depth > 5:
            return None
        value = meaning.declaration.value
        if isinstance(value, (ast.Name, ast.Attribute)):
            return self._class_of(self._dotted(meaning.module.name, value), depth + 1)
        if (
            not isinstance(value, ast.Subscript)
            or self._class_of(self._dotted(meaning.module.name, value.value)) is None
        ):
            return None
        known = self._classes.get(id(meaning.declaration))
        if known is None:
            # Arguments are bound as a class derived from the generic one binds them.
            name, line = meaning.declaration.name, meaning.declaration.line
            node = ast.parse(f"class {name}: ...").body[0]
            assert isinstance(node, ast.ClassDef)
            node.bases, node.lineno = [value], line
            derived = Declaration("class", name, line)
            derived.definition = node
            known = StaticClass(meaning.module, name, derived, Body)
            self._classes[id(meaning.declaration)] = known
        return known

    def _dotted(self, module: str, expression: ast.expr) -> Meaning | None:
        if isinstance(expression, ast.Name):
            return self.find(module, expression.id) or self.find("builtins", expression.id)
        if isinstance(expression, ast.Attribute):
            base = self._dotted(module, expression.value)
            return self.find(base.name, expression.attr) if isinstance(base, ModuleMeaning) else None
        return None

"""The type of a property or attribute: declared in a stub, written in the source, or told by a docstring."""

from __future__ import annotations

from typing import Any

from .bases import DeclaredBases
from .callables import documentation
from .context import Context
from .declarations import decorator_names
from .docstring_types import type_from_prose
from .docstrings import read_docstring
from .flavours import annotation_type
from .meanings import StaticClass
from .nodes import Node, substitute
from .static_types import Member


class MemberTypes:
    """Finds out of what type the members of one class are, by the best of its sources."""

    def __init__(self, context: Context, cls: type, static: StaticClass | None, bases: DeclaredBases) -> None:
        self._context = context
        self._cls = cls
        self._static = static
        self._bases = bases
        self._attributes: dict[str, Any] | None = None

    def declared(self, name: str, owner: type) -> Member | None:
        """What a declaration of the class says of a member; of an inherited one, else that of its owner."""
        found = self._context.static.member(self._static, name) if self._static is not None else None
        if found is None and owner is not self._cls:
            return self._bases.member(owner, name)
        return found

    def tell(self, node: Node, name: str, owner: type, getter: Any, doc: str | None) -> None:
        """Writes into a property's node its type and where that comes from, if anything tells it."""
        declared = self.declared(name, owner)
        if declared is not None and self.tell_declared(node, declared):
            return
        signature = self._context.signatures.signature(getter, True) if getter is not None else None
        if signature is not None and "returns" in signature:
            node["type"], node["source"] = signature["returns"], signature["returnsSource"]
            return
        annotated = self.annotation(name)
        if annotated is not None:
            node["type"], node["source"] = annotated, "inline"
            return
        self.tell_documented(node, name, doc)

    def tell_documented(self, node: Node, name: str, doc: str | None) -> None:
        """Writes into a node the type that the class's docstring, or else the member's own, tells."""
        reader = self._context.prose_reader(str(self._cls.__module__))
        item = self.documented().get(name)
        text = item.type if item is not None else ""
        if not text and doc:
            returns = read_docstring(doc).returns
            text = returns[0][1].type if len(returns) == 1 else ""
        found = type_from_prose(text, reader.text) if text else None
        if found is not None:
            node["type"], node["source"] = found, "docstring"
        if "doc" not in node and item is not None and item.doc:
            node["doc"] = item.doc

    def documented(self) -> dict[str, Any]:
        """Attributes that the class's docstring lists."""
        if self._attributes is None:
            doc = documentation(self._cls)
            self._attributes = dict(read_docstring(doc).attributes) if doc else {}
        return self._attributes

    def tell_declared(self, node: Node, declared: Member) -> bool:
        """Writes into a node the type that the stub declares for a member; true if there is one."""
        declaration, module = declared.declaration, declared.owner.module
        found: Node | None = None
        if declaration.kind == "function":
            signatures = self._context.static.signatures(declared, True)
            found = signatures[0].get("returns") if signatures else None
            setters = [item for item in declaration.functions if "setter" in decorator_names(item)]
            if setters:
                node["settable"] = True
                first = Member(declaration.only(declaration.functions[0]), declared.owner, declared.mapping)
                getters = self._context.static.signatures(first, True)
                found = getters[0].get("returns") if getters else found
        elif declaration.annotation is not None:
            found = self._context.static.variable_type(declaration, module, declared.owner)
            found = substitute(found, declared.mapping) if found is not None else None
        if found is None:
            return False
        node["type"], node["source"] = found, module.fact
        node["stub"] = {"file": module.source.path, "line": declaration.first_line}
        return True

    def annotation(self, name: str) -> Node | None:
        """The type that a class body gives to one of its names."""
        return annotation_type(self._context, self._cls, name)

"""Names of `typing` that stand for no class, and expressions that may stand for a type."""

from __future__ import annotations

import ast

TYPING = frozenset(("typing", "typing_extensions"))
# What `typing` declares as special forms or handles specially; their meaning is in the annotation reader.
FORMS = frozenset(
    [
        "Any",
        "Union",
        "Optional",
        "Literal",
        "Callable",
        "Tuple",
        "Annotated",
        "ClassVar",
        "Final",
        "Required",
        "NotRequired",
        "ReadOnly",
        "Self",
        "Never",
        "NoReturn",
        "LiteralString",
        "TypeGuard",
        "TypeIs",
        "Concatenate",
        "Unpack",
        "Type",
        "Generic",
        "Protocol",
        "TypeAlias",
        "AnyStr",
    ]
)
# Names of classes that `typing` declares anew.
ALIASED = frozenset(
    [
        "List",
        "Dict",
        "Set",
        "FrozenSet",
        "DefaultDict",
        "Deque",
        "OrderedDict",
        "Counter",
        "ChainMap",
        "Pattern",
        "Match",
        "Text",
    ]
)


def may_be_type(value: ast.expr) -> bool:
    """Whether what a variable is assigned looks like a type, so that the variable may be an alias."""
    if isinstance(value, ast.Subscript):
        return may_be_type(value.value)
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.BitOr)
    return isinstance(value, (ast.Name, ast.Attribute))

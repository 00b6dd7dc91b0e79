"""Type trees: the JSON that stands for a Python type in a description.

The shapes are those of ``TypeNode`` in ``bridge/src/description/model.ts``. Nodes are plain dictionaries and
are never changed after they were built, so that equal parts can be shared.
"""

from __future__ import annotations

import base64
import enum
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Node = dict[str, Any]

ANY: Node = {"kind": "any"}
NONE: Node = {"kind": "none"}
SELF: Node = {"kind": "self"}

# Large integers are written as text: JSON numbers are doubles on the other side.
_SAFE_INTEGER = 2**53 - 1

# Names of `collections.abc` and old generic names of `typing`, mapped to the one name that a description
# uses.
_ABC = [
    "Awaitable",
    "Coroutine",
    "AsyncIterable",
    "AsyncIterator",
    "AsyncGenerator",
    "Hashable",
    "Iterable",
    "Iterator",
    "Generator",
    "Reversible",
    "Sized",
    "Container",
    "Callable",
    "Collection",
    "MutableSet",
    "Mapping",
    "MutableMapping",
    "Sequence",
    "MutableSequence",
    "KeysView",
    "ItemsView",
    "ValuesView",
    "MappingView",
    "ByteString",
]
_CANONICAL = {f"collections.abc.{name}": f"typing.{name}" for name in _ABC}
_CANONICAL.update(
    {
        "collections.abc.Set": "typing.AbstractSet",
        "_collections_abc.Set": "typing.AbstractSet",
        "_collections_abc.dict_keys": "_collections_abc.dict_keys",
        "typing.List": "list",
        "typing.Dict": "dict",
        "typing.Set": "set",
        "typing.FrozenSet": "frozenset",
        "typing.Tuple": "tuple",
        "typing.Type": "type",
        "typing.Text": "str",
        "typing.DefaultDict": "collections.defaultdict",
        "typing.Deque": "collections.deque",
        "typing.OrderedDict": "collections.OrderedDict",
        "typing.Counter": "collections.Counter",
        "typing.ChainMap": "collections.ChainMap",
        "typing.Pattern": "re.Pattern",
        "typing.Match": "re.Match",
        "typing.ContextManager": "contextlib.AbstractContextManager",
        "typing.AsyncContextManager": "contextlib.AbstractAsyncContextManager",
        "types.NoneType": "None",
    }
)
_CANONICAL.update({f"_collections_abc.{name}": f"typing.{name}" for name in _ABC})


@lru_cache(maxsize=10_000)
def canonical(name: str) -> str:
    """The one spelling of a qualified type name; builtins become bare."""
    if name.startswith("builtins."):
        return name[9:]
    if name.startswith("typing_extensions."):
        name = "typing." + name[18:]
    return _CANONICAL.get(name, name)


def ref(name: str, args: Sequence[Node] | None = None) -> Node:
    """A reference to a class (or to a type alias listed with the description)."""
    name = canonical(name)
    if name in ("None", "NoneType"):
        return NONE
    if args:
        return {"kind": "ref", "name": name, "args": list(args)}
    return {"kind": "ref", "name": name}


def raw(text: str) -> Node:
    """Text that nobody could resolve; shown to people."""
    return {"kind": "raw", "text": text[:200]}


def type_variable(name: str) -> Node:
    return {"kind": "typevar", "name": name}


def tuple_of(items: Iterable[Node], variadic: bool = False) -> Node:
    node: Node = {"kind": "tuple", "items": list(items)}
    if variadic:
        node["variadic"] = True
    return node


def union(items: Iterable[Node]) -> Node:
    """A flat union without repetitions; literals are joined where the first of them stands."""
    flat: list[Node] = []
    literal: Node | None = None
    for item in _flatten(items):
        if item["kind"] == "literal":
            if literal is None:
                literal = {"kind": "literal", "values": list(item["values"])}
                flat.append(literal)
            else:
                # `True == 1`, but they are two literals.
                present = {json.dumps(value) for value in literal["values"]}
                literal["values"] += [value for value in item["values"] if json.dumps(value) not in present]
            continue
        # Comparing is cheap, but for Python `True` is `1`: equal ones are told apart by their text.
        if not any(other == item and key_of(other) == key_of(item) for other in flat):
            flat.append(item)
    if len(flat) == 1:
        return flat[0]
    return {"kind": "union", "items": flat}


def _flatten(items: Iterable[Node]) -> Iterable[Node]:
    for item in items:
        if item["kind"] == "union":
            yield from _flatten(item["items"])
        else:
            yield item


def key_of(node: Node) -> str:
    """A text that is equal for equal trees."""
    if node["kind"] == "ref" and "args" not in node:
        return str(node["name"])
    return json.dumps(node, sort_keys=True)


def literal_value(value: object) -> tuple[Any] | None:
    """The JSON form of a plain value in a one-tuple, or None where it has no exact one."""
    kind: type = type(value)
    if value is None or kind is bool:
        return (value,)
    if kind is str:
        return (value,) if len(str(value)) <= 200 else None
    if kind is int and isinstance(value, int):
        return (value,) if abs(value) <= _SAFE_INTEGER else ({"int": str(value)},)
    if kind is float and isinstance(value, float):
        return (value,) if value - value == 0 else None
    if kind is bytes and isinstance(value, bytes):
        return ({"bytes": base64.b64encode(value).decode("ascii")},) if len(value) <= 100 else None
    if issubclass(kind, enum.Enum) and isinstance(value, enum.Enum):
        return ({"enum": f"{kind.__module__}.{kind.__qualname__}.{value.name}"},)
    return None


def size(node: Node, limit: int = 1000) -> int:
    """How many nodes a tree has, counted up to a limit."""
    total = 1
    for child in children(node):
        total += size(child, limit - total)
        if total >= limit:
            break
    return total


def children(node: Node) -> Iterable[Node]:
    kind = node["kind"]
    if kind == "ref":
        yield from node.get("args", ())
    elif kind in ("union", "tuple"):
        yield from node["items"]
    elif kind == "unpack":
        yield node["item"]
    elif kind == "callable":
        for parameter in node.get("params", ()):
            if "type" in parameter:
                yield parameter["type"]
        yield node["returns"]


def variables(node: Node, into: dict[str, None]) -> None:
    """Collects the names of type variables in the order in which they appear."""
    if node["kind"] == "typevar":
        into.setdefault(node["name"])
    if node["kind"] == "callable" and "paramSpec" in node:
        into.setdefault(node["paramSpec"])
    for child in children(node):
        variables(child, into)


def substitute(node: Node, mapping: Mapping[str, Node]) -> Node:
    """Replaces type variables by types."""
    if not mapping:
        return node
    kind = node["kind"]
    if kind == "typevar":
        return mapping.get(node["name"], node)
    if kind == "ref" and "args" in node:
        return {**node, "args": [substitute(item, mapping) for item in node["args"]]}
    if kind == "union":
        return union(substitute(item, mapping) for item in node["items"])
    if kind == "tuple":
        return {**node, "items": _spread(node["items"], mapping)}
    if kind == "unpack":
        return {"kind": "unpack", "item": substitute(node["item"], mapping)}
    if kind == "callable":
        return _substitute_callable(node, mapping)
    return node


def _spread(items: Sequence[Node], mapping: Mapping[str, Node]) -> list[Node]:
    """Items of a tuple, where an unpacked type variable may now be a tuple of known length."""
    result: list[Node] = []
    for item in items:
        new = substitute(item, mapping)
        if new["kind"] == "unpack" and new["item"]["kind"] == "tuple" and "variadic" not in new["item"]:
            result += new["item"]["items"]
        else:
            result.append(new)
    return result


def _substitute_callable(node: Node, mapping: Mapping[str, Node]) -> Node:
    result: Node = {"kind": "callable", "returns": substitute(node["returns"], mapping)}
    params: list[Node] | None = None
    if "params" in node:
        params = [
            {**item, "type": substitute(item["type"], mapping)} if "type" in item else item
            for item in node["params"]
        ]
    name = node.get("paramSpec")
    if name is not None:
        replacement = mapping.get(name)
        if replacement is None:
            result["paramSpec"] = name
        elif replacement["kind"] == "tuple" and params is not None:
            params += positional(replacement["items"])
        elif replacement["kind"] == "typevar":
            result["paramSpec"] = replacement["name"]
        else:
            params = None
    if params is not None:
        result["params"] = params
    return result


def positional(types: Iterable[Node]) -> list[Node]:
    """Parameters of a callable that is given by the types of its arguments alone."""
    result: list[Node] = []
    for index, item in enumerate(types):
        if item["kind"] == "unpack":
            result.append({"name": "args", "kind": "var-positional", "type": item})
        else:
            result.append({"name": f"arg{index}", "kind": "positional-only", "type": item})
    return result

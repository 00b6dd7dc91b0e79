"""Joins what the running signature, the stub and the docstring say about one callable.

What exists comes from the running signature; types come from the stub; each fact keeps its source. The rules
are those of ``docs/description.md``.
"""

from __future__ import annotations

from .nodes import Node


def merge_signatures(runtime: Node | None, declared: list[Node]) -> list[Node]:
    """The signatures of a callable: overloads as declared, else one that joins both views."""
    if not declared:
        return [runtime] if runtime is not None else []
    if runtime is None or says_nothing(runtime):
        return declared
    if len(declared) > 1:
        known = {_key(item) for signature in declared for item in signature["params"]}
        return [_with_added(overload, runtime, known) for overload in declared]
    if _forwards(runtime, declared[0]):
        return [_with_defaults(declared[0], runtime)]
    return [_merge(runtime, declared[0])]


def _passed_on(item: Node, declared: list[Node]) -> Node:
    """A parameter that the stub does not name; where it declares `*args: T` or `**kwargs: T`, that is its
    type."""
    kind = "var-positional" if item["kind"].startswith("positional") else "var-keyword"
    for other in declared:
        if other["kind"] == kind and "type" in other and other["type"]["kind"] != "unpack":
            return {**item, "type": other["type"], "source": other["source"], "drift": True}
    return {**item, "drift": True}


def _is_internal(parameter: Node) -> bool:
    """An optional parameter with an underscore that the stub leaves out is the library's own business."""
    return parameter["name"].startswith("_") and "optional" in parameter


def says_nothing(signature: Node) -> bool:
    """`(*args, **kwargs)`, or only one of them, without types."""
    params = signature["params"]
    return bool(params) and all(item["kind"].startswith("var-") and "type" not in item for item in params)


def _forwards(runtime: Node, declared: Node) -> bool:
    """`(*args, timeout=None, **kwargs)`: what is not named is passed on, and the stub says to what."""
    variable = [item for item in runtime["params"] if item["kind"].startswith("var-")]
    if len(variable) != 2 or any("type" in item for item in variable):
        return False
    if any(item["kind"] == "var-positional" for item in declared["params"]):
        return False
    known = {_key(item) for item in declared["params"]}
    return all(_key(item) in known for item in runtime["params"] if not item["kind"].startswith("var-"))


def _key(parameter: Node) -> str:
    return str(parameter["name"]).lstrip("_") or str(parameter["name"])


def _is_nameless(parameter: Node) -> bool:
    return not str(parameter["name"]).strip("_")


def _merge(runtime: Node, declared: Node) -> Node:
    params: list[Node] = []
    left = list(declared["params"])
    open_keywords = False
    position = 0
    for item in runtime["params"]:
        if item["kind"] == "var-keyword":
            open_keywords = True
        match = _take(item, left, position)
        if item["kind"].startswith("positional"):
            position += 1
        if match is not None:
            params.append(_join(item, match))
        elif not _is_internal(item):
            params.append(_passed_on(item, declared["params"]))
    if open_keywords:
        named = [item for item in left if item["kind"] in ("keyword-only", "positional-or-keyword")]
        if named:
            params = _with_named(params, named)
    elif any(item["kind"] == "var-positional" for item in params) and any(
        item["kind"].startswith("positional") for item in left
    ):
        params = _with_positional(params, left)
    result: Node = {"params": params}
    for name in ("returns", "returnsSource"):
        if name in declared or name in runtime:
            result[name] = declared.get(name, runtime.get(name))
    if "returns" in declared or any(item.get("source") == "stub" for item in params):
        _copy(declared, result, "typeParams")
    if "typeParams" not in result:
        _copy(runtime, result, "typeParams")
    _copy(declared, result, "self")
    _copy(declared, result, "deprecated")
    return result


def _copy(source: Node, target: Node, name: str) -> None:
    if name in source:
        target[name] = source[name]


def _take(item: Node, left: list[Node], position: int) -> Node | None:
    """Removes and returns the declared parameter that is the same one: by name, else by kind or position."""
    if item["kind"].startswith("var-"):
        return _pop(left, lambda other: other["kind"] == item["kind"])
    found = _pop(left, lambda other: not other["kind"].startswith("var-") and _key(other) == _key(item))
    if found is not None or not item["kind"].startswith("positional"):
        return found
    # A positional-only parameter has no name that a caller could see, and `_` is none.
    unnamed = bool(left) and ("positional-only" in (item["kind"], left[0]["kind"]) or _is_nameless(item))
    if unnamed and left[0]["kind"].startswith("positional"):
        return left.pop(0)
    return None


def _pop(items: list[Node], test: object) -> Node | None:
    for index, item in enumerate(items):
        if callable(test) and test(item):
            return items.pop(index)
    return None


def _join(runtime: Node, declared: Node) -> Node:
    result = dict(runtime)
    if runtime["kind"] in ("positional-only", "var-positional", "var-keyword") or _is_nameless(runtime):
        # No caller can write the name, or nobody would: what the stub calls it says more to readers.
        result["name"] = _key(declared)
    if "type" in declared:
        result["type"] = declared["type"]
        result["source"] = declared["source"]
    if "optional" in declared and "optional" not in result and not result["kind"].startswith("var-"):
        # C functions may lack a default in their text signature that the stub knows of.
        result["drift"] = True
    if ("default" not in result and "default" in declared and "optional" in result) or (
        result.get("default") in ("<unrepresentable>", "...") and "default" in declared
    ):
        result["default"] = declared["default"]
        if "literal" in declared:
            result["literal"] = declared["literal"]
    return result


def _with_named(params: list[Node], named: list[Node]) -> list[Node]:
    """Declared keywords stand for the running ``**kwargs``, and wholly for those of a TypedDict."""
    before = [item for item in params if item["kind"] != "var-keyword"]
    rest = [
        item
        for item in params
        if item["kind"] == "var-keyword" and "type" in item and item["type"]["kind"] != "unpack"
    ]
    return before + [{**item, "kind": "keyword-only"} for item in named] + rest


def _with_positional(params: list[Node], left: list[Node]) -> list[Node]:
    """Declared positional parameters stand in front of the running ``*args``."""
    first = [item for item in left if item["kind"].startswith("positional")]
    position = next(index for index, item in enumerate(params) if item["kind"] == "var-positional")
    keep = [params[position]] if "type" in params[position] else []
    return (
        params[:position]
        + [{**item, "kind": "positional-only"} for item in first]
        + keep
        + params[position + 1 :]
    )


def _with_added(overload: Node, runtime: Node, known: set[str]) -> Node:
    """An overload with the keyword parameters that a decorator added at run time, which no overload knows."""
    if any(item["kind"] == "var-keyword" for item in overload["params"]):
        return _with_defaults(overload, runtime)
    added = [
        {**item, "kind": "keyword-only", "drift": True}
        for item in runtime["params"]
        if item["kind"] == "keyword-only" and "optional" in item and _key(item) not in known
    ]
    return _with_defaults(
        {**overload, "params": [*overload["params"], *added]} if added else overload, runtime
    )


def _with_defaults(overload: Node, runtime: Node) -> Node:
    """An overload whose omitted defaults (`= ...`) are those of the running signature."""
    defaults = {_key(item): item for item in runtime["params"] if "default" in item}
    params = overload["params"]
    if not any("optional" in item and "default" not in item and _key(item) in defaults for item in params):
        return overload
    result: list[Node] = []
    for item in params:
        wanted = "optional" in item and "default" not in item
        result.append(_with_default(item, defaults.get(_key(item)) if wanted else None))
    return {**overload, "params": result}


def _with_default(item: Node, source: Node | None) -> Node:
    if source is None:
        return item
    result = {**item, "default": source["default"]}
    if "literal" in source:
        result["literal"] = source["literal"]
    return result

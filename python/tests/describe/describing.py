"""Writes small packages, describes them in this process, and writes types as short text for comparing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from snakebridge_adapter.describe import handle

Node = dict[str, Any]
typeshed = str(Path(__file__).parents[3] / "node_modules" / "pyright" / "dist" / "typeshed-fallback")


class Packages:
    """A folder on the import path. Every test has its own, with names that no other test uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def forget(self) -> None:
        """Removes what was imported from this folder."""
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str) and file.startswith(str(self.folder)):
                del sys.modules[name]


def ask(request: Node) -> Node:
    """One request as the worker passes it on; the answer must be JSON."""
    answer = handle({"typeshed": typeshed, **request}, lambda progress: None)
    assert isinstance(answer, dict)
    return json.loads(json.dumps(answer))


def describe(name: str) -> Node:
    """The description of a module, with shared members in their places."""
    answer = ask({"what": "module", "name": name})
    assert "description" in answer, answer
    for member in answer["description"]["members"]:
        _in_place(member, answer["shared"])
    return answer["description"]


def describe_class(name: str) -> Node:
    answer = ask({"what": "class", "name": name})
    assert "description" in answer, answer
    _in_place(answer["description"]["class"], answer["shared"])
    return answer["description"]


def _in_place(member: Node, shared: list[Node]) -> None:
    if member["kind"] == "class":
        member["members"] = [
            shared[item["shared"]] if "shared" in item else item for item in member["members"]
        ]
        for item in member["members"]:
            _in_place(item, shared)


def member(container: Node, name: str) -> Node:
    """A member of a module or class by its name."""
    found = [item for item in container["members"] if item["name"] == name]
    assert found, f"no {name} among {[item['name'] for item in container['members']]}"
    return found[0]


def names(container: Node) -> list[str]:
    return [item["name"] for item in container["members"]]


def text(node: Node | None) -> str:
    """A type tree as short text."""
    if node is None:
        return "?"
    kind = node["kind"]
    if kind == "ref":
        return node["name"] + (f"[{', '.join(map(text, node['args']))}]" if "args" in node else "")
    if kind == "union":
        return " | ".join(map(text, node["items"]))
    if kind == "literal":
        return f"Literal[{', '.join(json.dumps(value) for value in node['values'])}]"
    if kind == "callable":
        params = (
            "..." if "params" not in node else ", ".join(text(item.get("type")) for item in node["params"])
        )
        spec = f" **{node['paramSpec']}" if "paramSpec" in node else ""
        return f"({params}{spec}) -> {text(node['returns'])}"
    if kind == "tuple":
        return f"({', '.join(map(text, node['items']))}{', ...' if 'variadic' in node else ''})"
    if kind == "typevar":
        return f"~{node['name']}"
    if kind == "unpack":
        return f"*{text(node['item'])}"
    if kind == "raw":
        return f"<{node['text']}>"
    return kind


_MARKS = {"positional-only": "/", "keyword-only": "@", "var-positional": "*", "var-keyword": "**"}


def signature(node: Node) -> str:
    """`(a: int, /b: str = 'x') -> None`: slashes mark positional-only, `@` keyword-only parameters."""
    parts = [
        f"{_MARKS.get(item['kind'], '')}{item['name']}: {text(item.get('type'))}"
        + (f" = {item.get('default', '...')}" if "optional" in item else "")
        for item in node["params"]
    ]
    return f"({', '.join(parts)}) -> {text(node.get('returns'))}"


def signatures(symbol: Node) -> list[str]:
    return [signature(item) for item in symbol["signatures"]]


def sources(symbol: Node) -> dict[str, str | None]:
    """Where the type of each parameter of the first signature comes from, and that of the result."""
    first = symbol["signatures"][0]
    found = {item["name"]: item.get("source") for item in first["params"]}
    return {**found, "return": first.get("returnsSource")}

"""The shared vectors of `test/vectors/`, which the TypeScript tests read too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from host import Host

FOLDER = Path(__file__).resolve().parents[2] / "test" / "vectors"
VECTORS: list[Any] = [
    pytest.param(vector, id=f"{file.stem}: {vector['name']}")
    for file in sorted(FOLDER.glob("*.json"))
    for vector in json.loads(file.read_text("utf-8"))
    if "needs" not in vector
]
#: Compares exactly: types, the sign of zero, and NaN as itself.
SAME = """
import datetime, decimal, fractions, pathlib, uuid, zoneinfo
def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, (float, complex)):
        return repr(a) == repr(b)
    if isinstance(a, (datetime.datetime, datetime.time)):
        return repr(a) == repr(b) and a.fold == b.fold
    if isinstance(a, decimal.Decimal):
        return str(a) == str(b)
    return a == b
"""


def test_there_are_vectors() -> None:
    assert len(VECTORS) > 50


def available(host: Host, code: str) -> bool:
    """Whether the zone database of this machine knows what the vector names."""
    return "zoneinfo" not in code or host.eval("bool(zoneinfo.available_timezones())")


@pytest.mark.parametrize("vector", [v for v in VECTORS if "toHost" in v.values[0]["directions"]])
def test_to_host(host: Host, vector: dict[str, Any]) -> None:
    host.exec(SAME)
    if not available(host, vector["python"]):
        return
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": vector["python"], "pull": 3 if vector.get("deep") else 1})
    entry, attachments = host.result(number)
    expected = json.loads(vector["wire"])
    if isinstance(expected, float) and expected.is_integer():
        # By itself, not inside a container, a result of an integral value is tagged.
        expected = {"$": "float", "v": expected}
    assert normal(entry[2]) == normal(expected)
    if vector.get("attachments"):
        assert [item.hex() for item in attachments] == vector["attachments"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "toPython" in v.values[0]["directions"]])
def test_to_python(host: Host, vector: dict[str, Any]) -> None:
    host.exec(SAME)
    if not available(host, vector["python"]):
        return
    number = host.new_id()
    names = {"value": json.loads(vector["wire"])}
    host.batch(
        {"op": "eval", "id": number, "code": f"same(value, {vector['python']})", "pull": 1, "names": names},
        attachments=[bytes.fromhex(item) for item in vector.get("attachments", [])],
    )
    assert host.value(number) is True


def normal(value: Any) -> Any:
    """JSON as values: 1 and 1.0 are one number, -0.0 is not 0."""
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, float):
        return ("float", "-0.0") if repr(value) == "-0.0" else value
    return value

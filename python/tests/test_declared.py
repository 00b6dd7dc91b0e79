"""Results of typed calls: values of a subclass of a declared built-in type convert as that type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from host import Host

CODE = """
import collections, enum
class Text(str): pass
class Number(int): pass
class Part(float): pass
class Data(bytes): pass
class Items(list): pass
class Pair(tuple): pass
class Table(dict):
    def items(self): return [("overridden", 1)]
class Level(enum.IntEnum):
    LOW = 1
class Name(str, enum.Enum):
    RED = "red"
Point = collections.namedtuple("Point", "x y")
"""


@pytest.fixture(scope="module")
def typed() -> Iterator[Host]:
    with Host() as host:
        host.exec(CODE)
        yield host


def declared(host: Host, code: str, type_: Any, **fields: Any) -> Any:
    """The value of an expression, as a typed call that declares this type gets it."""
    return host.op("eval", code=code, **{"as": type_}, **fields)


def a_map(*pairs: Any) -> dict[str, Any]:
    return {"$": "map", "v": [list(pair) for pair in pairs]}


@pytest.mark.parametrize(
    ("code", "type_", "value"),
    [
        ("Text('a')", "str", "a"),
        ("Name.RED", "str", "red"),
        ("Number(5)", "int", 5),
        ("Level.LOW", "int", 1),
        ("True", "int", 1),
        ("True", "bool", True),
        ("Part(0.5)", "float", 0.5),
        ("Items([1, 2])", {"list": "int"}, [1, 2]),
        ("[Text('a'), 'b', None]", {"list": "str"}, ["a", "b", None]),
        ("[True, 2, 'true']", {"list": "int"}, [1, 2, "true"]),
        ("[[Level.LOW]]", {"list": {"list": "int"}}, [[1]]),
        ("collections.Counter('aab')", {"dict": "int"}, {"a": 2, "b": 1}),
        ("collections.defaultdict(list, a=Items([1]))", {"dict": {"list": "int"}}, {"a": [1]}),
        ("Table(a=1)", {"dict": "int"}, {"a": 1}),
        ("{'$': True}", {"dict": "int"}, {"$": "dict", "v": [["$", 1]]}),
        ("{}", {"map": ["int", "str"]}, a_map()),
        ("[{}]", {"list": {"map": ["int", "str"]}}, [a_map()]),
        ("{'a': Text('b')}", {"map": [None, "str"]}, a_map(("a", "b"))),
        ("{}", {"dict": "int"}, {}),
        ("{1: 2}", {"dict": "int"}, a_map((1, 2))),
        ("Pair((True, Text('a')))", {"tuple": ["int", "str"]}, {"$": "tuple", "v": [1, "a"]}),
        ("(True, True)", {"items": "int"}, {"$": "tuple", "v": [1, 1]}),
        ("(True,)", {"tuple": ["int", "int"]}, {"$": "tuple", "v": [True]}),
        ("{True}", {"set": "int"}, {"$": "set", "v": [1]}),
        ("frozenset([Text('a')])", {"frozenset": "str"}, {"$": "frozenset", "v": ["a"]}),
        ("Text('a')", {"any": ["int", "str"]}, "a"),
        ("Number(1)", {"any": ["str", {"list": "int"}, "int"]}, 1),
        ("True", {"any": ["int", "bool"]}, True),
        ("Items([True])", {"any": ["str", {"list": "int"}]}, [1]),
        ("None", "str", None),
        ("5", "str", 5),
        ("[1, [2]]", {"list": "int"}, [1, [2]]),
        ("2**60", "int", {"$": "int", "v": str(2**60)}),
    ],
)
def test_what_fits_its_declaration_converts_as_declared(
    typed: Host, code: str, type_: Any, value: Any
) -> None:
    assert repr(declared(typed, code, type_)) == repr(value)


@pytest.mark.parametrize(
    ("code", "type_", "kind"),
    [
        ("collections.OrderedDict(a=1)", {"list": "int"}, "ref"),
        ("Text('a')", {"any": ["str", None]}, "ref"),
        ("[collections.Counter()]", {"list": None}, "list"),
        ("Point(1, 2)", {"tuple": ["int", "int"]}, "namedtuple"),
        ("object", "str", "ref"),
    ],
)
def test_what_does_not_fit_converts_by_its_own_type(typed: Host, code: str, type_: Any, kind: str) -> None:
    value = declared(typed, code, type_)
    assert (value[0]["$"] if kind == "list" else value["$"]) == ("ref" if kind == "list" else kind)


def test_data_is_attached(typed: Host) -> None:
    assert declared(typed, "Data(b'ab')", "bytes")["data"] == b"ab"


def test_options_hold_as_well(typed: Host) -> None:
    assert declared(typed, "Items([True])", {"list": "int"}, options={"int": "bigint"}) == [
        {"$": "int", "v": "1"}
    ]
    assert declared(typed, "{'a': Text('b')}", {"dict": "str"}, options={"dict": "map"}) == a_map(("a", "b"))


def test_a_reference_stays_one_where_it_is_asked_for(typed: Host) -> None:
    number = typed.new_id()
    typed.batch({"op": "eval", "id": number, "code": "Text('a')", "pull": 2, "as": "str"})
    assert typed.value(number)["type"] == "__main__.Text"


def test_the_kept_result_is_the_object_itself(typed: Host) -> None:
    number = typed.new_id()
    typed.batch({"op": "eval", "id": number, "code": "Text('a')", "pull": 1, "as": "str"})
    assert typed.value(number) == "a"
    assert typed.eval("type(x).__name__", x={"$": "call", "id": number}) == "Text"


def test_cycles_and_depth_are_errors_with_the_path(typed: Host) -> None:
    typed.exec("loop = Items()\nloop.append(loop)")
    number = typed.new_id()
    typed.batch(
        {"op": "eval", "id": number, "code": "[loop]", "pull": 1, "as": {"list": {"list": {"list": None}}}}
    )
    assert typed.error(number)["message"] == "$[0][0]: the value contains itself"


def test_a_coroutines_result_is_declared_too(typed: Host) -> None:
    typed.exec("async def later():\n    return Text('a')")
    number = typed.new_id()
    typed.batch(typed.main("call", "later", id=number, pull=1, **{"as": "str"}))
    assert typed.value(number) == "a"

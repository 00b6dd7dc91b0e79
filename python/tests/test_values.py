"""Values in both directions, beyond the shared vectors: what stays a reference, depth, cycles, options."""

from __future__ import annotations

from typing import Any

import pytest
from host import Host, WorkerError


def pulled(host: Host, code: str, pull: int = 1, options: dict[str, Any] | None = None, **names: Any) -> Any:
    number = host.new_id()
    op: dict[str, Any] = {"op": "eval", "id": number, "code": code, "pull": pull, "names": names}
    if options:
        op["options"] = options
    host.batch(op)
    return host.value(number)


DEFINITIONS = """
import array, collections, dataclasses, datetime, decimal, enum, fractions, pathlib, threading, types, typing, uuid, weakref
class Text(str): pass
class Number(int): pass
class Real(float): pass
class Level(str, enum.Enum):
    LOW = "low"
class Colour(enum.Enum):
    RED = (1, 2)
class Access(enum.Flag):
    READ = 1
    WRITE = 2
Point = collections.namedtuple("Point", "x y")
class Moment(datetime.datetime): pass
@dataclasses.dataclass
class Leaf:
    name: str
    weight: float = 1.0
@dataclasses.dataclass
class Tree:
    leaves: list
    kind: dataclasses.InitVar[int] = 5
    total: "typing.ClassVar[int]" = 3
    def __post_init__(self, kind): self.hidden = kind
class Slots:
    __slots__ = ("a", "_b", "unset")
    def __init__(self): self.a, self._b = 1, 2
class Open:
    shared = 5
    def __init__(self): self.x, self._y = [1], 2
"""


@pytest.mark.parametrize(
    ("code", "type_name"),
    [
        ("Text('a')", "__main__.Text"),
        ("Number(1)", "__main__.Number"),
        ("Real(1)", "__main__.Real"),
        ("collections.Counter('ab')", "collections.Counter"),
        ("collections.defaultdict(list)", "collections.defaultdict"),
        ("collections.OrderedDict(a=1)", "collections.OrderedDict"),
        ("bytearray(b'x')", "builtins.bytearray"),
        ("memoryview(b'x')", "builtins.memoryview"),
        ("Moment(2020, 1, 1)", "__main__.Moment"),
        ("Leaf('a')", "__main__.Leaf"),
        ("{}.keys()", "builtins.dict_keys"),
        ("array.array('d', [1])", "array.array"),
        ("object()", "builtins.object"),
        ("iter([])", "builtins.list_iterator"),
        ("threading.Lock()", "_thread.lock"),
    ],
)
def test_other_types_stay_references(host: Host, code: str, type_name: str) -> None:
    host.exec(DEFINITIONS)
    value = pulled(host, code)
    assert value["$"] == "ref"
    assert value["type"] == type_name


def test_a_reference_inside_a_container(host: Host) -> None:
    host.exec(DEFINITIONS)
    value = pulled(host, "[1, Leaf('a')]")
    assert value[0] == 1
    assert value[1]["type"] == "__main__.Leaf"


def test_enum_members_are_interned(host: Host) -> None:
    host.exec(DEFINITIONS)
    first, second = pulled(host, "Colour.RED"), pulled(host, "[Colour.RED]")[0]
    assert first["id"] == second["id"]
    assert (first["c"], first["name"]) == ("__main__.Colour", "RED")
    assert first["v"] == {"$": "tuple", "v": [1, 2]}
    assert pulled(host, "member is Colour.RED", member={"$": "ref", "id": first["id"]}) is True
    assert pulled(host, "Level.LOW")["v"] == "low"
    assert pulled(host, "Access.READ | Access.WRITE")["v"] == 3


def test_named_tuples_go_and_come(host: Host) -> None:
    host.exec(DEFINITIONS)
    value = pulled(host, "Point(1, [2])")
    assert (value["f"], value["name"], value["v"]) == (["x", "y"], "Point", [1, [2]])
    assert pulled(host, "type(back) is Point and back == Point(1, [2])", back=value) is True


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Leaf('a')", {"name": "a", "weight": 1.0}),
        ("Tree([Leaf('a')])", {"leaves": [{"name": "a", "weight": 1.0}]}),
        ("Slots()", {"a": 1}),
        ("Open()", {"x": [1]}),
        ("types.SimpleNamespace(a=1)", {"a": 1}),
        ("collections.Counter('aab')", {"a": 2, "b": 1}),
        ("collections.OrderedDict([(1, 2)])", {"$": "map", "v": [[1, 2]]}),
        ("collections.deque([1, 2])", [1, 2]),
        ("collections.ChainMap({'a': 1})", {"a": 1}),
        ("types.MappingProxyType({'a': 1})", {"a": 1}),
        ("{'a': 1}.keys()", ["a"]),
        ("{'a': 1}.values()", [1]),
        ("Text('a')", "a"),
        ("Number(2**60)", {"$": "int", "v": str(2**60)}),
        ("Real('nan')", {"$": "float", "v": "nan"}),
        ("bytearray(b'x')", {"$": "bytes", "a": 0, "k": "bytearray", "data": b"x"}),
        ("memoryview(b'abc')[::2]", {"$": "bytes", "a": 0, "data": b"ac"}),
    ],
)
def test_deep_conversion(host: Host, code: str, expected: object) -> None:
    host.exec(DEFINITIONS)
    assert pulled(host, code, pull=3) == expected


def test_deep_conversion_leaves_functions_and_iterators(host: Host) -> None:
    host.exec(DEFINITIONS)
    for code in ("len", "Leaf", "(x for x in [1])", "threading", "threading.Lock()"):
        assert pulled(host, code, pull=3)["$"] == "ref", code


def test_array_module(host: Host) -> None:
    host.exec(DEFINITIONS)
    value = pulled(host, "array.array('h', [1, -1])", pull=3)
    assert (value["dtype"], value["shape"], value["data"]) == ("<i2", [2], b"\x01\x00\xff\xff")
    number = host.new_id()
    names = {"data": {"$": "buffer", "f": "<f4", "a": 0}}
    code = "(type(data).__name__, data.typecode, data[0])"
    host.batch(
        {"op": "eval", "id": number, "code": code, "pull": 1, "names": names},
        attachments=[b"\x00\x00\xc0\x3f"],
    )
    assert host.value(number)["v"] == ["array", "f", 1.5]


def test_options(host: Host) -> None:
    assert pulled(host, "{'a': [5]}", options={"int": "bigint"}) == {"a": [{"$": "int", "v": "5"}]}
    assert pulled(host, "{'b': 1, 'a': 2}", options={"dict": "map"}) == {
        "$": "map",
        "v": [["b", 1], ["a", 2]],
    }
    assert pulled(host, "5") == 5


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("(lambda x: (x.append(x), x)[1])([])", "$[0]"),
        ("(lambda x: (x.update(items=[1, x]), x)[1])({})", "$.items[1]"),
        ("(lambda x: (x[0].append(x), x)[1])(([],))", "$[0][0]"),
    ],
)
def test_cycles_are_errors_with_the_path(host: Host, code: str, path: str) -> None:
    with pytest.raises(WorkerError) as failure:
        pulled(host, code)
    assert failure.value.error["message"] == f"{path}: the value contains itself"


def test_the_same_list_twice_is_no_cycle(host: Host) -> None:
    assert pulled(host, "(lambda x: [x, x, (x,)])([1])") == [[1], [1], {"$": "tuple", "v": [[1]]}]


def test_depth_has_a_limit_and_overflows_no_stack(host: Host) -> None:
    host.exec(
        """
        def nest(depth, wrap):
            value = wrap(None)
            for _ in range(depth):
                value = wrap(value)
            return value
        """
    )
    value = pulled(host, "nest(900, lambda x: [x])")
    for _ in range(900):
        value = value[0]
    assert value == [None]
    assert pulled(host, "nest(400, lambda x: (x,))")["$"] == "tuple"
    for code in (
        "nest(100_000, lambda x: [x])",
        "nest(5_000, lambda x: (x,))",
        "nest(5_000, lambda x: {'k': x})",
    ):
        with pytest.raises(WorkerError, match="nested"):
            pulled(host, code)


def test_deep_arguments_arrive(host: Host) -> None:
    value: list[Any] = []
    for _ in range(900):
        value = [value]
    host.exec("def depth(x):\n    n = 0\n    while x:\n        x = x[0]; n += 1\n    return n")
    assert host.call("__main__:depth", value) == 900


def test_merged_keys_are_errors_with_the_place(host: Host) -> None:
    with pytest.raises(WorkerError, match=r"args\[1\]: two keys of the mapping"):
        host.call("builtins:print", 1, {"$": "map", "v": [[1, "a"], [True, "b"]]})
    with pytest.raises(WorkerError, match="two members of the set"):
        host.call("builtins:len", {"$": "set", "v": [1, True]})


def test_malformed_values_fail_their_operation_alone(host: Host) -> None:
    for value in (
        {"$": "nothing"},
        {"$": "bytes", "a": 7},
        {"$": "int", "v": "x"},
        {"$": "date", "v": [2020, 13, 1]},
        {"$": "float"},
        {"$": ["list"]},
        {"$": "path", "v": "x", "k": "os"},
    ):
        with pytest.raises(WorkerError):
            host.call("builtins:repr", value)
    assert host.eval("1") == 1


def test_numbers_of_any_length(host: Host) -> None:
    digits = "9" * 6000
    assert pulled(host, "10 ** 6000 - 1") == {"$": "int", "v": digits}
    assert pulled(host, "value == 10 ** 6000 - 1", value={"$": "int", "v": digits}) is True


def test_more_attachments_than_a_frame_carries(host: Host) -> None:
    assert len(pulled(host, "[b'x'] * 65_536")) == 65_536
    with pytest.raises(WorkerError, match=r"\$\[65536\]: more than 65536 values of binary data"):
        pulled(host, "[b'x'] * 65_537")
    numbers = [host.new_id() for _ in range(70)]
    host.batch(*[{"op": "eval", "id": number, "code": "[b'y'] * 1000", "pull": 1} for number in numbers])
    for number in numbers:
        assert len(host.value(number)) == 1000


def test_plain_results_are_marked(own_host: Host) -> None:
    for code, flag in (
        ("[1, {'a': None}]", 0),
        ("[1.0, float('inf')]", 1),
        ("[2 ** 60]", 1),
        ("{'$': 1}", 1),
        ("'x'", 0),
    ):
        number = own_host.new_id()
        own_host.batch({"op": "eval", "id": number, "code": code, "pull": 1})
        assert own_host.result(number)[0][1] == flag, code


def test_zone_without_a_key_in_this_python_keeps_its_offset(host: Host) -> None:
    zone = {"offset": 3_600_000_000, "key": "No/Where", "name": "NW"}
    moment = {"$": "datetime", "v": [2024, 1, 1, 0, 0, 0, 0], "tz": zone}
    assert host.eval("str(m)", m=moment) == "2024-01-01 00:00:00+01:00"

"""Classes: what kind they are, their fields, members and constructors."""

from __future__ import annotations

import pytest
from describing import Packages, describe, member, names, signatures, text


def test_flavours_and_fields(packages: Packages) -> None:
    packages.write(
        "kinds_a.py",
        "import dataclasses, enum, typing\n"
        "@dataclasses.dataclass\nclass Point:\n    x: int\n    y: 'float' = 0.5\n    tags: list = dataclasses.field(default_factory=list)\n"
        "class Pair(typing.NamedTuple):\n    left: int\n    right: str = 'r'\n"
        "class Color(enum.Enum):\n    RED = 1\n    BLUE = 'b'\n    @property\n    def warm(self) -> bool: ...\n"
        "class Options(typing.TypedDict, total=False):\n    size: int\n"
        "class Reader(typing.Protocol):\n    def read(self, n: int) -> bytes: ...\n"
        "class Failure(ValueError):\n    def __init__(self, code: int): ...\n"
        "class Plain: ...\n",
    )
    description = describe("kinds_a")
    flavours = {item["name"]: item["flavour"] for item in description["members"] if item["kind"] == "class"}
    assert flavours == {
        "Color": "enum",
        "Failure": "exception",
        "Options": "typeddict",
        "Pair": "namedtuple",
        "Plain": "plain",
        "Point": "dataclass",
        "Reader": "protocol",
    }
    point = member(description, "Point")
    assert [(field["name"], text(field["type"]), field.get("default")) for field in point["fields"]] == [
        ("x", "int", None),
        ("y", "float", "0.5"),
        ("tags", "list", None),
    ]
    assert signatures(point["constructor_"]) == ["(x: int, y: float = 0.5, tags: list = <factory>) -> self"]
    color = member(description, "Color")
    assert color["fields"] == [{"name": "RED", "value": 1}, {"name": "BLUE", "value": "b"}]
    assert "constructor_" not in color
    assert "RED" not in names(color)
    assert text(member(color, "warm")["type"]) == "bool"
    options = member(description, "Options")["fields"]
    assert options == [
        {"name": "size", "type": {"kind": "ref", "name": "int"}, "source": "inline", "optional": True}
    ]
    assert signatures(member(description, "Failure")["constructor_"]) == ["(code: int) -> self"]
    pair = member(description, "Pair")
    assert [field["name"] for field in pair["fields"]] == ["left", "right"]


@pytest.mark.parametrize("typed", ["", "pyi", "py.typed"])
def test_a_named_tuple_takes_its_fields_and_not_what_the_factory_takes(
    packages: Packages, typed: str
) -> None:
    name = f"rows_{typed.replace('.', '_')}" if typed else "rows_plain"
    source = "import typing\nclass Row(typing.NamedTuple):\n    left: int\n    right: str = 'r'\n"
    packages.write(f"{name}/__init__.py", source)
    if typed == "pyi":
        packages.write(f"{name}/__init__.pyi", source)
    if typed == "py.typed":
        packages.write(f"{name}/py.typed", "")
    row = member(describe(name), "Row")
    assert signatures(row["constructor_"]) == ["(left: int, right: str = 'r') -> self"]


def test_a_stub_says_what_the_fields_of_an_untyped_named_tuple_are(packages: Packages) -> None:
    packages.write(
        "rows_untyped/__init__.py", "import collections\nRow = collections.namedtuple('Row', 'left right')\n"
    )
    packages.write(
        "rows_untyped/__init__.pyi",
        "import typing\nclass Row(typing.NamedTuple):\n    left: int\n    right: list[str]\n",
    )
    row = member(describe("rows_untyped"), "Row")
    assert signatures(row["constructor_"]) == ["(left: int, right: list[str]) -> self"]


def test_kinds_of_members(packages: Packages) -> None:
    packages.write(
        "kinds_b.py",
        "import functools\nclass A:\n    RATE = 1\n    unit: str\n    __slots__ = ('slot', '__dict__')\n"
        "    def __init__(self, start):\n        self.start = start\n        self._hidden = 1\n"
        "    @property\n    def size(self) -> int: ...\n    @size.setter\n    def size(self, value): ...\n"
        "    @functools.cached_property\n    def cached(self) -> str: ...\n"
        "    @classmethod\n    def make(cls, n: int) -> 'A': ...\n    @staticmethod\n    def helper(n: int) -> int: ...\n"
        "    async def wait(self) -> int: ...\n    def __getitem__(self, key: int) -> str: ...\n    def __len__(self) -> int: ...\n"
        "    def __add__(self, other: 'A') -> 'A': ...\n    def _private(self): ...\n    class Inner:\n        def f(self): ...\n",
    )
    a = member(describe("kinds_b"), "A")
    assert member(a, "RATE") == {
        "name": "RATE",
        "kind": "property",
        "static": True,
        "settable": True,
        "type": {"kind": "ref", "name": "int"},
        "source": "default",
    }
    assert text(member(a, "unit")["type"]) == "str"
    assert member(a, "start")["kind"] == "property"
    assert "_hidden" not in names(a)
    assert "_private" not in names(a)
    assert (member(a, "size")["settable"], text(member(a, "size")["type"])) == (True, "int")
    assert text(member(a, "cached")["type"]) == "str"
    assert (member(a, "make")["flavour"], signatures(member(a, "make"))) == (
        "classmethod",
        ["(n: int) -> kinds_b.A"],
    )
    assert (member(a, "helper")["flavour"], signatures(member(a, "helper"))) == (
        "staticmethod",
        ["(n: int) -> int"],
    )
    assert member(a, "wait")["async"] is True
    assert signatures(member(a, "__add__")) == ["(other: kinds_b.A) -> kinds_b.A"]
    assert member(a, "Inner")["kind"] == "class"
    assert a["iterable"] is True


def test_inherited_members_say_from_where_and_carry_docs(packages: Packages) -> None:
    packages.write(
        "kinds_c.py",
        'class Base:\n    def f(self, a: int) -> int:\n        """Works."""\n    def g(self): ...\n'
        "class Child(Base):\n    def f(self, a: int) -> int: ...\n",
    )
    child = member(describe("kinds_c"), "Child")
    assert member(child, "f")["doc"] == "Works."
    assert "inheritedFrom" not in member(child, "f")
    assert member(child, "g")["inheritedFrom"] == "kinds_c.Base"
    assert child["mro"] == ["kinds_c.Base"]


def test_iteration_knows_its_item(packages: Packages) -> None:
    packages.write(
        "kinds_d.py",
        "from typing import Iterator\nclass A:\n    def __iter__(self) -> Iterator[bytes]: ...\n",
    )
    assert member(describe("kinds_d"), "A")["iterable"] == {"kind": "ref", "name": "bytes"}


def test_abstract_and_dynamic_classes(packages: Packages) -> None:
    packages.write(
        "kinds_e.py",
        "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\n"
        "class B:\n    def __getattr__(self, name): ...\n",
    )
    description = describe("kinds_e")
    assert member(description, "A")["abstract"] is True
    assert member(description, "B")["dynamic"] is True


def test_generic_classes_without_a_stub(packages: Packages) -> None:
    packages.write(
        "kinds_f.py",
        "from typing import Generic, TypeVar\nT = TypeVar('T', bound=int)\nclass Box(Generic[T]):\n"
        "    def __init__(self, item: T): ...\n    def get(self) -> T: ...\n",
    )
    box = member(describe("kinds_f"), "Box")
    assert box["typeParams"] == [{"name": "T", "kind": "typevar", "bound": {"kind": "ref", "name": "int"}}]
    assert signatures(member(box, "get")) == ["() -> ~T"]
    assert "typeParams" not in member(box, "get")["signatures"][0]
    assert "typeParams" not in box["constructor_"]["signatures"][0]


def test_constructors_of_the_standard_library() -> None:
    collections = describe("collections")
    counter = member(collections, "Counter")
    assert signatures(counter["constructor_"])[0] == "(/iterable: none = None) -> self"
    zip_class = member(describe("builtins"), "zip")
    assert len(zip_class["constructor_"]["signatures"]) > 5


def test_constructors_that_only_a_base_has(packages: Packages) -> None:
    packages.write(
        "kinds_g.py",
        "class Wrong(ValueError): ...\nclass Table(dict[str, int]): ...\n"
        "class Own(ValueError):\n    def __init__(self, code: int): ...\n"
        "class Hidden:\n    __signature__ = property(lambda self: None)\n    def __init__(self, size: int): ...\n",
    )
    description = describe("kinds_g")

    def constructor(name: str) -> list[str]:
        return signatures(member(description, name)["constructor_"])

    assert constructor("Wrong") == ["(*args: object) -> self"]
    assert "(/map: _typeshed.SupportsKeysAndGetItem[str, int]) -> self" in constructor("Table")
    assert constructor("Own") == ["(code: int) -> self"]
    assert constructor("Hidden") == ["(size: int) -> self"]


@pytest.mark.parametrize("typed", [False, True])
def test_what_a_class_inherits_from_a_declared_base_has_the_types_declared_there(
    packages: Packages, typed: bool
) -> None:
    name = f"heirs_{'typed' if typed else 'plain'}"
    packages.write(
        f"{name}/__init__.py",
        "import collections, logging, threading\nfrom typing import Dict, TypeVar\nV = TypeVar('V')\n"
        "class Failure(Exception): ...\n"
        "class Worse(Failure): ...\n"
        "class Own(Failure):\n    def with_traceback(self, tb): ...\n"
        "class Register(Dict[str, V]): ...\n"
        "class Counts(Register[int]): ...\n"
        "class Open(Register): ...\n"
        "class Box(collections.UserDict): ...\n"
        "class Thread(threading.Thread): ...\n"
        "class Handler(logging.Handler): ...\n",
    )
    if typed:
        packages.write(f"{name}/py.typed", "")
    description = describe(name)

    def of(owner: str, item: str) -> list[str]:
        return signatures(member(member(description, owner), item))

    for owner in ("Failure", "Worse"):
        inherited = member(member(description, owner), "with_traceback")
        assert signatures(inherited) == ["(/tb: types.TracebackType | none) -> self"]
        assert inherited["inheritedFrom"] == "BaseException"
        assert inherited["signatures"][0]["returnsSource"] == "stub"
        assert text(member(member(description, owner), "args")["type"]) == "(any, ...)"
    # What a class of an untyped source writes itself is its own: nobody says what it takes.
    declared = "(tb: types.TracebackType | none) -> self"
    assert of("Own", "with_traceback") == [declared if typed else "(tb: ?) -> ?"]
    assert of("Register", "values") == ["() -> dict_values[str, ~V]"]
    assert of("Counts", "values") == ["() -> dict_values[str, int]"]
    assert of("Open", "values") == ["() -> dict_values[str, any]"]
    assert of("Counts", "fromkeys")[0].startswith("(/iterable: typing.Iterable[~_T]")
    assert of("Box", "copy") == ["() -> self"]
    assert text(member(member(description, "Thread"), "daemon")["type"]) == "bool"
    assert of("Thread", "join") == ["(timeout: float | none = None) -> none"]
    assert text(member(member(description, "Handler"), "level")["type"]) == "int"
    assert text(member(member(description, "Handler"), "formatter")["type"]) == "logging.Formatter | none"


def test_what_a_descriptor_makes_of_the_class_that_it_keeps(packages: Packages) -> None:
    """As pandas' accessors: `__get__` is read, and not run."""
    packages.write(
        "accessors.py",
        "def never():\n    raise AssertionError('run')\n"
        "class Plot:\n    def line(self): ...\n"
        "class Words:\n    def upper(self): ...\n"
        "class Made:\n"
        "    def __init__(self, made):\n        self._made = made\n"
        "    def __get__(self, obj, cls):\n        never()\n"
        "        if obj is None:\n            return self._made\n        return self._made(obj)\n"
        "class Kept:\n"
        "    def __init__(self, name, made):\n        self.name, self.made = name, made\n"
        "    def __get__(self, obj, cls):\n        never()\n"
        "        if obj is None:\n            return self\n"
        "        result = self.made(obj)\n        setattr(obj, self.name, result)\n        return result\n"
        "class Either:\n"
        "    def __init__(self, one, other):\n        self.one, self.other = one, other\n"
        "    def __get__(self, obj, cls):\n        return self.one(obj) if obj else self.other(obj)\n"
        "class Owner:\n"
        "    plot = Made(Plot)\n    words = Kept('words', Words)\n"
        "    either = Either(Plot, Words)\n    function = Made(len)\n",
    )
    owner = member(describe("accessors"), "Owner")
    assert {name: text(member(owner, name).get("type")) for name in ("plot", "words")} == {
        "plot": "accessors.Plot",
        "words": "accessors.Words",
    }
    assert member(owner, "plot")["source"] == "inferred"
    assert "type" not in member(owner, "either")
    assert "type" not in member(owner, "function")

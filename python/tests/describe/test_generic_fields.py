"""Fields and keywords of generic classes: dataclasses, TypedDicts, and what their parameters stand for."""

from __future__ import annotations

import pytest
from describing import Packages, describe, member, signatures, text

SOURCE = """
from dataclasses import InitVar, dataclass, field
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

@dataclass
class Base(Generic[T]):
    first: T
    seed: InitVar["str"] = "a"
    shared: ClassVar[int] = 3
    made: int = field(init=False, default=2)

@dataclass
class Named(Base[str]):
    extra: float = 0.5

@dataclass
class Passed(Base["list[U]"], Generic[U]):
    last: U = None

class Left(Generic[T]): ...
class Disputed(Base[int], Left[bytes]): ...
"""


def test_a_dataclass_takes_its_fields_by_name(packages: Packages) -> None:
    packages.write("generic_a.py", SOURCE)
    description = describe("generic_a")
    base = member(description, "Base")
    assert signatures(base["constructor_"]) == ["(first: ~T, seed: str = 'a') -> self"]
    assert [(item["name"], text(item["type"])) for item in base["fields"]] == [
        ("first", "~T"),
        ("made", "int"),
    ]


def test_parameters_of_a_generic_base_are_what_the_class_gives(packages: Packages) -> None:
    packages.write("generic_a.py", SOURCE)
    description = describe("generic_a")
    named = member(description, "Named")
    assert signatures(named["constructor_"]) == ["(first: str, seed: str = 'a', extra: float = 0.5) -> self"]
    assert "typeParams" not in named["constructor_"]["signatures"][0]
    assert text(named["fields"][0]["type"]) == "str"
    passed = member(description, "Passed")
    assert signatures(passed["constructor_"]) == [
        "(first: list[~U], seed: str = 'a', last: ~U = None) -> self"
    ]


def test_parameters_that_two_bases_dispute_stay_open(packages: Packages) -> None:
    packages.write("generic_a.py", SOURCE)
    disputed = member(describe("generic_a"), "Disputed")
    assert signatures(disputed["constructor_"]) == ["(first: ~T, seed: str = 'a') -> self"]


KEYWORDS = """
class Base(TypedDict, total=False):
    a: int
    b: Required[str]
class Options(Base):
    c: NotRequired["list[Base]"]
class Holder(TypedDict, Generic[T]):
    item: T
def plain(x: int, **kwargs: Unpack[Options]) -> None: ...
def as_text(**kwargs: "Unpack[Options]") -> None: ...
"""


@pytest.mark.parametrize("typed", ["", "pyi", "py.typed"])
def test_unpacked_keywords(packages: Packages, typed: str) -> None:
    """From the running module, from its stub and from its typed source."""
    imports = (
        "from typing import Generic, TypeVar\nT = TypeVar('T')\ntry:\n"
        "    from typing import NotRequired, Required, TypedDict, Unpack\nexcept ImportError:\n"
        "    from typing_extensions import NotRequired, Required, TypedDict, Unpack\n"
    )
    generic = "def given(**kwargs: Unpack[Holder[int]]) -> None: ...\n"
    packages.write("generic_b/__init__.py", imports + KEYWORDS + generic)
    if typed == "pyi":
        packages.write("generic_b/__init__.pyi", imports + KEYWORDS + generic)
    elif typed:
        packages.write("generic_b/py.typed", "")
    description = describe("generic_b")
    expected = "@a: int = ..., @b: str, @c: list[generic_b.Base] = ...) -> none"
    assert signatures(member(description, "plain")) == [f"(x: int, {expected}"]
    assert signatures(member(description, "as_text")) == [f"({expected}"]
    assert signatures(member(description, "given")) == ["(@item: int) -> none"]


def test_inherited_members_have_the_types_that_the_class_gives(packages: Packages) -> None:
    packages.write(
        "grouped.py",
        "from __future__ import annotations\n"
        "from typing import Generic, Iterator, TypeVar\n"
        "Item = TypeVar('Item')\nOther = TypeVar('Other')\n"
        "class Base(Generic[Item]):\n"
        "    def __iter__(self) -> Iterator[tuple[str, Item]]: ...\n"
        "    def first(self, other: Other) -> Item | Other: ...\n"
        "    @property\n    def last(self) -> Item: ...\n"
        "    def count(self) -> int: ...\n"
        "class Middle(Base[Item]): ...\n"
        "class Free:\n    def free(self, item: Item) -> Item: ...\n"
        "class Words(Middle[bytes], Free): ...\n"
        "class Numbers(Middle[float], Free): ...\n",
    )
    description = describe("grouped")

    def told(cls: str, name: str) -> list[str]:
        return signatures(member(member(description, cls), name))

    assert told("Words", "__iter__") == ["() -> typing.Iterator[(str, bytes)]"]
    assert text(member(description, "Words")["iterable"]) == "(str, bytes)"
    assert text(member(description, "Numbers")["iterable"]) == "(str, float)"
    assert told("Words", "first") == ["(other: ~Other) -> bytes | ~Other"]
    assert told("Numbers", "first") == ["(other: ~Other) -> float | ~Other"]
    assert text(member(member(description, "Numbers"), "last")["type"]) == "float"
    # The class itself, and one between, leave it open; where it is the function's own it is nobody's to give.
    assert told("Base", "first") == told("Middle", "first") == ["(other: ~Other) -> ~Item | ~Other"]
    assert told("Words", "free") == ["(item: ~Item) -> ~Item"]
    assert told("Words", "count") == ["() -> int"]

"""Types that functions written in C++ give in the signature of their docstring."""

from __future__ import annotations

from describing import Packages, describe, member, signatures, sources

SOURCE = '''
import collections.abc

def f(self_like, count=1):
    """f(self_like: Box, count: int = 1) -> list[Box]

    Does."""

def words(a):
    "words(a) -> List of Box"

def foreign(a, b):
    "foreign(a: std::size_t, b: dict[str, lib::Node]) -> lib::jit::Node"

def many(*args, **kwargs):
    """many(*args, **kwargs)
    Overloaded function.

    1. many(a: int) -> str

    Text.

    2. many(a: collections.abc.Sequence[str], b: Box = <Box 1>) -> Box
    """

def typed(a: int) -> str:
    "typed(a: float) -> bytes"

class Box:
    def __init__(self, *args, **kwargs):
        "__init__(self: doc_types.Box, size: int) -> None"

    def get(self, arg0):
        "get(self: doc_types.Box, arg0: str) -> doc_types.Box"
'''


def test_types_in_the_first_line(packages: Packages) -> None:
    packages.write("doc_types.py", SOURCE)
    description = describe("doc_types")
    assert signatures(member(description, "f")) == [
        "(self_like: doc_types.Box, count: int = 1) -> list[doc_types.Box]"
    ]
    assert set(sources(member(description, "f")).values()) == {"docstring"}
    assert signatures(member(description, "words")) == ["(a: ?) -> list[doc_types.Box]"]
    box = member(description, "Box")
    assert signatures(box["constructor_"]) == ["(size: int) -> self"]
    assert signatures(member(box, "get")) == ["(arg0: str) -> doc_types.Box"]


def test_names_of_another_language_are_shown_as_they_are(packages: Packages) -> None:
    packages.write("doc_types.py", SOURCE)
    assert signatures(member(describe("doc_types"), "foreign")) == [
        "(a: <std::size_t>, b: dict[str, <lib::Node>]) -> <lib::jit::Node>"
    ]


def test_a_numbered_list_is_overloads(packages: Packages) -> None:
    packages.write("doc_types.py", SOURCE)
    assert signatures(member(describe("doc_types"), "many")) == [
        "(a: int) -> str",
        "(a: typing.Sequence[str], b: doc_types.Box = ...) -> doc_types.Box",
    ]


def test_declared_types_are_stronger(packages: Packages) -> None:
    packages.write("doc_types.py", SOURCE)
    assert signatures(member(describe("doc_types"), "typed")) == ["(a: int) -> str"]


def test_an_assigned_call_yields_to_what_a_base_declares(packages: Packages) -> None:
    packages.write("doc_bare/py.typed", "")
    packages.write(
        "doc_bare/__init__.py",
        "class Base:\n    def detach(self) -> int: ...\ndef documented(function):\n    return function\n"
        "class Derived(Base):\n    detach = documented(lambda self: 1)\n",
    )
    assert signatures(member(member(describe("doc_bare"), "Derived"), "detach")) == ["() -> int"]


def test_a_list_of_parameters_is_a_signature_where_there_is_no_other(packages: Packages) -> None:
    packages.write(
        "doc_list.py",
        'def f(*hidden):\n    """Does.\n\n    Parameters\n    ----------\n    path, mode : str\n'
        "    size : int, default 3\n    codec : str, optional\n    **kwargs : dict\n\n    Returns\n    -------\n"
        '    bytes\n    """\nf.__signature__ = 5\n',
    )
    f = member(describe("doc_list"), "f")
    assert signatures(f) == [
        "(path: str, mode: str, size: int = ..., codec: str = ..., **kwargs: dict) -> bytes"
    ]
    assert set(sources(f).values()) == {"docstring"}

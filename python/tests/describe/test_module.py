"""What a module offers, as the running interpreter knows it."""

from __future__ import annotations

import sys

from describing import Packages, describe, member, names, signatures, sources


def test_public_names_are_those_of_all_and_those_made_here(packages: Packages) -> None:
    packages.write(
        "shop_a/__init__.py",
        "import os\nfrom json import dumps\nfrom ._inner import total, _hidden\n"
        "from typing import Any, Optional, TypeVar, Union\nRATE = 0.19\n_secret = 1\nT = TypeVar('T')\nId = Union[int, str]\n",
    )
    packages.write("shop_a/_inner.py", "def total(): ...\ndef _hidden(): ...\n")
    description = describe("shop_a")
    assert names(description) == ["Id", "RATE", "total"]
    assert member(description, "total")["definedAs"] == "shop_a._inner.total"


def test_all_may_name_what_comes_from_elsewhere(packages: Packages) -> None:
    packages.write("shop_b.py", "from json import dumps, loads\n__all__ = ['dumps', 'missing']\n")
    assert names(describe("shop_b")) == ["dumps"]


def test_a_module_that_only_passes_names_on_offers_them(packages: Packages) -> None:
    packages.write("maker_c.py", "def make(): ...\nclass Made: ...\n")
    packages.write("passes_c.py", "from __future__ import annotations\nimport os\nfrom maker_c import *\n")
    assert names(describe("passes_c")) == ["Made", "make"]


def test_submodules_are_listed_without_importing_them(packages: Packages) -> None:
    packages.write("shop_c/__init__.py", "__all__ = ['cart', 'work']\ndef work(): ...\n")
    packages.write("shop_c/cart.py", "raise SystemExit")
    packages.write("shop_c/_private.py", "")
    packages.write("shop_c/plain_folder/data.txt", "")
    description = describe("shop_c")
    assert description["submodules"] == [{"name": "shop_c.cart", "lazy": True}]
    assert names(description) == ["work"]


def test_defaults_are_kept_as_text_and_as_values_where_plain(packages: Packages) -> None:
    packages.write(
        "shop_d.py",
        "import sys\nclass Mark:\n    pass\n"
        "def f(a, b=1, *c, d='x', e=None, g=float('inf'), h=Mark(), i=sys.exit, j=2**70, k=b'ab', **l): ...\n",
    )
    function = member(describe("shop_d"), "f")
    first = {item["name"]: item for item in function["signatures"][0]["params"]}
    assert [item["kind"] for item in first.values()] == [
        "positional-or-keyword",
        "positional-or-keyword",
        "var-positional",
        *["keyword-only"] * 7,
        "var-keyword",
    ]
    assert "optional" not in first["a"]
    assert first["b"]["literal"] == 1
    assert first["d"] == {**first["d"], "default": "'x'", "literal": "x"}
    assert first["e"]["literal"] is None
    assert first["g"]["default"] == "inf"
    assert "literal" not in first["g"]
    assert first["h"]["default"] == "<Mark>"
    assert first["i"]["default"] == "exit"
    assert first["j"]["literal"] == {"int": str(2**70)}
    assert first["k"]["literal"] == {"bytes": "YWI="}


def test_types_of_defaults_are_weak(packages: Packages) -> None:
    packages.write("shop_e.py", "def f(a=True, b=1, c=1.5, d='x', e=None): ...\n")
    assert signatures(member(describe("shop_e"), "f")) == [
        "(a: bool = True, b: int = 1, c: float = 1.5, d: str = 'x', e: ? = None) -> ?"
    ]
    assert sources(member(describe("shop_e"), "f"))["a"] == "default"


def test_values_have_their_value_and_class(packages: Packages) -> None:
    packages.write(
        "shop_f.py",
        "from decimal import Decimal\nRATE = 0.19\nNAMES: 'list[str]' = []\nPRICE = Decimal('1')\nNOTHING = None\n",
    )
    description = describe("shop_f")
    assert member(description, "RATE")["value"] == 0.19
    assert member(description, "NAMES")["type"] == {
        "kind": "ref",
        "name": "list",
        "args": [{"kind": "ref", "name": "str"}],
    }
    assert member(description, "NAMES")["source"] == "inline"
    assert member(description, "PRICE")["class"] == "decimal.Decimal"
    assert member(description, "NOTHING")["type"] == {"kind": "none"}


def test_flags_of_functions(packages: Packages) -> None:
    packages.write(
        "shop_g.py",
        "import contextlib, functools\nasync def a() -> int: ...\nasync def b():\n    yield 1\ndef c():\n    yield 1\n"
        "@contextlib.contextmanager\ndef d():\n    yield 1\n@functools.lru_cache\ndef e(x: int) -> str: ...\n"
        "p = functools.partial(int, base=2)\n",
    )
    description = describe("shop_g")
    flags = {
        item["name"]: (item.get("async", False), item.get("generator", False))
        for item in description["members"]
        if item["kind"] == "callable"
    }
    assert flags["a"] == (True, False)
    assert flags["b"] == (True, True)
    assert flags["c"] == (False, True)
    assert flags["d"] == (False, False)
    assert signatures(member(description, "e")) == ["(x: int) -> str"]
    assert member(description, "p")["kind"] == "callable"


def test_places_and_docs(packages: Packages) -> None:
    packages.write(
        "shop_h.py",
        '"""The shop."""\n\ndef f():\n    """\n    Sells.\n\n      Much.\n    """\n\nclass A:\n    class B:\n        pass\n',
    )
    description = describe("shop_h")
    assert description["doc"] == "The shop."
    assert member(description, "f")["doc"] == "Sells.\n\n  Much."
    assert member(description, "f")["location"]["line"] == 3
    a = member(description, "A")
    assert a["location"]["line"] == 10
    assert member(a, "B")["location"]["line"] == 11


def test_deprecation_from_docstring_and_attribute(packages: Packages) -> None:
    packages.write(
        "shop_i.py",
        'def f():\n    """Old.\n\n    .. deprecated:: 1.2\n       Use g.\n    """\n\ndef g(): ...\ng.__deprecated__ = "gone soon"\n',
    )
    description = describe("shop_i")
    assert member(description, "f")["deprecated"] == {"message": "Use g.", "since": "1.2"}
    assert member(description, "g")["deprecated"] == {"message": "gone soon"}


def test_a_module_with_getattr_is_dynamic(packages: Packages) -> None:
    packages.write("shop_j.py", "def __getattr__(name):\n    raise AttributeError(name)\n")
    assert describe("shop_j")["dynamic"] is True


def test_the_standard_library_is_marked_and_complete() -> None:
    json = describe("json")
    assert json["stdlib"] is True
    assert signatures(member(json, "loads"))[0].startswith("(s: str | bytes | bytearray, @cls: ")
    math = describe("math")
    assert all(item["signatures"] for item in math["members"] if item["kind"] == "callable")
    assert math["python"] == ".".join(map(str, sys.version_info[:3]))


def test_functions_that_have_no_signature_at_run_time() -> None:
    builtins = describe("builtins")
    assert signatures(member(builtins, "min"))[0].startswith("(/arg1: ~")
    constructor = member(builtins, "range")["constructor_"]
    assert signatures(constructor)[0] == "(/stop: typing.SupportsIndex) -> self"
    assert signatures(member(member(builtins, "dict"), "pop"))[0] == "(/key: ~_KT) -> ~_VT"
    datetime = member(describe("datetime"), "datetime")
    assert signatures(member(datetime, "isoformat")) == ["(sep: str = 'T', timespec: str = 'auto') -> str"]


def test_bound_methods_are_functions() -> None:
    randint = member(describe("random"), "randint")
    assert randint["flavour"] == "function"
    assert signatures(randint) == ["(a: int, b: int) -> int"]

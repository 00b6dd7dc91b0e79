"""What a module says of itself as a whole: its exports, open ends, what was skipped and what it depends on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from describing import Packages, ask, describe, member, names, signatures, sources

from snakebridge_adapter.describe import classes, module


def test_exports_keep_the_order_of_all(packages: Packages) -> None:
    packages.write(
        "facts_a.py",
        "__all__ = ['zoom', 'Aim', 'gone', 'zoom']\ndef zoom(): ...\nclass Aim: ...\ndef inner(): ...\n",
    )
    description = describe("facts_a")
    assert description["exports"] == ["zoom", "Aim"]
    assert names(description) == ["Aim", "inner", "zoom"]


def test_exports_of_the_stub_stand_in(packages: Packages) -> None:
    packages.write("facts_b.py", "def second(): ...\ndef first(): ...\ndef third(): ...\n")
    packages.write(
        "facts_b.pyi",
        "__all__ = ['first', 'second']\ndef first() -> int: ...\ndef second() -> int: ...\ndef third() -> int: ...\n",
    )
    assert describe("facts_b")["exports"] == ["first", "second"]


def test_a_module_without_all_exports_nothing_in_particular(packages: Packages) -> None:
    packages.write("facts_c.py", "def f(): ...\n")
    assert "exports" not in describe("facts_c")


def test_json_exports_what_its_users_want() -> None:
    assert describe("json")["exports"][:4] == ["dump", "dumps", "load", "loads"]
    assert "detect_encoding" in names(describe("json"))
    assert "detect_encoding" not in describe("json")["exports"]


def test_a_stub_with_getattr_is_open(packages: Packages) -> None:
    packages.write("facts_d.py", "class A: ...\nclass B: ...\n")
    packages.write(
        "facts_d.pyi",
        "from typing import Any\ndef __getattr__(name: str) -> Any: ...\n"
        "class A:\n    def __getattr__(self, name: str) -> Any: ...\nclass B: ...\n",
    )
    description = describe("facts_d")
    assert description["dynamic"] is True
    assert member(description, "A")["dynamic"] is True
    assert "dynamic" not in member(description, "B")
    assert member(describe("argparse"), "Namespace")["dynamic"] is True


def test_what_the_library_raises_is_a_fact(packages: Packages) -> None:
    packages.write(
        "facts_e.py", "__all__ = ['gone']\ndef __getattr__(name):\n    raise ImportError('extra')\n"
    )
    answer = ask({"what": "module", "name": "facts_e"})
    assert answer["description"]["skipped"] == [{"name": "gone", "reason": "ImportError: extra"}]
    assert "faulty" not in answer


def test_what_the_describer_raises_is_no_fact(packages: Packages, monkeypatch: pytest.MonkeyPatch) -> None:
    packages.write("facts_f.py", "def bad(): ...\ndef good(): ...\n")
    packages.write("facts_f_impl.py", "")
    # A fault of the describer, where its own code raises it.
    original: Any = module.describe_callable

    def failing(context: Any, name: str, *args: Any, **options: Any) -> Any:
        return original(None if name == "bad" else context, name, *args, **options)

    monkeypatch.setattr(module, "describe_callable", failing)
    answer = ask({"what": "module", "name": "facts_f"})
    (skipped,) = answer["description"]["skipped"]
    assert (skipped["name"], skipped["internal"]) == ("bad", True)
    assert answer["faulty"] is True
    assert names(answer["description"]) == ["good"]


def test_one_member_that_fails_costs_only_itself(packages: Packages, monkeypatch: pytest.MonkeyPatch) -> None:
    packages.write("facts_g.py", "class A:\n    def bad(self): ...\n    def good(self): ...\n")
    original: Any = classes.MemberReader.read

    def failing(self: Any, name: str, *args: Any) -> Any:
        return original(self, name, *([None] * len(args) if name == "bad" else args))

    monkeypatch.setattr(classes.MemberReader, "read", failing)
    description = describe("facts_g")
    assert [item["name"] for item in description["skipped"]] == ["A.bad"]
    assert names(member(description, "A")) == ["good"]


def _evidence(name: str) -> set[str]:
    return {Path(item["path"]).name for item in ask({"what": "module", "name": name})["evidence"]["files"]}


def test_a_users_package_depends_on_all_its_files(packages: Packages) -> None:
    packages.write("facts_h/__init__.py", "from .cart import add\nimport facts_h_other\n")
    packages.write("facts_h/cart.py", "def add(): ...\n")
    packages.write("facts_h/unused.py", "")
    packages.write("facts_h_other.py", "")
    found = _evidence("facts_h")
    assert {"__init__.py", "cart.py", "facts_h_other.py"} <= found
    assert "unused.py" not in found


def test_a_users_module_depends_on_the_stub_that_may_come(packages: Packages) -> None:
    packages.write("facts_i.py", "")
    absent = ask({"what": "module", "name": "facts_i"})["evidence"]["absent"]
    assert str(packages.folder / "facts_i.pyi") in absent


def test_an_editable_install_depends_on_its_sources(
    packages: Packages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "checkout"
    (sources / "facts_j").mkdir(parents=True)
    (sources / "facts_j" / "__init__.py").write_text("from .work import f\n")
    (sources / "facts_j" / "work.py").write_text("def f(): ...\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(sources)])
    packages.write("facts_j-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: facts-j\nVersion: 1\n")
    packages.write("facts_j-1.dist-info/top_level.txt", "facts_j\n")
    packages.write("facts_j-1.dist-info/RECORD", "__editable__.facts_j.pth,,\n")
    assert {"RECORD", "__init__.py", "work.py"} <= _evidence("facts_j")


def test_types_of_another_distribution_count(packages: Packages) -> None:
    site = "venv/site-packages/"
    for name in ("facts_k", "facts_l"):
        packages.write(f"{site}{name}/py.typed", "")
        packages.write(
            f"{site}{name}-2.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 2\n"
        )
        packages.write(f"{site}{name}-2.dist-info/RECORD", f"{name}/__init__.py,,\n")
    packages.write(
        f"{site}facts_k/__init__.py",
        "import facts_l\nAlias = facts_l.Number\ndef f(a: 'facts_l.Number') -> None: ...\n",
    )
    packages.write(f"{site}facts_l/__init__.py", "from typing import Union\nNumber = Union[int, float]\n")
    sys.path.insert(0, str(packages.folder / "venv" / "site-packages"))
    try:
        files = [item["path"] for item in ask({"what": "module", "name": "facts_k"})["evidence"]["files"]]
    finally:
        sys.path.pop(0)
    folders = {Path(path).parent.name for path in files if path.endswith("RECORD")}
    assert "facts_k-2.dist-info" in folders
    assert not any(path.endswith("facts_k/__init__.py") for path in files)


def test_names_of_the_stub_that_exist_are_public_and_others_are_not(packages: Packages) -> None:
    packages.write("facts_k.py", "from json import dumps as extra\n__all__ = ['listed']\ndef listed(): ...\n")
    packages.write(
        "facts_k.pyi",
        "from json import dumps as extra\ndef listed() -> None: ...\ndef extra() -> None: ...\ndef gone() -> None: ...\n",
    )
    assert names(describe("facts_k")) == ["extra", "listed"]
    # What the standard library leaves out of `__all__`: 3.11 and later have task groups.
    assert ("TaskGroup" in names(describe("asyncio"))) == (sys.version_info >= (3, 11))


def test_declared_any_is_not_the_same_as_nothing_said(packages: Packages) -> None:
    packages.write("facts_l.py", "from typing import Any\ndef f(a: Any, b) -> Any: ...\ndef g(a): ...\n")
    description = describe("facts_l")
    assert signatures(member(description, "f")) == ["(a: any, b: ?) -> any"]
    assert sources(member(description, "f")) == {"a": "inline", "b": None, "return": "inline"}
    assert signatures(member(description, "g")) == ["(a: ?) -> ?"]
    assert sources(member(description, "g")) == {"a": None, "return": None}


def test_parameters_are_matched_by_name_by_position_and_by_kind(packages: Packages) -> None:
    packages.write("facts_m.py", "def f(_a, b, *rest, c=1, **more): ...\ndef g(x, y, /): ...\n")
    packages.write(
        "facts_m.pyi",
        "def f(a: int, b: str, *args: float, c: bool = ..., **kwargs: bytes) -> None: ...\n"
        "def g(first: int, second: str, /) -> None: ...\n",
    )
    description = describe("facts_m")
    assert signatures(member(description, "f")) == [
        "(_a: int, b: str, *args: float, @c: bool = 1, **kwargs: bytes) -> none"
    ]
    assert signatures(member(description, "g")) == ["(/first: int, /second: str) -> none"]

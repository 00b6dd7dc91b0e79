"""Types from stubs and typed sources."""

from __future__ import annotations

import sys

import pytest
from describing import Packages, describe, describe_class, member, names, signatures, sources, text


def test_a_stub_beside_the_module(packages: Packages) -> None:
    packages.write("tools_a.py", "def f(a, b=2, _cache=None): ...\nX = 1\n")
    packages.write(
        "tools_a.pyi", "def f(a: int, b: str = ...) -> bytes: ...\nX: float\ndef gone() -> None: ...\n"
    )
    description = describe("tools_a")
    assert signatures(member(description, "f")) == ["(a: int, b: str = 2) -> bytes"]
    assert sources(member(description, "f")) == {"a": "stub", "b": "stub", "return": "stub"}
    assert text(member(description, "X")["type"]) == "float"
    assert names(description) == ["X", "f"]


def test_a_stub_package_wins_over_the_source(packages: Packages) -> None:
    packages.write("tools_b/__init__.py", "def f(a): ...\n")
    packages.write("tools_b/sub.py", "def g(a): ...\n")
    packages.write(
        "tools_b-stubs/__init__.pyi", "from .sub import Thing\ndef f(a: Thing) -> list[Thing]: ...\n"
    )
    packages.write("tools_b-stubs/sub.pyi", "class Thing: ...\ndef g(a: int) -> None: ...\n")
    assert signatures(member(describe("tools_b"), "f")) == [
        "(a: tools_b.sub.Thing) -> list[tools_b.sub.Thing]"
    ]
    assert signatures(member(describe("tools_b.sub"), "g")) == ["(a: int) -> none"]


def test_overloads_of_a_typed_source(packages: Packages) -> None:
    packages.write("tools_c/py.typed", "")
    packages.write(
        "tools_c/__init__.py",
        "from __future__ import annotations\nfrom typing import overload\n"
        "@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str, b: bool = False) -> str: ...\n"
        "def f(a, b=False):\n    return a\n",
    )
    function = member(describe("tools_c"), "f")
    assert signatures(function) == ["(a: int) -> int", "(a: str, b: bool = False) -> str"]
    assert sources(function)["a"] == "inline"


def test_names_that_only_type_checkers_import(packages: Packages) -> None:
    packages.write(
        "tools_d.py",
        "from __future__ import annotations\nimport typing as t\nif t.TYPE_CHECKING:\n"
        "    from collections.abc import Sequence\n    import not_installed_lib as nil\n\n"
        "def f(a: Sequence[int], b: nil.Frame) -> nil.Frame | None: ...\n",
    )
    assert signatures(member(describe("tools_d"), "f")) == [
        "(a: typing.Sequence[int], b: not_installed_lib.Frame) -> not_installed_lib.Frame | none"
    ]
    assert "not_installed_lib" not in sys.modules


def test_version_and_platform_conditions(packages: Packages) -> None:
    packages.write("tools_e.py", "def f(a): ...\ndef g(a): ...\ndef h(a): ...\n")
    packages.write(
        "tools_e.pyi",
        "import sys\nif sys.version_info >= (3, 99):\n    def f(a: int) -> None: ...\n"
        "elif sys.version_info >= (3, 9) and sys.platform != 'nowhere':\n    def f(a: str) -> None: ...\n"
        "if not sys.platform == 'nowhere':\n    def g(a: str) -> None: ...\nelse:\n    def g(a: int) -> None: ...\n"
        "if sys.version_info < (3,):\n    def h(a: int) -> None: ...\nelse:\n    def h(a: str) -> None: ...\n",
    )
    description = describe("tools_e")
    for name in "fgh":
        assert signatures(member(description, name)) == ["(a: str) -> none"]


def test_grammar_newer_than_the_interpreter(packages: Packages) -> None:
    packages.write(
        "tools_f.py",
        "def f(x): ...\ndef g(*args): ...\nclass Box:\n    def get(self, default=None): ...\ndef h(p): ...\n",
    )
    packages.write(
        "tools_f.pyi",
        "from collections.abc import Callable\n"
        "type Pair[A, B = int] = tuple[A, B]\n"
        "def f[T: (int, str)](x: T) -> Pair[T]: ...\n"
        "def g[*Ts](*args: *Ts) -> tuple[int, *Ts]: ...\n"
        "class Box[\n    T: float,\n]:\n    def get[D](self, default: D = ...) -> T | D: ...\n"
        "def h[**P, R](p: Callable[P, R]) -> Callable[P, Box[float]]: ...\n",
    )
    description = describe("tools_f")
    f = member(description, "f")
    assert signatures(f) == ["(x: ~T) -> (~T, int)"]
    assert f["signatures"][0]["typeParams"] == [
        {
            "name": "T",
            "kind": "typevar",
            "constraints": [{"kind": "ref", "name": "int"}, {"kind": "ref", "name": "str"}],
        }
    ]
    g = member(description, "g")
    assert signatures(g) == ["(*args: *~Ts) -> (int, *~Ts)"]
    assert g["signatures"][0]["typeParams"] == [{"name": "Ts", "kind": "typevartuple"}]
    box = member(description, "Box")
    assert box["typeParams"] == [{"name": "T", "kind": "typevar", "bound": {"kind": "ref", "name": "float"}}]
    assert signatures(member(box, "get")) == ["(default: ~D = None) -> ~T | ~D"]
    assert member(box, "get")["stub"]["line"] == 8
    assert signatures(member(description, "h")) == ["(p: (... **P) -> ~R) -> (... **P) -> tools_f.Box[float]"]


def test_generics_self_and_inherited_members(packages: Packages) -> None:
    packages.write(
        "tools_g.py",
        "class Base:\n    def item(self): ...\n    def me(self): ...\n    @classmethod\n    def make(cls): ...\n"
        "class Child(Base):\n    pass\n",
    )
    packages.write(
        "tools_g.pyi",
        "from typing import Generic, TypeVar\nfrom typing_extensions import Self\nT = TypeVar('T')\nS = TypeVar('S', bound='Base')\n"
        "class Base(Generic[T]):\n    def item(self) -> dict[str, T]: ...\n    def me(self: S) -> S: ...\n"
        "    @classmethod\n    def make(cls) -> Self: ...\n"
        "class Child(Base[bytes]): ...\n",
    )
    description = describe("tools_g")
    base, child = member(description, "Base"), member(description, "Child")
    assert [item["name"] for item in base["typeParams"]] == ["T"]
    assert signatures(member(base, "item")) == ["() -> dict[str, ~T]"]
    assert signatures(member(child, "item")) == ["() -> dict[str, bytes]"]
    assert member(child, "item")["inheritedFrom"] == "tools_g.Base"
    assert signatures(member(child, "me")) == ["() -> self"]
    assert signatures(member(child, "make")) == ["() -> self"]
    assert member(child, "make")["flavour"] == "classmethod"
    assert [text(base) for base in child["bases"]] == ["tools_g.Base[bytes]"]


def test_keywords_by_typed_dict(packages: Packages) -> None:
    packages.write("tools_h.py", "def f(**kwargs): ...\n")
    packages.write(
        "tools_h.pyi",
        "from typing_extensions import NotRequired, TypedDict, Unpack\n"
        "class Options(TypedDict, total=False):\n    size: int\nclass More(Options):\n    name: str\n    color: NotRequired[str]\n"
        "def f(**kwargs: Unpack[More]) -> None: ...\n",
    )
    assert signatures(member(describe("tools_h"), "f")) == [
        "(@size: int = ..., @name: str, @color: str = ...) -> none"
    ]


def test_keywords_by_typed_dict_in_a_typed_source(packages: Packages) -> None:
    packages.write("tools_u/py.typed", "")
    packages.write(
        "tools_u/__init__.py",
        "from __future__ import annotations\nfrom typing import TypedDict\n"
        "class Options(TypedDict, total=False):\n    size: int\n"
        "def f(a: int, **kwargs: Unpack[Options]) -> None: ...\n"
        "import typing\nif typing.TYPE_CHECKING:\n    from typing_extensions import Unpack\n",
    )
    assert signatures(member(describe("tools_u"), "f")) == ["(a: int, @size: int = ...) -> none"]


def test_aliases_are_expanded_or_listed(packages: Packages) -> None:
    packages.write("tools_i.py", "def f(a, b, c): ...\n")
    packages.write(
        "tools_i.pyi",
        "from typing import TypeVar, Union\nfrom typing_extensions import TypeAlias\nT = TypeVar('T')\n"
        "Small: TypeAlias = int | str\nMaybe = Union[T, None]\n"
        "Json: TypeAlias = None | bool | float | str | list['Json'] | dict[str, 'Json']\n"
        "def f(a: Small, b: Maybe[bytes], c: Json) -> Json: ...\n",
    )
    description = describe("tools_i")
    assert signatures(member(description, "f")) == [
        "(a: int | str, b: bytes | none, c: tools_i.Json) -> tools_i.Json"
    ]
    assert text(description["aliases"]["tools_i.Json"]["type"]) == (
        "none | bool | float | str | list[tools_i.Json] | dict[str, tools_i.Json]"
    )


def test_classes_that_only_stubs_know() -> None:
    found = describe_class("_typeshed.SupportsRead")
    assert found["class"]["flavour"] == "protocol"
    assert signatures(member(found["class"], "read")) == ["(/length: int = ...) -> ~_T_co"]


def test_deprecated_overloads(packages: Packages) -> None:
    packages.write("tools_j.py", "def f(a): ...\n")
    packages.write(
        "tools_j.pyi",
        "from typing import overload\nfrom typing_extensions import deprecated\n@overload\ndef f(a: int) -> int: ...\n"
        "@overload\n@deprecated('ints only')\ndef f(a: str) -> str: ...\n",
    )
    first, second = member(describe("tools_j"), "f")["signatures"]
    assert "deprecated" not in first
    assert second["deprecated"] == "ints only"


def test_without_typeshed_the_running_signature_is_all_there_is() -> None:
    from snakebridge_adapter.describe import handle

    answer = handle({"what": "module", "name": "json"}, lambda progress: None)
    assert isinstance(answer, dict)
    dumps = member(answer["description"], "dumps")
    assert signatures(dumps)[0].startswith("(obj: ?, @skipkeys: bool = False")
    assert sources(dumps)["skipkeys"] == "default"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Optional[int]", "int | none"),
        ("Union[int, Union[str, None]]", "int | str | none"),
        ("List[Dict[str, Any]]", "list[dict[str, any]]"),
        ("Tuple[int, ...]", "(int, ...)"),
        ("Tuple[()]", "()"),
        ("Type['C']", "type[{m}.C]"),
        ("Callable[[int, str], None]", "(int, str) -> none"),
        ("Callable[..., int]", "(...) -> int"),
        ("Literal['a', 1, None, True]", 'Literal["a", 1, true] | none'),
        ("Annotated[int, 'metadata']", "int"),
        ("Iterator[int]", "typing.Iterator[int]"),
        ("abc.Mapping[str, int]", "typing.Mapping[str, int]"),
        ("ClassVar[int]", "int"),
        ("NoReturn", "typing.Never"),
        ("T", "~T"),
        ("Undefined", "<Undefined>"),
        ("'Undefined[int]'", "<Undefined[int]>"),
        ("C.Inner", "{m}.C.Inner"),
        ("Number", "{m}.Number"),
    ],
)
def test_annotations_mean_the_same_as_stub_string_and_object(
    packages: Packages, annotation: str, expected: str
) -> None:
    names = ["forms_stub", "forms_text", "forms_object"]
    head = (
        "import collections.abc as abc\nfrom typing import *\nfrom typing_extensions import Annotated, Literal\n"
        "T = TypeVar('T')\nNumber = NewType('Number', int)\nclass C:\n    class Inner: ...\n"
    ).replace("from typing_extensions import", "from typing import")
    function = f"def f(a: {annotation}): ...\n"
    packages.write("forms_stub.py", head + "def f(a): ...\n")
    packages.write("forms_stub.pyi", head + function)
    packages.write("forms_text.py", "from __future__ import annotations\n" + head + function)
    if "Undefined" in annotation and not annotation.startswith("'"):
        names.remove("forms_object")
    packages.write("forms_object.py", head + function)
    for name in names:
        (params,) = (item["params"] for item in member(describe(name), "f")["signatures"])
        assert text(params[0]["type"]) == expected.format(m=name), name


def test_a_package_that_imports_its_own_submodule(packages: Packages) -> None:
    packages.write("tools_k/py.typed", "")
    packages.write("tools_k/__init__.py", "from . import _base as _base\nfrom .child import Child\n")
    packages.write("tools_k/_base.py", "class Base:\n    def f(self, a: int) -> str: ...\n")
    packages.write(
        "tools_k/child.py",
        "import tools_k\nclass Child(tools_k._base.Base):\n    def f(self, a):\n        return ''\n",
    )
    child = member(describe("tools_k"), "Child")
    assert [text(base) for base in child["bases"]] == ["tools_k._base.Base"]


def test_an_override_without_types_has_those_of_what_it_overrides(packages: Packages) -> None:
    packages.write("tools_l/py.typed", "")
    packages.write(
        "tools_l/__init__.py",
        "class Base:\n    def f(self, a: int, b: str = '') -> bytes: ...\n"
        "class Child(Base):\n    def f(self, a, b='x', c=1):\n        return b''\n",
    )
    assert signatures(member(member(describe("tools_l"), "Child"), "f")) == [
        "(a: int, b: str = 'x', c: int = 1) -> bytes"
    ]


def test_the_declared_variance_of_type_variables_is_told(packages: Packages) -> None:
    packages.write(
        "tools_v.pyi",
        "from typing import Generic, TypeVar\n"
        'In = TypeVar("In", contravariant=True)\n'
        'Out = TypeVar("Out", covariant=True)\n'
        'Same = TypeVar("Same", covariant=False)\n'
        "class Step(Generic[In, Out, Same]): ...\n",
    )
    packages.write("tools_v.py", "class Step: ...\n")
    packages.write(
        "tools_w.py",
        "from typing import Generic, TypeVar\n"
        'In = TypeVar("In", contravariant=True)\n'
        "class Sink(Generic[In]): ...\n",
    )
    step = member(describe("tools_v"), "Step")
    assert [item.get("variance") for item in step["typeParams"]] == ["contravariant", "covariant", None]
    sink = member(describe("tools_w"), "Sink")
    assert [item.get("variance") for item in sink["typeParams"]] == ["contravariant"]


def test_an_object_is_called_as_the_class_that_only_its_stub_tells_apart(packages: Packages) -> None:
    """One class at run time, which the stubs divide by what its objects take."""
    packages.write(
        "tools_x/__init__.py", "from ._engine import Operation\nadd = Operation()\nplain = Operation()\n"
    )
    packages.write("tools_x/_engine.py", "class Operation:\n    def __call__(self, *args, **kwargs): ...\n")
    packages.write("tools_x/_kinds/__init__.py", "from ._binary import Binary as Binary\n")
    packages.write("tools_x/_kinds/_binary.py", "from .._engine import Operation\nBinary = Operation\n")
    packages.write("tools_x/py.typed", "")
    packages.write(
        "tools_x/__init__.pyi",
        "from typing import Any\nfrom ._kinds import Binary\n"
        "class Operation:\n    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...\n"
        "add: Binary[bytes]\nplain: Operation\n",
    )
    packages.write(
        "tools_x/_kinds/_binary.pyi",
        "from typing import Generic, TypeVar, overload\nfrom .. import Operation\nT = TypeVar('T')\n"
        "class Binary(Operation, Generic[T]):\n"
        "    @overload\n    def __call__(self, a: int, b: int, /) -> int: ...\n"
        "    @overload\n    def __call__(self, a: T, b: T, /) -> T: ...\n",
    )
    __import__("tools_x._kinds")
    description = describe("tools_x")
    add = member(description, "add")
    assert signatures(add) == ["(/a: int, /b: int) -> int", "(/a: bytes, /b: bytes) -> bytes"]
    assert add["class"] == "tools_x.Operation"
    assert signatures(member(description, "plain")) == ["(*args: any, **kwargs: any) -> any"]

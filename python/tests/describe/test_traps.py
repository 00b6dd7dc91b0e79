"""What real libraries do that breaks a naive describer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from describing import Packages, ask, describe, describe_class, member, names, signatures, text

from snakebridge_adapter.describe import lazy_names


def test_a_lazy_module_attribute_is_not_loaded(packages: Packages) -> None:
    packages.write(
        "trap_a/__init__.py",
        "__all__ = ['heavy', 'made']\ndef __getattr__(name):\n    if name == 'made':\n        def made(a: int) -> int: ...\n"
        "        return made\n    import importlib\n    return importlib.import_module('.' + name, __name__)\n",
    )
    packages.write("trap_a/heavy.py", "raise RuntimeError('imported')\n")
    description = describe("trap_a")
    assert names(description) == ["made"]
    assert {"name": "trap_a.heavy", "lazy": True} in description["submodules"]


def test_a_lazy_attribute_that_fails_is_reported(packages: Packages) -> None:
    packages.write(
        "trap_b.py",
        "__all__ = ['gone', 'here']\ndef here(): ...\ndef __getattr__(name):\n    raise ImportError('needs extra')\n",
    )
    description = describe("trap_b")
    assert names(description) == ["here"]
    assert description["skipped"] == [{"name": "gone", "reason": "ImportError: needs extra"}]


@pytest.mark.parametrize(
    ("error", "reason"), [("SystemExit(3)", "SystemExit: 3"), ("_Panic('rust')", "_Panic: rust")]
)
def test_a_lazy_attribute_that_ends_python_is_reported(packages: Packages, error: str, reason: str) -> None:
    name = f"trap_b_{len(error)}"
    packages.write(
        f"{name}.py",
        "class _Panic(BaseException): ...\n__all__ = ['gone', 'here']\ndef here(): ...\n"
        f"def __getattr__(name):\n    raise {error}\n",
    )
    description = describe(name)
    assert names(description) == ["here"]
    assert description["skipped"] == [{"name": "gone", "reason": reason}]
    assert ask({"what": "class", "name": f"{name}.gone"})["error"] == "no-class"


def test_finding_submodules_imports_nothing(packages: Packages) -> None:
    packages.write("trap_c/__init__.py", "raise RuntimeError('imported')\n")
    packages.write("trap_c/inner/__init__.py", "raise RuntimeError('imported')\n")
    packages.write("trap_c/inner/leaf.py", "")
    assert ask({"what": "submodules", "name": "trap_c.inner"})["submodules"] == ["trap_c.inner.leaf"]
    assert "trap_c" not in sys.modules


def test_a_faked_module_name(packages: Packages) -> None:
    packages.write(
        "trap_d/__init__.py",
        "from ._impl import Frame, frame\nFrame.__module__ = 'trap_d'\nframe.__module__ = 'nowhere.at_all'\n",
    )
    packages.write(
        "trap_d/_impl.py",
        "class Frame:\n    def head(self, n: int = 5) -> 'Frame': ...\ndef frame() -> Frame: ...\n",
    )
    description = describe("trap_d")
    assert "definedAs" not in member(description, "Frame")
    assert signatures(member(member(description, "Frame"), "head")) == ["(n: int = 5) -> trap_d.Frame"]


def test_descriptors_that_raise_or_warn_are_not_read(packages: Packages) -> None:
    packages.write(
        "trap_e.py",
        "class Angry:\n    def __get__(self, instance, owner):\n        raise RuntimeError('read')\n"
        "class A:\n    angry = Angry()\n    @property\n    def bad(self):\n        raise RuntimeError('read')\n"
        "class Meta(type):\n    @property\n    def worse(cls):\n        raise RuntimeError('read')\n"
        "class B(metaclass=Meta):\n    def f(self): ...\n",
    )
    description = describe("trap_e")
    assert "skipped" not in description
    assert set(names(member(description, "A"))) == {"angry", "bad"}


def test_proxies_are_not_asked(packages: Packages) -> None:
    packages.write(
        "trap_f.py",
        "class Proxy:\n    @property\n    def __class__(self):\n        raise RuntimeError('asked')\n"
        "    def __getattr__(self, name):\n        raise RuntimeError('asked')\n"
        "    def __call__(self, a: int) -> str: ...\nlazy = Proxy()\n",
    )
    description = describe("trap_f")
    assert "skipped" not in description
    lazy = member(description, "lazy")
    assert lazy["flavour"] == "callable-object"
    assert signatures(lazy) == ["(a: int) -> str"]


def test_callable_instances(packages: Packages) -> None:
    packages.write(
        "trap_g.py",
        'class Dispatch:\n    """The dispatcher."""\n    def __call__(self, a: int, b=2) -> int: ...\nrun = Dispatch()\n'
        "run.__doc__ = 'Runs.'\n",
    )
    run = member(describe("trap_g"), "run")
    assert (run["flavour"], run["class"], run["doc"]) == ("callable-object", "trap_g.Dispatch", "Runs.")
    assert signatures(run) == ["(a: int, b: int = 2) -> int"]


def test_decorators_that_add_parameters(packages: Packages) -> None:
    packages.write("trap_h.py", "def f(a, *, backend=None): ...\n")
    packages.write(
        "trap_h.pyi",
        "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n",
    )
    assert signatures(member(describe("trap_h"), "f")) == [
        "(a: int, @backend: ? = None) -> int",
        "(a: str, @backend: ? = None) -> str",
    ]


def test_a_signature_that_says_nothing_yields_to_the_stub(packages: Packages) -> None:
    packages.write(
        "trap_i.py",
        "def f(*args, **kwargs): ...\ndef g(a, **kwargs): ...\ndef h(*args, timeout=None, **kwargs): ...\n",
    )
    packages.write(
        "trap_i.pyi",
        "def f(a: int, b: str = ...) -> None: ...\ndef g(a: int, *, b: str, c: int = 1) -> None: ...\n"
        "def h(command: str, timeout: float | None = None) -> int: ...\n",
    )
    description = describe("trap_i")
    assert signatures(member(description, "f")) == ["(a: int, b: str = ...) -> none"]
    assert signatures(member(description, "g")) == ["(a: int, @b: str, @c: int = 1) -> none"]
    assert signatures(member(description, "h")) == ["(command: str, timeout: float | none = None) -> int"]


def test_names_that_no_caller_can_write_are_those_of_the_stub(packages: Packages) -> None:
    packages.write("trap_n.py", "def f(arg0, /, b): ...\ndef g(a, _, __): ...\n")
    packages.write(
        "trap_n.pyi",
        "def f(item: int, /, b: str) -> None: ...\ndef g(a: int, name: str, value: str) -> None: ...\n",
    )
    description = describe("trap_n")
    assert signatures(member(description, "f")) == ["(/item: int, b: str) -> none"]
    assert signatures(member(description, "g")) == ["(a: int, name: str, value: str) -> none"]


def test_drift_is_marked(packages: Packages) -> None:
    packages.write("trap_j.py", "def f(a, new=1): ...\n")
    packages.write("trap_j.pyi", "def f(a: int, old: int = 1) -> None: ...\n")
    first, second = member(describe("trap_j"), "f")["signatures"][0]["params"]
    assert "drift" not in first
    assert (second["name"], second["drift"]) == ("new", True)


def test_an_object_that_breaks_is_skipped_and_said(packages: Packages) -> None:
    packages.write(
        "trap_k.py",
        "class Meta(type):\n    def __getattribute__(cls, name):\n        if name == '__mro__':\n            raise RuntimeError('no')\n"
        "        return super().__getattribute__(name)\nclass Bad(metaclass=Meta): ...\ndef good(): ...\n",
    )
    description = describe("trap_k")
    assert "good" in names(description)
    assert [item["name"] for item in description.get("skipped", [])] in (["Bad"], [])


def test_types_are_never_evaluated(packages: Packages) -> None:
    packages.write(
        "trap_l.py",
        "from __future__ import annotations\ndef f(a: __import__('trap_l_other').T, b: print('evaluated')) -> None: ...\n",
    )
    packages.write("trap_l_other.py", "raise RuntimeError('imported')\n")
    (found,) = signatures(member(describe("trap_l"), "f"))
    assert found.startswith("(a: <__import__(")
    assert "trap_l_other" not in sys.modules


def test_main_is_never_run(packages: Packages) -> None:
    packages.write("trap_m/__init__.py", "")
    packages.write("trap_m/__main__.py", "raise RuntimeError('run')\n")
    assert ask({"what": "module", "name": "trap_m.__main__"})["error"] == "not-importable"
    assert describe("trap_m")["submodules"] == []


def test_enum_members_and_properties() -> None:
    http = describe("http")
    status = member(http, "HTTPStatus")
    assert {"name": "OK", "value": 200}.items() <= next(
        f for f in status["fields"] if f["name"] == "OK"
    ).items()
    assert "OK" not in names(status)
    assert text(member(status, "phrase")["type"]) == "str"


def test_cyclic_classes_end(packages: Packages) -> None:
    packages.write("trap_n.py", "class A:\n    pass\nclass B:\n    partner = A\nA.partner = B\nA.me = A\n")
    a = member(describe("trap_n"), "A")
    assert text(member(a, "partner")["type"]) == "type[trap_n.B]"
    assert text(member(a, "me")["type"]) == "type[trap_n.A]"


def test_deeply_nested_types_end(packages: Packages) -> None:
    depth = 300
    packages.write("trap_o.py", "def f(a): ...\ndef g(a): ...\n")
    packages.write(
        "trap_o.pyi",
        f"def f(a: {'list[' * depth}int{']' * depth}) -> None: ...\ndef g(a: int) -> None: ...\n",
    )
    assert "g" in names(describe("trap_o"))


def test_lone_surrogates_in_docs_and_defaults(packages: Packages) -> None:
    packages.write("trap_p.py", "def f(a='\\ud800'): ...\nf.__doc__ = 'bad \\ud800 text'\n")
    assert member(describe("trap_p"), "f")["doc"].startswith("bad ")


def test_describing_imports_only_the_standard_library() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from snakebridge_adapter.describe import handle;"
        "handle({'what': 'module', 'name': 'math'}, lambda p: None);"
        "print(sorted({m.partition('.')[0] for m in sys.modules} - set(getattr(sys, 'stdlib_module_names', sys.modules))))"
    )
    folder = str(Path(__file__).parents[2])
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, folder], capture_output=True, text=True, check=True
    )
    assert eval(result.stdout) in (["__main__", "snakebridge_adapter"], ["snakebridge_adapter"], [])


def test_lazy_names_that_take_too_long_are_known_by_name(
    packages: Packages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lazy_names, "_LOADING_SECONDS", -1)
    packages.write(
        "trap_q.py",
        "__all__ = ['heavy', 'here']\ndef here(): ...\ndef __getattr__(name):\n    raise RuntimeError('loaded')\n",
    )
    description = describe("trap_q")
    assert names(description) == ["heavy", "here"]
    assert member(description, "heavy") == {"name": "heavy", "kind": "value", "lazy": True}
    assert "skipped" not in description


_MANY_NAMES = """
import sys, types
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .parts import Named
class _Lazy(types.ModuleType):
    loaded = []
    def __dir__(self):
        return ["Named", "trap_r.parts", *(f"Part{number}" for number in range(500))]
    def __getattr__(self, name):
        if not name.startswith(("Part", "Named")):
            raise AttributeError(name)
        self.loaded.append(name)
        value = type(name, (), {"__module__": "trap_r.parts", "size": lambda self: 1})
        setattr(self, name, value)
        return value
loaded = sys.modules[__name__]
new = sys.modules[__name__] = _Lazy(__name__)
new.__dict__.update({name: vars(loaded)[name] for name in ("__file__", "__path__", "__spec__", "__package__")})
"""


def test_of_very_many_lazy_names_those_are_loaded_that_the_source_names(packages: Packages) -> None:
    packages.write("trap_r/__init__.py", _MANY_NAMES)
    packages.write("trap_r/parts.py", "class Named: ...\n")
    description = describe("trap_r")
    loaded: list[str] = type(sys.modules["trap_r"]).loaded  # type: ignore[attr-defined]  # pyright: ignore
    assert loaded == ["Named"]
    assert member(description, "Named")["kind"] == "class"
    assert member(description, "Part499") == {"name": "Part499", "kind": "value", "lazy": True}
    assert len(names(description)) == 501
    # One that somebody asks for is loaded then.
    assert "size" in names(describe_class("trap_r.Part7")["class"])
    assert loaded == ["Named", "Part7"]


@pytest.mark.parametrize(
    ("module", "path", "expected"),
    [
        (
            "builtins",
            "min",
            "(/iterable: typing.Iterable[~SupportsRichComparisonT], @key: none = None) -> ~SupportsRichComparisonT",
        ),
        ("builtins", "range", "(/stop: typing.SupportsIndex) -> self"),
        ("builtins", "zip", "(/iter1: typing.Iterable[~_T1], "),
        ("builtins", "int", "(/x: str | "),
        (
            "datetime",
            "datetime",
            "(year: typing.SupportsIndex, month: typing.SupportsIndex, day: typing.SupportsIndex, ",
        ),
        ("random", "randint", "(a: int, b: int) -> int"),
        ("random", "choice", "(seq: _typeshed.SupportsLenAndGetItem[~_T]) -> ~_T"),
    ],
)
def test_old_pythons_know_no_signature_of_these(module: str, path: str, expected: str) -> None:
    """Classes and functions in C have a text signature from 3.13 or 3.14 on; their stubs always had one."""
    found = member(describe(module), path)
    told = signatures(found["constructor_"] if found["kind"] == "class" else found)
    assert any(item.startswith(expected) for item in told), told


def test_methods_of_builtins_without_a_running_signature() -> None:
    pop = member(member(describe("builtins"), "dict"), "pop")
    assert signatures(pop)[0] == "(/key: ~_KT) -> ~_VT"
    assert len(pop["signatures"]) == 3


def test_bound_methods_pass_for_functions(packages: Packages) -> None:
    packages.write(
        "trap_r.py",
        "class _State:\n    def draw(self, low, high): ...\n_inst = _State()\ndraw = _inst.draw\n",
    )
    packages.write(
        "trap_r.pyi",
        "class _State:\n    def draw(self, low: int, high: int) -> int: ...\n_inst: _State\ndraw = _inst.draw\n",
    )
    draw = member(describe("trap_r"), "draw")
    assert (draw["kind"], draw["flavour"]) == ("callable", "function")
    assert signatures(draw) == ["(low: int, high: int) -> int"]


def test_members_of_an_enum_as_properties(packages: Packages) -> None:
    packages.write(
        "trap_s.py",
        "import enum, types\nproperty_of_enum = getattr(enum, 'property', types.DynamicClassAttribute)\nclass Shape(enum.Enum):\n    ROUND = 1\n    FLAT = 2\n"
        "    @property\n    def corners(self) -> int:\n        raise RuntimeError('read')\n"
        "    @property_of_enum\n    def odd(self) -> str:\n        raise RuntimeError('read')\n",
    )
    shape = member(describe("trap_s"), "Shape")
    assert [(item["name"], item["value"]) for item in shape["fields"]] == [("ROUND", 1), ("FLAT", 2)]
    assert {"ROUND", "FLAT"}.isdisjoint(names(shape))
    assert text(member(shape, "corners")["type"]) == "int"
    assert member(shape, "odd")["kind"] == "property"


def test_a_class_method_without_text_has_none(packages: Packages) -> None:
    packages.write(
        "trap_t.py",
        "class A:\n    @classmethod\n    def read(cls): ...\n    @staticmethod\n    def make(): ...\n",
    )
    description = member(describe("trap_t"), "A")
    assert [item for item in description["members"] if "doc" in item] == []


@pytest.mark.parametrize("error", ["SystemExit(3)", "_Panic('rust')", "ValueError('no')"])
def test_code_that_ends_python_where_objects_are_looked_at_hides_nothing_else(
    packages: Packages, error: str
) -> None:
    name = f"trap_ends_{len(error)}"
    packages.write(
        f"{name}.py",
        "import functools, typing\n"
        "class _Panic(BaseException): ...\n"
        f"def end(*_: object):\n    raise {error}\n"
        "class Shown:\n    __repr__ = __str__ = end\n"
        "class Signed:\n    __signature__ = property(end)\n    def __call__(self): ...\n"
        "class Wrapping:\n    __dict__ = property(end)\n    def __call__(self): ...\n"
        "class Rule:\n    __str__ = end\n"
        "class Asked:\n    __class__ = property(end)\n    __getattr__ = end\n"
        "class Meta(type):\n    __dir__ = end\n"
        "signed = Signed()\n"
        "shown: Shown() = 1\n"
        "def defaults(a=Shown(), *, b: Shown() = 2): ...\n"
        "asked = Asked()\n"
        "def asking(a: Asked() = Asked(), *, b: typing.Literal[Shown()] = 2) -> Asked(): ...\n"
        "class Whole(metaclass=Meta):\n"
        "    _parameter_constraints = {'size': [Rule()]}\n"
        "    def __init__(self, size=None): ...\n"
        "    wrapping = Wrapping()\n    signed = Signed()\n"
        "    def method(self, a=Shown()) -> int: ...\n"
        "def __dir__():\n    end()\n"
        "def __getattr__(name):\n    end()\n",
    )
    description = describe(name)
    assert {"defaults", "shown", "signed", "Whole", "end"} <= set(names(description))
    assert signatures(member(description, "defaults")) == ["(a: ? = <Shown>, @b: <Shown> = 2) -> ?"]
    assert {"asked", "asking"} <= set(names(description))
    asking = member(description, "asking")["signatures"][0]
    assert [item["default"].split(" ")[0] for item in asking["params"]] == ["<Asked>", "2"]
    assert text(asking["params"][1]["type"]) == "<Shown>"
    whole = member(description, "Whole")
    assert signatures(member(whole, "method")) == ["(a: ? = <Shown>) -> int"]
    told = {item["name"]: item for item in description.get("skipped", [])}
    assert set(told) <= {"Whole.wrapping"}, told
    assert not any("internal" in item for item in told.values())
    assert signatures(describe_class(f"{name}.Whole")["class"]["constructor_"]) == [
        "(size: ? = None) -> self"
    ]

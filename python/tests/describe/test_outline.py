"""Finding functions and classes without parsing says the same as parsing does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from describing import Packages, describe, member, signatures, text, typeshed

from snakebridge_adapter.describe.body_reader import BodyReader
from snakebridge_adapter.describe.declarations import Body, Declaration
from snakebridge_adapter.describe.outline import Outline, class_body, outline
from snakebridge_adapter.describe.source_text import Text
from snakebridge_adapter.describe.statements import Block


def _dump(node: ast.AST | None) -> str:
    return ast.dump(node) if node is not None else ""


def _head(function: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[object, ...]:
    decorators = [ast.dump(item) for item in function.decorator_list]
    return function.lineno, _dump(function.args), _dump(function.returns), decorators


def _told(body: Body, inside: object) -> list[object]:
    """All that is read from a body, classes and their bodies included."""
    result: list[object] = [body.exports, body.stars]
    for name, item in body.names.items():
        result.append(
            (
                name,
                item.kind,
                item.line,
                item.exported,
                item.alias,
                item.module,
                item.attribute,
                item.type_params,
            )
        )
        result.append((_dump(item.annotation), _dump(item.value), item.decorators))
        result += [_head(function) for function in item.functions]
        if item.node is not None:
            node = item.node
            result.append([_dump(base) for base in (*node.bases, *node.keywords, *node.decorator_list)])
            result.append(_told(_class_body(item, node, inside), inside))
    return result


def _class_body(item: Declaration, node: ast.ClassDef, inside: object) -> Body:
    reader = BodyReader("m", False, {})
    if isinstance(item.definition, Block):
        return reader.read(class_body(item.definition))
    return reader.read(node.body)


def _both(source: str) -> tuple[list[object], list[object]]:
    found = outline(Text(source, "m.pyi"))
    assert isinstance(found, Outline)
    plain = BodyReader("m", False, {}).read(ast.parse(source).body)
    return _told(BodyReader("m", False, {}).read(found), found), _told(plain, None)


SOURCES = {
    "overloads": "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\ndef f(a): return a\n",
    "heads over lines": "def f(\n    a: int,  # the (first\n    b: 'str' = ')',\n) -> dict[\n    str, int\n]: ...\nx: int = 1\n",
    "strings that hold code": "X = \"\"\"\ndef phantom(): ...\nclass Phantom: ...\n\"\"\"\ndef real(a: int = 1): '''\ndef other(): ...\n'''\n",
    "quotes in strings": 'A = \'"""\'\ndef f(): ...\nB = "it\'s"  # don\'t\ndef g(): ...\n',
    "conditions": "import sys\nif sys.version_info >= (3, 9):\n    def f() -> int: ...\nelse:\n    def f() -> str: ...\ndef g(): ...\nif sys.version_info < (3, 9):\n    def g() -> bytes: ...\n",
    "the last one wins": "def f(): ...\nf = 1\nclass f: ...\n",
    "classes": "class A(dict[str, int], metaclass=M):\n    '''doc'''\n    x: int\n    @property\n    def y(self) -> int: ...\n    @y.setter\n    def y(self, value: int) -> None: ...\n    class B:\n        z = 1\n        async def w(self): ...\n    if True:\n        def t(self): ...\nclass C: ...\nclass D: a: int\nclass E(A):\n    pass\n",
    "deeper indentation": "class A:\n        x: int\n        def f(self): ...\n",
    "tabs": "class A:\n\tx: int\n\tdef f(self):\n\t\treturn 1\n",
    "decorators over lines": "@deprecated(\n    'no',\n)\n@overload\ndef f(): ...\ndef f(): ...\n",
    "comments between": "@overload\n# a comment\n\ndef f(): ...\n# another\nclass A:\n# at the margin\n    x: int\n\n    # last\ny: int\n",
    "try and with": "try:\n    import a\nexcept ImportError:\n    a = None\nfinally:\n    pass\ndef f(): ...\n",
    "brackets at the margin": "__all__ = [\n'f',\n]\ndef f(\n): ...\n__all__ += ['g']\ndef g(): ...\n",
    "lambda in a default": "def f(a=lambda: 1, *, b: 'x' = {1: 2}) -> int: ...\n",
    "nothing": "",
    "no line end": "class A:\n    def f(self) -> int: ...",
    "docstring only": '"""doc"""\n',
    "imports in every way": "from .import a\nfrom ..b.c import (\n    d as d,  # why\n    e,\n)\nfrom f import g, \\\n    h as i\nimport j.k, l as m, n.o as p\nfrom . . import q\nimport r; import s\n",
    "variables in every way": "a: int\nb: 'x' = 1  # why\nc = d = 2\ne: dict[str, 'y'] = {'z': 1}\nf = g == h\ni: TypeAlias = int\nj: t.TypeAlias = 'int'\nk = TypeAliasType('k', int)\nl, m = 1, 2\nn: int; o: str\np = (\n1)\nq = 1, 2\nr.s = 1\nt += 1\nu = lambda x=1: x\nv = [\n    1,\n]\n",
    "conditions of every kind": "import sys\nif sys.platform == 'nowhere': a = 1\nelse: b = 1\nif unknown:\n    c = 1\nelse:\n    d = 1\nif (\n    sys.version_info >= (3, 0)\n    and not False\n):\n    if TYPE_CHECKING:\n        from e import f\n    @overload\n    def g(): ...\n    @overload\n    def g(x): ...\nfor h in []:\n    i = 1\nelse:\n    j = 1\n",
    "imports and stars": "from . import x as x\nfrom .y import *\nimport a.b as c\nclass A: ...\n",
}


@pytest.mark.parametrize("name", SOURCES)
def test_says_what_parsing_says(name: str) -> None:
    found, expected = _both(SOURCES[name])
    assert found == expected


@pytest.mark.parametrize(
    "name", ["builtins.pyi", "typing.pyi", "asyncio/events.pyi", "subprocess.pyi", "enum.pyi", "ast.pyi"]
)
def test_says_of_the_typeshed_what_parsing_says(name: str) -> None:
    found, expected = _both((Path(typeshed) / "stdlib" / name).read_text("utf-8"))
    assert found == expected


@pytest.mark.parametrize("name", ["argparse", "dataclasses", "typing", "inspect", "enum", "textwrap"])
def test_says_of_sources_what_parsing_says(name: str) -> None:
    source = Path(__import__(name).__file__).read_text("utf-8")
    found, expected = _both(source)
    assert found == expected


def test_the_branch_that_does_not_hold_is_not_read() -> None:
    source = "import sys\nif sys.version_info < (3, 0):\n    def f(a, (b, c)): ...\nelif True:\n    x: int\nelse:\n    y = = 1\n"
    found = outline(Text(source, "m.pyi"))
    assert isinstance(found, Outline)
    assert list(BodyReader("m", False, {}).read(found).names) == ["sys", "x"]


def test_a_variable_that_does_not_parse_says_nothing_of_itself_alone(packages: Packages) -> None:
    packages.write("outline_d.py", "x = 1\ny = 2\n")
    packages.write("outline_d.pyi", "x: list[int\n]\ny: int int\n")
    description = describe("outline_d")
    assert text(member(description, "x")["type"]) == "list[int]"
    assert member(description, "y")["source"] == "inferred"


def test_a_wrong_split_is_no_split() -> None:
    # Arguments at the margin of the class look like statements.
    assert outline(Text("x = f(\na, b)\nc)\n", "m.pyi")) is None


def test_a_head_that_can_not_be_split_is_taken_from_the_whole(packages: Packages) -> None:
    packages.write("outline_a.py", "def f(a): ...\nclass A:\n    def g(self, a): ...\n")
    packages.write(
        "outline_a.pyi",
        "def f(a: int = (\n1)) -> str: ...\nclass A:\n    def g(self, a: int\n    ) -> str: ...\n",
    )
    description = describe("outline_a")
    assert signatures(member(description, "f")) == ["(a: int) -> str"]
    assert signatures(member(member(description, "A"), "g")) == ["(a: int) -> str"]


def test_type_parameters_of_a_newer_grammar(packages: Packages) -> None:
    packages.write(
        "outline_b.py",
        "def f(a): ...\nclass Box:\n    def get(self): ...\n    def put(self, a, b): ...\nPair = None\n",
    )
    packages.write(
        "outline_b.pyi",
        "import sys\n\ntype Pair[T] = tuple[T, T]\n\ndef f[T](a: T) -> Pair[T]: ...\n\n"
        "class Box[T]:\n    def get(self) -> T: ...\n    def put[\n        K\n    ](self, a: K, b: T) -> K: ...\n",
    )
    description = describe("outline_b")
    assert signatures(member(description, "f")) == ["(a: ~T) -> (~T, ~T)"]
    box = member(description, "Box")
    assert [item["name"] for item in box["typeParams"]] == ["T"]
    assert signatures(member(box, "put")) == ["(a: ~K, b: ~T) -> ~K"]
    assert [item["name"] for item in member(box, "put")["signatures"][0]["typeParams"]] == ["K"]
    assert member(box, "put")["stub"]["line"] == 9


def test_a_source_that_does_not_parse_says_nothing(packages: Packages) -> None:
    packages.write("outline_c.py", "def f(a: int): ...\n")
    packages.write("outline_c.pyi", "x = = 1\ndef f(a: str) -> str: ...\n")
    assert signatures(member(describe("outline_c"), "f")) == ["(a: int) -> ?"]

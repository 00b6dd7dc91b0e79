"""What docstrings say about types, in three styles."""

from __future__ import annotations

import pytest
from describing import Packages, describe, member, signatures, sources, text

from snakebridge_adapter.describe.annotations import parse_annotation
from snakebridge_adapter.describe.docstring_signature import signatures_from_doc
from snakebridge_adapter.describe.docstring_types import type_from_prose
from snakebridge_adapter.describe.docstrings import read_docstring
from snakebridge_adapter.describe.nodes import Node, ref


def _known(name: str) -> Node | None:
    """Knows one class, and containers of it."""
    if parse_annotation(name) is None:
        return None
    return ref(name) if name in ("Frame", "lib.Frame", "Optional[Frame]") else None


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("int", "int"),
        ("int, optional", "int"),
        ("int, default 3", "int"),
        ("int, default=3", "int"),
        ("bool, default: True", "bool"),
        ("bool (default: True)", "bool"),
        ("str or None", "str | none"),
        ("int, float or None, optional", "int | float | none"),
        ("int | str", "int | str"),
        ("{'a', 'b'}, default 'a'", 'Literal["a", "b"]'),
        ("{'default', None}", 'Literal["default"] | none'),
        ("{0, 1}", "Literal[0, 1]"),
        ("list of str", "list[str]"),
        ("tuple of ints", "(int, ...)"),
        ("sequence of Frame, optional", "typing.Sequence[Frame]"),
        ("dict of {str: int}", "dict"),
        ("array-like of shape (n_samples, n_features)", "<array-like>"),
        ("{array-like, sparse matrix} of shape (n, 2)", "<array-like> | <sparse matrix>"),
        ("Frame", "Frame"),
        ("a Frame object", "Frame"),
        (":class:`~lib.Frame`", "lib.Frame"),
        ("``Frame`` instance", "Frame"),
        ("callable", "(...) -> any"),
        ("float in the range [0, 1]", "float"),
        ("int > 0", "int"),
        ("scalar", "int | float"),
        ("path-like", "str | os.PathLike[str]"),
        ("(Frame, int (optional))", "(Frame, int)"),
        ("(int, optional)", "<(int>"),
        ("something unheard of", "<something unheard of>"),
        ("", "?"),
        ("optional", "?"),
    ],
)
def test_prose(prose: str, expected: str) -> None:
    assert text(type_from_prose(prose, _known)) == expected


def test_numpy_style(packages: Packages) -> None:
    packages.write(
        "docs_a.py",
        'def f(a, b=None, *args, c="x", **kw):\n    """Adds.\n\n    Parameters\n    ----------\n    a, b : int or None\n'
        "        What is added.\n\n        More of it.\n    *args : str\n    c : {'x', 'y'}, default 'x'\n        Which.\n\n"
        '    Returns\n    -------\n    total : float\n        The sum.\n    parts : list of int\n    """\n',
    )
    function = member(describe("docs_a"), "f")
    assert signatures(function) == [
        '(a: int | none, b: int | none = None, *args: str, @c: Literal["x", "y"] = \'x\', **kw: ?) -> (float, list[int])'
    ]
    assert sources(function) == {
        "a": "docstring",
        "b": "docstring",
        "args": "docstring",
        "c": "docstring",
        "kw": None,
        "return": "docstring",
    }
    assert function["signatures"][0]["params"][0]["doc"] == "What is added."


def test_google_style(packages: Packages) -> None:
    packages.write(
        "docs_b.py",
        'def f(a, b=1):\n    """Adds.\n\n    Args:\n        a (list[str], optional): What.\n            On two lines.\n'
        '        b: How often.\n\n    Returns:\n        dict[str, int]: The result.\n    """\n',
    )
    function = member(describe("docs_b"), "f")
    assert signatures(function) == ["(a: list[str], b: int = 1) -> dict[str, int]"]
    assert sources(function)["b"] == "default"
    assert [item["doc"] for item in function["signatures"][0]["params"]] == [
        "What. On two lines.",
        "How often.",
    ]


def test_sphinx_style(packages: Packages) -> None:
    packages.write(
        "docs_c.py",
        'def f(a, b, c):\n    """Adds.\n\n    :param int a: What.\n    :param b: How\n        often.\n    :type b: str or None\n'
        '    :param c: no type.\n    :returns: The result.\n    :rtype: bool\n    """\n',
    )
    function = member(describe("docs_c"), "f")
    assert signatures(function) == ["(a: int, b: str | none, c: ?) -> bool"]
    assert function["signatures"][0]["params"][1]["doc"] == "How often."


def test_declared_types_win_over_the_docstring(packages: Packages) -> None:
    packages.write(
        "docs_d.py", 'def f(a: int):\n    """Adds.\n\n    Parameters\n    ----------\n    a : str\n    """\n'
    )
    assert signatures(member(describe("docs_d"), "f")) == ["(a: int) -> ?"]


def test_attributes_of_a_class(packages: Packages) -> None:
    packages.write(
        "docs_e.py",
        'class Model:\n    """Fits.\n\n    Parameters\n    ----------\n    size : int\n\n    Attributes\n    ----------\n'
        '    coef_ : list of float\n        Of the fit.\n    """\n\n    def __init__(self, size=1):\n        self.size = size\n',
    )
    model = member(describe("docs_e"), "Model")
    assert signatures(model["constructor_"]) == ["(size: int = 1) -> self"]
    assert member(model, "coef_") == {
        "name": "coef_",
        "kind": "property",
        "settable": True,
        "type": {"kind": "ref", "name": "list", "args": [{"kind": "ref", "name": "float"}]},
        "source": "docstring",
        "doc": "Of the fit.",
    }
    assert member(model, "size")["kind"] == "property"


def test_constraints_win_over_the_docstring(packages: Packages) -> None:
    packages.write(
        "docs_f.py",
        "from numbers import Integral\nclass Options:\n    def __init__(self, options):\n        self.options = options\n"
        "class Interval:\n    def __init__(self, type):\n        self.type = type\n"
        'class Model:\n    """Fits.\n\n    Parameters\n    ----------\n    size : str\n    kind : str\n    """\n\n'
        "    _parameter_constraints = {'size': [Interval(Integral), None], 'kind': [Options({'a', 'b'}), callable]}\n"
        "    def __init__(self, size=None, kind='a'):\n        pass\n",
    )
    constructor = member(describe("docs_f"), "Model")["constructor_"]
    assert signatures(constructor) == [
        '(size: int | none = None, kind: Literal["a", "b"] | (...) -> any = \'a\') -> self'
    ]
    assert sources(constructor)["size"] == "constraint"


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("f(a, b=None, *, c=1)\n\nDoes.", "(a: ?, b: ? = None, @c: ? = 1) -> ?"),
        ("f(start[, stop[, step]]) -> list", "(start: ?, stop: ? = ..., step: ? = ...) -> ?"),
        ("lib.f(x, /, out=<no value>)", "(/x: ?, out: ? = ...) -> ?"),
        ("x = f(a)", "(a: ?) -> ?"),
    ],
)
def test_signatures_in_the_first_line(doc: str, expected: str) -> None:
    from describing import signature

    (found,) = signatures_from_doc(doc, "f", False)
    assert signature(found) == expected


def test_no_signature_is_invented() -> None:
    assert signatures_from_doc("g(a)\n\nAnother function.", "f", False) == []
    assert signatures_from_doc("Does f(x) for you.", "f", False) == []


def test_broken_sections_say_nothing() -> None:
    assert read_docstring("Parameters\n----------\n").params == {}
    assert read_docstring("Args:\n").params == {}
    assert read_docstring(":param: nothing").params == {}


def test_a_docstring_that_points_to_another_function_says_what_that_one_says(packages: Packages) -> None:
    packages.write(
        "points_a.py",
        "def solve(a, *, depth: int = 1, exact=True):\n"
        '    """solve(a, *, depth=1, exact=True) -> list[int]\n\n    Args:\n        a (str): What to solve.\n'
        '        exact (bool, optional): Whether.\n    """\n'
        "def first(x): 'See :func:`points_a.second`'\n"
        "def second(x): 'See :func:`points_a.first`'\n"
        "class Sum:\n    def solve(self, a, depth=2, other=3): 'See :func:`points_a.solve`.'\n"
        "    def alone(self, a): 'See :func:`points_a.nothing`'\n"
        "    def typed(self, a: bytes): 'In short.\\n\\nSee :func:`~points_a.solve`'\n",
    )
    description = describe("points_a")
    sum_ = member(description, "Sum")
    solve = member(sum_, "solve")
    assert signatures(solve) == ["(a: str, depth: int = 2, other: int = 3) -> list[int]"]
    assert sources(solve) == {
        "a": "docstring",
        "depth": "docstring",
        "other": "default",
        "return": "docstring",
    }
    assert solve["signatures"][0]["params"][0]["doc"] == "What to solve."
    assert signatures(member(sum_, "alone")) == ["(a: ?) -> ?"]
    assert signatures(member(sum_, "typed")) == ["(a: bytes) -> list[int]"]
    assert signatures(member(description, "first")) == ["(x: ?) -> ?"]


def test_the_type_of_a_signature_wins_over_words_that_name_none(packages: Packages) -> None:
    packages.write(
        "points_b.py",
        'def f(a): """f(a) -> tuple[int, str]\n\n    Returns:\n        Some of them: all.\n    """\n',
    )
    assert signatures(member(describe("points_b"), "f")) == ["(a: ?) -> (int, str)"]


@pytest.mark.parametrize(
    ("directive", "deprecated"),
    [
        ("1.2\n   Use g.", ("1.2", "Use g.")),
        ("1.2 Use g\n   instead.", ("1.2", "Use g instead.")),
        ("1.2\n\n   Use g.", ("1.2", "Use g.")),
        ("1.2\n\nMore.", ("1.2", "")),
        ("1.2 *hash* is deprecated in favor of *unsafe_hash*.", None),
        ("1.2\n   The ``hash`` keyword is.\n\n.. deprecated:: 1.3\n   Use g.", ("1.3", "Use g.")),
    ],
)
def test_a_parameter_that_is_deprecated_leaves_the_function_as_it_is(
    directive: str, deprecated: tuple[str, str] | None
) -> None:
    doc = f"Does.\n\nArgs:\n    hash: Whether.\n\n.. deprecated:: {directive}\n"
    assert read_docstring(doc).deprecated == deprecated

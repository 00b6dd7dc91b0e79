"""Codecs that users register."""

from __future__ import annotations

import pytest
from host import Host, WorkerError

CODE = """
from snakebridge_adapter import register_codec
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
class Place(Point): pass
register_codec("geometry.Point", Point, encode=lambda p: (p.x, p.y), decode=lambda xy: Point(*xy))
"""


def test_both_directions(own_host: Host) -> None:
    own_host.exec(CODE)
    encoded = {"$": "codec", "name": "geometry.Point", "v": {"$": "tuple", "v": [1, 2]}}
    assert own_host.eval("[Point(1, 2)]") == [encoded]
    assert own_host.eval("type(p) is Point and p.x + p.y", p=encoded) == 3


def test_subclasses_only_where_asked(own_host: Host) -> None:
    own_host.exec(CODE)
    assert own_host.eval("Place(1, 2)")["$"] == "ref"
    own_host.exec("register_codec('geometry.Point', Point, encode=lambda p: p.x, subclasses=True)")
    assert own_host.eval("Place(1, 2)") == {"$": "codec", "name": "geometry.Point", "v": 1}


def test_what_can_not_be_registered_or_is_not(own_host: Host) -> None:
    own_host.exec(CODE)
    with pytest.raises(WorkerError, match="list has a form of its own"):
        own_host.exec("register_codec('x', list, encode=len)")
    with pytest.raises(WorkerError, match="no codec 'y' is registered"):
        own_host.eval("p", p={"$": "codec", "name": "y", "v": 1})


def test_source_text_from_the_host(own_host: Host) -> None:
    own_host.call(
        "snakebridge_adapter.codecs:register_source", "fractions.Fraction", None, "lambda v: Fraction(*v)"
    )
    made = {"$": "codec", "name": "fractions.Fraction", "v": [1, 3]}
    assert own_host.eval("str(f)", f=made) == "1/3"
    own_host.call(
        "snakebridge_adapter.codecs:register_source", "types.SimpleNamespace", "lambda n: vars(n)", None
    )
    assert own_host.eval("__import__('types').SimpleNamespace(a=1)") == {
        "$": "codec",
        "name": "types.SimpleNamespace",
        "v": {"a": 1},
    }


def test_a_codec_that_contains_itself(own_host: Host) -> None:
    own_host.exec(CODE)
    own_host.exec("loop = Point(1, 2)\nloop.x = loop")
    with pytest.raises(WorkerError, match="contains itself"):
        own_host.eval("loop")

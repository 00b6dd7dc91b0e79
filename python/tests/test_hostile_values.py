"""Values whose classes answer as they like: what they raise fails their own operation, and never the worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from host import Host, WorkerError

CODE = """
import collections.abc, dataclasses
from snakebridge_adapter import register_codec
class Point: pass
def refuse(point): raise ValueError("codec")
def leave(point): raise SystemExit("codec")
register_codec("geometry.Point", Point, encode=refuse)
class Exit: pass
register_codec("geometry.Exit", Exit, encode=leave)
class Broken(collections.abc.Mapping):
    def __getitem__(self, key): raise ValueError("item")
    def __iter__(self): raise ValueError("iteration")
    def __len__(self): return 3
@dataclasses.dataclass
class Record:
    x: int = 1
class Raising(Record):
    @property
    def x(self): raise ValueError("property")
    @x.setter
    def x(self, value): pass
class Proxy:
    "As flask's, outside of a request."
    @property
    def __class__(self): raise RuntimeError("outside of context")
class Shape:
    @property
    def shape(self): raise ValueError("shape")
class Leaving:
    "What it is asked for ends Python."
    @property
    def shape(self): raise SystemExit("shape")
class LeavingText:
    def __repr__(self): raise SystemExit("repr")
class LeavingNames:
    def __dir__(self): raise SystemExit("dir")
class OddNames:
    def __dir__(self): return [1, 2]
class LeavingError(Exception):
    def __str__(self): raise SystemExit("text")
class LeavingParts(Exception):
    @property
    def args(self): raise SystemExit("args")
    @property
    def __notes__(self): raise SystemExit("notes")
class LeavingName(ModuleNotFoundError):
    @property
    def name(self): raise SystemExit("name")
class Attributes(Exception):
    def __getattr__(self, name): raise ValueError(name)
class Text:
    def __str__(self): raise ValueError("text")
def fail(error):
    raise error
def noted():
    error = KeyError("noted")
    error.__notes__ = [Text()]
    raise error
def points():
    yield 1
    yield Point()
async def later():
    return Point()
"""


@pytest.fixture
def hostile(own_host: Host) -> Iterator[Host]:
    own_host.exec(CODE)
    yield own_host
    assert own_host.eval("1 + 1") == 2


@pytest.mark.parametrize(
    ("code", "pull", "message"),
    [
        ("Point()", 1, "codec"),
        ("[1, Point()]", 1, "codec"),
        ("Exit()", 1, "codec"),
        ("later()", 1, "codec"),
        ("Broken()", 3, "iteration"),
        ("Raising()", 3, "property"),
    ],
)
def test_what_conversion_raises_fails_its_operation_alone(
    hostile: Host, code: str, pull: int, message: str
) -> None:
    with pytest.raises(WorkerError, match=message):
        hostile.op("eval", code=code, pull=pull)


@pytest.mark.parametrize("code", ["Proxy()", "Shape()", "Leaving()", "LeavingText()"])
def test_what_only_describes_a_reference_is_left_out(hostile: Host, code: str) -> None:
    for _ in range(3):
        assert hostile.eval(code)["$"] == "ref"
    # An object that stays in the worker under its call's id, until that is released.
    number = hostile.new_id()
    hostile.batch({"op": "eval", "id": number, "code": code})
    hostile.batch({"op": "type", "id": hostile.new_id(), "on": {"$": "call", "id": number}}, done=[number])


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("fail(Attributes('message'))", "message"),
        ("noted()", "noted"),
        ("fail(LeavingError())", "its text raised SystemExit"),
        ("fail(LeavingParts('message'))", "message"),
        ("fail(LeavingName('message'))", "message"),
        ("LeavingNames().colour", "no attribute 'colour'"),
        ("OddNames().colour", "no attribute 'colour'"),
    ],
)
def test_an_error_whose_attributes_raise_is_told(hostile: Host, code: str, message: str) -> None:
    with pytest.raises(WorkerError, match=message):
        hostile.eval(code)

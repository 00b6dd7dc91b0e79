"""Exceptions as the host sees them."""

from __future__ import annotations

from typing import Any

from host import Host, WorkerError

CODE = """
import decimal
class Odd(ValueError):
    def __str__(self):
        raise RuntimeError("no text")
def chain():
    try:
        {}["x"]
    except KeyError as error:
        raise ValueError("outer", 5) from error
def implicit():
    try:
        {}["x"]
    except KeyError:
        raise ValueError("outer")
def hidden():
    try:
        {}["x"]
    except KeyError:
        raise ValueError("outer") from None
def noted():
    error = ValueError("n")
    error.__notes__ = ["first", "second"]
    raise error
def odd():
    raise Odd()
def deep(n):
    if n:
        deep(n - 1)
    raise ValueError("deep")
def grouped():
    raise ExceptionGroup("both", [ValueError("a"), KeyError("b")])
def loop():
    a, b = ValueError("a"), ValueError("b")
    a.__cause__, b.__cause__ = b, a
    raise a
"""


def failure(host: Host, code: str) -> dict[str, Any]:
    try:
        host.eval(code)
    except WorkerError as error:
        return error.error
    raise AssertionError(f"{code} did not fail")


def test_type_message_and_inheritance(host: Host) -> None:
    host.exec(CODE)
    error = failure(host, "{}['x']")
    assert error["type"] == "builtins.KeyError"
    assert error["mro"] == ["KeyError", "LookupError", "Exception", "BaseException"]
    assert error["message"] == "'x'"
    assert error["args"] == ["x"]
    assert failure(host, "decimal.Decimal('x')")["mro"][0] == "decimal.InvalidOperation"


def test_frames_are_the_users_alone(host: Host) -> None:
    host.exec(CODE)
    error = failure(host, "chain()")
    assert [frame["function"] for frame in error["frames"]][-1] == "chain"
    assert error["frames"][-1]["source"] == 'raise ValueError("outer", 5) from error'
    assert not any("snakebridge_adapter" in frame["file"] for frame in error["frames"])


def test_cause_context_and_suppression(host: Host) -> None:
    host.exec(CODE)
    error = failure(host, "chain()")
    assert error["args"] == ["outer", 5]
    assert error["cause"]["type"] == "builtins.KeyError"
    assert error["suppress"] is True
    error = failure(host, "implicit()")
    assert error["context"]["type"] == "builtins.KeyError"
    assert "cause" not in error
    assert "suppress" not in error
    assert failure(host, "hidden()")["suppress"] is True


def test_notes_and_broken_text(host: Host) -> None:
    host.exec(CODE)
    assert failure(host, "noted()")["notes"] == ["first", "second"]
    assert "RuntimeError" in failure(host, "odd()")["message"]


def test_long_stacks_are_cut_and_cycles_end(host: Host) -> None:
    host.exec(CODE)
    frames = failure(host, "deep(500)")["frames"]
    assert len(frames) == 200
    error = failure(host, "loop()")
    assert error["cause"]["message"] == "b"
    assert "cause" not in error["cause"]


def test_groups(host: Host) -> None:
    host.exec(CODE)
    if host.eval("hasattr(__builtins__, 'ExceptionGroup')"):
        error = failure(host, "grouped()")
        assert [member["type"] for member in error["exceptions"]] == [
            "builtins.ValueError",
            "builtins.KeyError",
        ]
    else:
        assert failure(host, "grouped()")["type"] == "builtins.NameError"


def test_a_missing_module_is_named(host: Host) -> None:
    assert failure(host, "__import__('no_such_module')")["name"] == "no_such_module"


def test_the_exception_itself_can_be_used(host: Host) -> None:
    error = failure(host, "int('x')")
    assert host.op("get", on={"$": "ref", "id": error["id"]}, path=["args"])["v"] == error["args"]


def test_an_exception_as_a_value(host: Host) -> None:
    value = host.eval("ValueError('v', 1)")
    assert value["$"] == "exception"
    assert value["id"] == value["e"]["id"]
    assert value["e"]["args"] == ["v", 1]
    assert host.eval("e.args", e={"$": "ref", "id": value["id"]})["v"] == ["v", 1]


def test_a_misspelt_attribute_gets_the_name_that_was_meant(host: Host) -> None:
    """As Python's own traceback says it, which sees the object that was asked from 3.10 on."""
    host.exec(
        "import json\nclass Lazy:\n    def __dir__(self):\n        raise RuntimeError('no names')\nlazy = Lazy()"
    )
    knows_the_object = host.eval("__import__('sys').version_info >= (3, 10)")
    meant = ". Did you mean: 'dumps'?" if knows_the_object else ""
    assert failure(host, "json.dmups")["message"] == f"module 'json' has no attribute 'dmups'{meant}"
    assert failure(host, "json.zebra")["message"] == "module 'json' has no attribute 'zebra'"
    assert failure(host, "lazy.colour")["message"] == "'Lazy' object has no attribute 'colour'"

"""Operations: calls, attributes, items, operators, text, and how they follow from one another."""

from __future__ import annotations

from typing import Any

import pytest
from host import Host, WorkerError


def module(name: str) -> dict[str, Any]:
    return {"$": "module", "name": name}


def test_hello_tells_the_interpreter(host: Host) -> None:
    assert host.hello["protocol"] == 1
    assert host.hello["pid"] == host.pid
    assert host.hello["implementation"] == "cpython"
    assert host.eval("__import__('sys').executable") == host.hello["executable"]
    assert host.eval("'.'.join(map(str, __import__('sys').version_info[:3]))") == host.hello["python"]


def test_call_with_keywords(host: Host) -> None:
    assert host.call("json:dumps", {"b": 1, "a": 2}, sort_keys=True) == '{"a": 2, "b": 1}'


def test_state_holds_over_calls(host: Host) -> None:
    first, second, third, fourth = (host.new_id() for _ in range(4))
    host.batch(
        {"op": "call", "id": first, "on": module("random"), "path": ["Random"], "args": [42]},
        *[
            {"op": "call", "id": number, "on": {"$": "call", "id": first}, "path": ["random"], "pull": 1}
            for number in (second, third, fourth)
        ],
    )
    assert [host.value(number) for number in (second, third, fourth)] == [
        0.6394267984578837,
        0.025010755222666936,
        0.27502931836911926,
    ]


def test_a_batch_of_short_calls_is_answered_by_few_frames(own_host: Host) -> None:
    numbers = [own_host.new_id() for _ in range(1000)]
    own_host.batch(*[{"op": "eval", "id": number, "code": "1", "pull": 1} for number in numbers])
    seen: list[int] = []
    frames = 0
    while len(seen) < len(numbers):
        seen.extend(entry[0] for entry in own_host.receive()[0]["r"])
        frames += 1
    assert seen == numbers
    assert frames < 200


def test_a_missing_attribute_of_a_module_is_tried_as_a_submodule(own_host: Host) -> None:
    tree = own_host.op("get", on=module("xml"), path=["etree", "ElementTree"])
    assert tree["type"] == "builtins.module"
    with pytest.raises(WorkerError, match=r"AttributeError.*no attribute 'nothing'"):
        own_host.op("get", on=module("xml"), path=["nothing"])


def test_a_failed_import_inside_a_submodule_is_its_own_error(own_host: Host) -> None:
    own_host.exec(
        """
        import sys, types, importlib.abc, importlib.util
        class Broken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path, target=None):
                return importlib.util.spec_from_loader(name, self) if name == "xml.broken" else None
            def exec_module(self, module):
                import no_such_module_here
        sys.meta_path.insert(0, Broken())
        """
    )
    with pytest.raises(WorkerError) as failure:
        own_host.op("get", on=module("xml"), path=["broken"])
    assert failure.value.error["name"] == "no_such_module_here"


def test_dependents_fail_with_the_first_error_and_others_run(host: Host) -> None:
    bad, dependent, argument, good = (host.new_id() for _ in range(4))
    host.batch(
        {"op": "call", "id": bad, "on": module("json"), "path": ["loads"], "args": ["{"]},
        {"op": "call", "id": dependent, "on": {"$": "call", "id": bad}, "path": ["keys"], "pull": 1},
        {
            "op": "call",
            "id": argument,
            "on": module("builtins"),
            "path": ["len"],
            "args": [[{"$": "call", "id": bad}]],
            "tagged": 1,
            "pull": 1,
        },
        {"op": "eval", "id": good, "code": "5", "pull": 1},
    )
    assert host.value(good) == 5
    for number in (bad, dependent, argument):
        error = host.error(number)
        assert error["type"] == "json.decoder.JSONDecodeError"
        assert error["step"] == bad


def test_attributes_are_set_and_deleted(own_host: Host) -> None:
    own_host.exec("class Box: pass\nbox = Box(); box.inner = Box()")
    box = {"$": "module", "name": "__main__", "path": ["box"]}
    own_host.op("set", on=box, path=["inner", "value"], value={"$": "tuple", "v": [1, 2]})
    assert own_host.eval("box.inner.value == (1, 2)") is True
    own_host.op("delete", on=box, path=["inner", "value"])
    assert own_host.eval("hasattr(box.inner, 'value')") is False


def test_items(own_host: Host) -> None:
    own_host.exec("data = {'a': [1, 2, 3]}")
    data = {"$": "module", "name": "__main__", "path": ["data"]}
    assert own_host.op("item", on=data, key="a") == [1, 2, 3]
    own_host.op("setItem", on=data, key={"$": "tuple", "v": [1]}, value="t")
    assert own_host.eval("data[(1,)]") == "t"
    own_host.op("delItem", on=data, key="a")
    assert own_host.op("len", on=data) == 1
    last = own_host.op("item", on={"$": "tuple", "v": [1, 2, 3]}, key={"$": "slice", "v": [1, None, None]})
    assert last == {"$": "tuple", "v": [2, 3]}


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (7, "+", 2, 9),
        (7, "-", 2, 5),
        (7, "*", 2, 14),
        (7, "/", 2, 3.5),
        (7, "//", 2, 3),
        (7, "%", 2, 1),
        (7, "**", 2, 49),
        (6, "&", 3, 2),
        (6, "|", 3, 7),
        (6, "^", 3, 5),
        (1, "<<", 4, 16),
        (16, ">>", 2, 4),
        (1, "==", 1, True),
        (1, "!=", 1, False),
        (1, "<", 2, True),
        (1, "<=", 1, True),
        (1, ">", 2, False),
        (2, ">=", 2, True),
        ("a", "in", ["a"], True),
        ("a", "not in", ["a"], False),
        ("a", "not in", ["b"], True),
        (None, "is", None, True),
        (None, "is not", None, False),
        (1, "is not", None, True),
        (0, "not", None, True),
        (5, "neg", None, -5),
        (5, "pos", None, 5),
        (-5, "abs", None, 5),
        (5, "invert", None, -6),
    ],
)
def test_operators(host: Host, left: object, operator: str, right: object, expected: object) -> None:

    value = host.op("op", on=_boxed(host, left), operator=operator, other=right)
    assert value == expected
    assert type(value) is type(expected)


def _boxed(host: Host, value: object) -> dict[str, Any]:
    """A value as the result of an earlier call."""
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": "value", "names": {"value": value}})
    return {"$": "call", "id": number}


def test_text_type_truth_hash_dir(host: Host) -> None:
    value = _boxed(host, "x")
    assert host.op("repr", on=value) == "'x'"
    assert host.op("str", on=value) == "x"
    assert host.op("bool", on=value) is True
    assert host.op("type", on=value)["s"] == "<class 'str'>"
    assert host.op("hash", on=_boxed(host, 5)) == 5
    assert "upper" in host.op("dir", on=value)
    assert host.op("get", on=value, path=["upper"])["k"] == "c"


def test_unknown_operations_and_results_fail_alone(host: Host) -> None:
    with pytest.raises(WorkerError, match="unknown operation 'fly'"):
        host.op("fly", on=module("json"))
    with pytest.raises(WorkerError, match="call 99999 was released"):
        host.op("get", on={"$": "call", "id": 99999})
    with pytest.raises(WorkerError, match="object 99999 was released"):
        host.op("get", on={"$": "ref", "id": 99999})
    assert host.eval("1") == 1


def test_exec_defines_and_eval_sees(own_host: Host) -> None:
    own_host.exec(
        """
        import math
        def area(r):
            return math.pi * r ** 2 * factor
        total = sum(values)
        """,
        factor=2,
        values=[1, 2, 3],
    )
    assert own_host.eval("round(area(1), 3), total") == {"$": "tuple", "v": [6.283, 6]}
    assert own_host.eval("[x * k for x in xs]", xs=[1, 2], k=3) == [3, 6]
    # The values were arguments: nothing of them stays behind.
    assert own_host.eval("'factor' in globals()") is False
    own_host.exec("count = 1")
    own_host.exec("count += step", step=4)
    assert own_host.eval("count") == 5


def test_eval_takes_exactly_one_expression(host: Host) -> None:
    for code in ("1) + (2", "a = 1", "", "1\n2"):
        with pytest.raises(WorkerError, match="SyntaxError"):
            host.eval(code, a=1)


def test_errors_in_exec_show_its_lines(host: Host) -> None:
    with pytest.raises(WorkerError) as failure:
        host.exec("x = 1\nraise ValueError('here')")
    frame = failure.value.error["frames"][-1]
    assert frame["line"] == 2
    assert frame["source"] == "raise ValueError('here')"


def test_results_are_dropped_when_done(own_host: Host) -> None:
    numbers = [own_host.new_id() for _ in range(10)]
    own_host.batch(*[{"op": "eval", "id": number, "code": "1", "pull": 1} for number in numbers])
    for number in numbers:
        own_host.value(number)
    assert own_host.state()["calls"] == 10
    own_host.batch(done=[numbers[0], [numbers[1], numbers[-1]]])
    assert own_host.state()["calls"] == 0


def test_a_value_is_sent_as_it_was_when_its_operation_ran(own_host: Host) -> None:
    own_host.exec("grown = [1]")
    get, append = own_host.main("get", "grown", pull=1), own_host.main("get", "grown")
    append.update(op="call", path=["grown", "append"], args=[2])
    own_host.batch(get, append)
    assert own_host.value(get["id"]) == [1]
    assert own_host.eval("grown") == [1, 2]


def test_system_exit_is_an_error_like_others(host: Host) -> None:
    with pytest.raises(WorkerError, match=r"builtins\.SystemExit"):
        host.call("sys:exit", 3)
    assert host.eval("1") == 1


def test_gc_runs_the_collector(host: Host) -> None:
    assert isinstance(host.op("gc"), int)

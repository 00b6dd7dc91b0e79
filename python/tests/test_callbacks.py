"""Calling the host: functions, threads, nesting, errors, iterators, release."""

from __future__ import annotations

from typing import Any

import pytest
from host import Host, WorkerError

REDUCE = {"$": "module", "name": "functools", "path": ["reduce"]}


def function(number: int, params: int = 1, **fields: Any) -> dict[str, Any]:
    return {"$": "callback", "id": number, "params": params, "name": "f", **fields}


def call(host: Host, code: str, **names: Any) -> int:
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": code, "pull": 1, "names": names})
    return number


def answer(host: Host, value: Any = None, **fields: Any) -> dict[str, Any]:
    """Answer the next callback; a function of its arguments may make the value."""
    message = host.wait_for("callback")
    if callable(value):
        value = value(*message["args"])
    host.send({"t": "callbackResult", "call": message["call"], **(fields or {"v": value, "p": 1})})
    return message


def test_a_function_of_the_host_is_called(host: Host) -> None:
    number = call(host, "list(map(f, [1, 2, 3]))", f=function(1))
    for _ in range(3):
        message = answer(host, lambda x: x * 10)
        assert (message["fn"], message["parent"], message["thread"], message["p"]) == (
            1,
            number,
            "MainThread",
            1,
        )
    assert host.value(number) == [10, 20, 30]


def test_arguments_and_results_are_values(host: Host) -> None:
    number = call(host, "f(b'x', key=(1,))", f=function(1))
    message = answer(host, v={"$": "set", "v": [1]})
    assert message["args"][0]["$"] == "bytes"
    assert message["kwargs"] == {"key": {"$": "tuple", "v": [1]}}
    assert host.value(number) == {"$": "set", "v": [1]}


def test_an_argument_may_be_deeper_than_the_recursion_limit_lets_python_go(host: Host) -> None:
    # Some 700 levels is what C's own limit leaves in Python 3.12.
    number = call(host, "f(reduce(lambda inner, _: (inner,), range(600), 0))", f=function(1), reduce=REDUCE)
    depth, inner = 0, answer(host, 0)["args"][0]
    while inner != 0:
        depth, inner = depth + 1, inner["v"][0]
    assert depth == 600
    host.value(number)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("[1, pair]", r"\$\[0\]\[1\]"),
        ("1, (pair,)", r"\$\[1\]\[0\]"),
        ("1, key={'a': pair}", r"\$\.key\.a"),
        ("1, key=reduce(lambda inner, _: [inner], range(2000), 0)", r"\$\.key(\[0\])+"),
    ],
)
def test_an_argument_without_a_form_is_an_error_with_its_place(host: Host, given: str, path: str) -> None:
    host.exec('pair = "\\ud83d\\ude00"')
    with pytest.raises(WorkerError, match=path):
        host.value(call(host, f"f({given})", f=function(1), reduce=REDUCE))
    assert host.eval("1 + 1") == 2


def test_signature_and_name(host: Host) -> None:
    code = "(f.__name__, str(__import__('inspect').signature(f)), callable(f))"
    assert host.value(call(host, code, f=function(2, 2)))["v"] == ["f", "(arg0, arg1, /, *args)", True]
    declared = function(3, 0, signature="a, b=1, *, c=None")
    assert host.value(call(host, code, f=declared))["v"][1] == "(a, b=1, *, c=None)"
    number = call(host, "f(b=5, a=4, c=6)", f=function(3, 0, signature="a, b=1, *, c=None"))
    message = answer(host, 0)
    assert (message["args"], message["kwargs"]) == ([4, 5], {"c": 6})
    host.value(number)


def test_the_same_function_is_the_same_object(host: Host) -> None:
    host.exec("kept = f", f=function(4))
    assert host.value(call(host, "kept is f", f=function(4))) is True
    assert host.value(call(host, "[f]", f=function(4))) == [{"$": "callback", "id": 4}]


def test_python_tells_what_it_dropped_and_how_often_it_had_it(own_host: Host) -> None:
    own_host.exec("kept = [f, g]", f=function(7), g=function(8))
    own_host.exec("kept.append(f)", f=function(7))
    own_host.exec("kept.clear()")
    released = own_host.wait_for("released")
    assert dict(zip(released["fns"], released["fnCounts"])) == {7: 2, 8: 1}


def test_nested_operations_run_in_the_waiting_thread(host: Host) -> None:
    host.exec("import threading\ndef where(): return threading.current_thread().name")
    number = call(host, "f()", f=function(1))
    message = host.wait_for("callback")
    queued = call(host, "'queued'")
    nested = host.main("call", "where", pull=1, parent=message["call"])
    host.batch(nested)
    assert host.value(nested["id"]) == "MainThread"
    host.send({"t": "callbackResult", "call": message["call"], "v": "back"})
    assert host.value(number) == "back"
    assert host.value(queued) == "queued"


def test_callbacks_nest_to_any_depth(host: Host) -> None:
    host.exec("def down(f, n): return f(n) if n else 'bottom'")
    number = host.new_id()
    op: dict[str, Any] = host.main("call", "down", args=[function(1), 30], tagged=1, pull=1)
    host.batch(op)
    open_calls: list[tuple[int, int]] = []
    number = op["id"]
    for left in range(29, -1, -1):
        message = host.wait_for("callback")
        assert message["parent"] == number
        inner = host.main("call", "down", args=[function(1), left], tagged=1, pull=1, parent=message["call"])
        open_calls.append((message["call"], number))
        host.batch(inner)
        number = inner["id"]
    for waiting, outer in reversed(open_calls):
        value = host.value(number)
        host.send({"t": "callbackResult", "call": waiting, "v": value})
        number = outer
    assert host.value(op["id"]) == "bottom"


def test_a_call_from_a_thread_of_pythons(host: Host) -> None:
    host.exec(
        """
        import threading
        def in_thread(f):
            out = []
            thread = threading.Thread(target=lambda: out.append(f(7)), name="Helper")
            thread.start()
            thread.join()
            return out
        """
    )
    op = host.main("call", "in_thread", args=[function(1)], tagged=1, pull=1)
    host.batch(op)
    message = host.wait_for("callback")
    assert (message["thread"], message["parent"]) == ("Helper", None)
    nested = host.new_id()
    code = "__import__('threading').current_thread().name"
    host.batch({"op": "eval", "id": nested, "code": code, "pull": 1, "parent": message["call"]})
    assert host.value(nested) == "Helper"
    host.send({"t": "callbackResult", "call": message["call"], "v": 8})
    assert host.value(op["id"]) == [8]


def test_a_call_after_the_call_that_passed_it(host: Host) -> None:
    host.exec(
        """
        import threading
        go = threading.Event()
        def later(f):
            threading.Thread(target=lambda: (go.wait(), f("late"))).start()
        """
    )
    host.batch(host.main("call", "later", args=[function(1)], tagged=1))
    host.eval("go.set()")
    assert answer(host)["args"] == ["late"]


def test_many_threads_call_at_once(host: Host) -> None:
    host.exec(
        """
        from concurrent.futures import ThreadPoolExecutor
        def pooled(f):
            with ThreadPoolExecutor(8) as pool:
                return sum(pool.map(f, range(100)))
        """
    )
    op = host.main("call", "pooled", args=[function(1)], tagged=1, pull=1)
    host.batch(op)
    for _ in range(100):
        answer(host, lambda x: x * 2)
    assert host.value(op["id"]) == 9900


def test_an_error_of_the_host_keeps_its_identity(host: Host) -> None:
    host.exec(
        """
        def attempt(f):
            try:
                f()
            except Exception as error:
                return type(error).__name__, error.name, str(error)
        """
    )
    thrown = {"$": "error", "id": 31, "name": "TypeError", "message": "no", "stack": "at x.ts:1"}
    op = host.main("call", "attempt", args=[function(1)], tagged=1, pull=1)
    host.batch(op)
    answer(host, e=thrown)
    assert host.value(op["id"])["v"] == ["JavaScriptError", "TypeError", "TypeError: no"]
    number = call(host, "f()", f=function(1))
    answer(host, e=thrown)
    error = host.error(number)
    assert error["host"] == 31


def test_an_error_of_pythons_passes_through_the_host(host: Host) -> None:
    host.exec(
        "error = LookupError('mine')\ndef caught(f):\n    try: f()\n    except LookupError as e: return e is error"
    )
    reference = host.eval("error")["id"]
    op = host.main("call", "caught", args=[function(1)], tagged=1, pull=1)
    host.batch(op)
    answer(host, e={"$": "ref", "id": reference})
    assert host.value(op["id"]) is True


def test_a_method_made_of_a_function(host: Host) -> None:
    host.exec("class Box: pass\nBox.method = f", f=function(5))
    number = call(host, "Box().method(1)")
    message = answer(host, v="ok")
    assert message["args"][0]["type"] == "__main__.Box"
    assert message["args"][1] == 1
    assert host.value(number) == "ok"


def test_releases_are_taken_while_python_waits_for_the_host(own_host: Host) -> None:
    own_host.exec("import weakref\nclass Thing: pass\ngone = []")
    number = call(
        own_host,
        "f((lambda t: (gone.append(weakref.ref(t)), t)[1])(Thing())) or gone[0]() is None",
        f=function(1),
    )
    message = own_host.wait_for("callback")
    own_host.send({"t": "release", "refs": [[message["args"][0]["id"], 1]]})
    own_host.wait_until(lambda: own_host.state()["refs"] == 0)
    own_host.send({"t": "callbackResult", "call": message["call"], "v": None})
    assert own_host.value(number) in (True, False)


@pytest.mark.parametrize(
    "loop", ["for x in it: out.append(x)", "out.extend(it)", "out.extend(list(map(str, it)))"]
)
def test_an_iterator_of_the_host(host: Host, loop: str) -> None:
    host.exec(f"def collect(it):\n    out = []\n    {loop}\n    return out")
    op = host.main("call", "collect", args=[{"$": "hostiter", "id": 41}], tagged=1, pull=1)
    host.batch(op)
    for value in (1, 2):
        message = answer(host, v=value)
        assert (message["it"], message["step"]) == (41, "next")
    answer(host, v={"$": "done", "v": None})
    assert [str(item) for item in host.value(op["id"])] == ["1", "2"]


def test_an_iterator_of_the_host_is_closed_and_released(own_host: Host) -> None:
    own_host.exec("import itertools\ndef first(it):\n    x = next(it)\n    it.close()\n    return x")
    op = own_host.main("call", "first", args=[{"$": "hostiter", "id": 42}], tagged=1, pull=1)
    own_host.batch(op)
    answer(own_host, v=1)
    assert answer(own_host, v=None)["step"] == "return"
    assert own_host.value(op["id"]) == 1
    own_host.eval("1")
    assert own_host.wait_for("released")["its"] == [42]


def test_asynchronous_callbacks_and_iteration_do_not_hold_up_the_loop(host: Host) -> None:
    host.exec(
        """
        import asyncio
        async def both(f, it):
            first, second = await asyncio.gather(f(1), f(2))
            return [first, second] + [x async for x in it]
        """
    )
    names = [function(51, 1, **{"async": 1}), {"$": "hostiter", "id": 52, "async": 1}]
    op = host.main("call", "both", args=names, tagged=1, pull=1)
    host.batch(op)
    first, second = host.wait_for("callback"), host.wait_for("callback")
    for message in (second, first):
        host.send({"t": "callbackResult", "call": message["call"], "v": message["args"][0] * 10})
    answer(host, v="x")
    answer(host, v={"$": "done", "v": None})
    assert host.value(op["id"]) == [10, 20, "x"]

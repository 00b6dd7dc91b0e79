"""References: identity, counts, and what a console shows."""

from __future__ import annotations

from host import Host


def test_the_same_object_is_the_same_reference(own_host: Host) -> None:
    own_host.exec("class Thing: pass\nthing = Thing()")
    first, second = own_host.eval("thing"), own_host.eval("thing")
    assert first["id"] == second["id"]
    assert own_host.eval("a is thing", a={"$": "ref", "id": first["id"]}) is True


def test_a_release_that_crosses_a_resend_keeps_the_object(own_host: Host) -> None:
    own_host.exec("import weakref\nclass Thing: pass\nthing = Thing(); gone = weakref.ref(thing)")
    number = own_host.eval("thing")["id"]
    own_host.eval("thing")
    own_host.exec("del thing")
    own_host.send({"t": "release", "refs": [[number, 1]]})
    assert own_host.eval("gone() is None") is False
    own_host.send({"t": "release", "refs": [[number, 1]], "calls": [[1, 1000]]})
    assert own_host.eval("gone() is None") is True


def test_ids_are_never_reused(own_host: Host) -> None:
    seen: set[int] = set()
    for _ in range(50):
        number = own_host.eval("object()")["id"]
        assert number not in seen
        seen.add(number)
        own_host.send({"t": "release", "refs": [[number, 1]], "calls": [[1, 1000]]})
    assert own_host.state()["refs"] == 0


def test_a_release_keeps_its_place_behind_operations(own_host: Host) -> None:
    number = own_host.eval("object()")["id"]
    own_host.exec("import threading\nheld = threading.Event()\ndef wait(): held.wait()")
    waiting, use = own_host.main("call", "wait"), own_host.new_id()
    own_host.batch(waiting, {"op": "str", "id": use, "on": {"$": "ref", "id": number}, "pull": 1})
    own_host.wait_busy()
    own_host.send({"t": "release", "refs": [[number, 1]]})
    own_host.send({"t": "cancel", "id": waiting["id"]})
    assert own_host.error(waiting["id"])["type"] == "builtins.KeyboardInterrupt"
    assert own_host.value(use).startswith("<object object")


def test_kinds(host: Host) -> None:
    host.exec(
        """
        class Plain: pass
        class Manager:
            def __enter__(self): return 1
            def __exit__(self, *details): pass
        class Sequence:
            def __len__(self): raise SystemExit
            def __getitem__(self, index): raise IndexError
            def __repr__(self): raise SystemExit
        async def coroutine(): pass
        async def agen(): yield 1
        def gen(): yield 1
        """
    )
    kinds = {
        "Plain()": "",
        "len": "c",
        "Plain": "ct",
        "__import__('json')": "m",
        "gen()": "in",
        "agen()": "a",
        "Manager()": "g",
        "Sequence()": "li",
        "bytearray(3)": "cil"[1:],
    }
    for code, kind in kinds.items():
        assert host.op("get", on={"$": "call", "id": _call(host, code)})["k"] == kind, code


def _call(host: Host, code: str) -> int:
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": code})
    return number


def test_text_and_length_come_without_running_the_users_code(host: Host) -> None:
    host.exec(
        "class Query(list):\n    def __repr__(self): raise SystemExit\n    def __len__(self): raise SystemExit"
    )
    described = host.eval("Query([1])")
    assert "s" not in described
    assert "len" not in described
    assert host.eval("bytearray(b'ab')")["s"] == "bytearray(b'ab')"
    assert host.eval("bytearray(500)")["len"] == 500
    assert "s" not in host.eval("bytearray(500)")
    assert len(host.eval("type('Long' * 100, (), {})()")["s"]) == 100


def test_pull_two_gives_a_reference_of_anything(host: Host) -> None:
    number = host.new_id()
    host.batch({"op": "eval", "id": number, "code": "[1, 2]", "pull": 2})
    value = host.value(number)
    assert (value["$"], value["type"], value["len"], value["s"]) == ("ref", "builtins.list", 2, "[1, 2]")


def test_nothing_stays_of_a_hundred_thousand_references(own_host: Host) -> None:
    for _ in range(10):
        numbers = [own_host.new_id() for _ in range(10_000)]
        own_host.batch(*[{"op": "eval", "id": number, "code": "object()", "pull": 1} for number in numbers])
        refs = [[own_host.value(number)["id"], 1] for number in numbers]
        own_host.send({"t": "release", "refs": refs, "calls": [[numbers[0], numbers[-1]]]})
    state = own_host.state()
    assert (state["refs"], state["calls"]) == (0, 0)


def test_a_kept_failure_keeps_nothing_of_its_frame(host: Host) -> None:
    """Neither what other operations of the same batch attached, nor where the adapter was."""
    before = host.state()["rss"]
    size = 8 << 20
    for _ in range(8):
        attached, failed, chained, ran = (host.new_id() for _ in range(4))
        host.next_id += 3
        host.batch(
            {
                "op": "call",
                "id": attached,
                "on": {"$": "module", "name": "builtins"},
                "path": ["len"],
                "args": [{"$": "bytes", "a": 0}],
                "tagged": 1,
            },
            {"op": "eval", "id": failed, "code": "value.x", "names": {"value": {"$": "tuple", "v": []}}},
            {"op": "eval", "id": chained, "code": "[]", "then": [[["copy"], []], [["pop"], []]]},
            {
                "op": "calls",
                "id": ran + 2,
                "on": {"$": "module", "name": "builtins"},
                "path": ["int"],
                "rows": [["x"], ["y"]],
                "pull": 1,
            },
            attachments=[bytes(size)],
        )
        for number in (failed, chained + 2, ran + 2):
            assert "args" in host.error(number)
    assert host.state()["rss"] - before < 4 * size

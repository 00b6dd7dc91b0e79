"""Malformed, truncated and oversized frames end a worker with a `fatal` frame and exit code 70."""

from __future__ import annotations

import json
from typing import Any

import pytest
from host import EndOfOutput, Host


def frame(header: bytes, attachments: tuple[bytes, ...] = ()) -> bytes:
    sizes = b"".join(len(item).to_bytes(8, "little") for item in attachments)
    head = len(header).to_bytes(4, "little") + len(attachments).to_bytes(4, "little")
    return head + sizes + header + b"".join(attachments)


def message(**fields: Any) -> bytes:
    return frame(json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (frame(b"not json"), "not JSON"),
        (frame(b'{"t":"ping"} {}'), "not JSON"),
        (frame(b'{"t":NaN}'), "not JSON"),
        (frame(b'\xff\xfe{"t":"ping"}'), "not JSON"),
        (frame(b"[]"), "not an object"),
        (frame(b""), "not JSON"),
        (message(t="unknown"), "unknown message 'unknown'"),
        (message(no="t"), "unknown message None"),
        (message(t="batch"), "malformed 'batch'"),
        (message(t="batch", ops=5), "malformed 'batch'"),
        (message(t="batch", ops=[5]), "malformed"),
        (message(t="batch", ops=[{"op": "eval"}]), "malformed"),
        (message(t="credit", stream=1), "malformed 'credit'"),
        # Found out by whichever thread performs it.
        (message(t="release", refs=5), "malformed"),
        (message(t="init", protocol=1), "'init' must come first"),
        ((2**30 + 1).to_bytes(4, "little") + bytes(4), "over the limit"),
        (bytes(4) + (65_537).to_bytes(4, "little"), "over the limit"),
        (bytes(4) + (1).to_bytes(4, "little") + (2**34 + 1).to_bytes(8, "little"), "over the limit"),
    ],
)
def test_a_broken_frame(own_host: Host, data: bytes, reason: str) -> None:
    assert own_host.eval("1") == 1
    own_host.send_bytes(data)
    fatal = own_host.wait_for("fatal")
    assert fatal["phase"] == "protocol"
    assert reason in fatal["e"]["message"]
    assert own_host.wait_exit() == 70


@pytest.mark.parametrize("data", [b"\x05", frame(b'{"t":"ping","n":1}')[:-3], frame(b"{}", (b"abc",))[:-1]])
def test_a_truncated_frame(own_host: Host, data: bytes) -> None:
    own_host.send_bytes(data)
    own_host.hang_up()
    assert "ended inside" in own_host.wait_for("fatal")["e"]["message"]
    assert own_host.wait_exit() == 70


def test_a_broken_frame_during_an_operation(own_host: Host) -> None:
    own_host.exec("import threading\ndef wait(): threading.Event().wait()")
    own_host.batch(own_host.main("call", "wait"))
    own_host.wait_busy()
    own_host.send_bytes(message(t="unknown"))
    assert own_host.wait_for("fatal")["phase"] == "protocol"
    assert own_host.wait_exit() == 70


def test_another_protocol() -> None:
    with Host(init={"protocol": 2}) as host:
        fatal = host.wait_for("fatal")
        assert "protocol 2, this adapter 1" in fatal["e"]["message"]
        assert host.wait_exit() == 70


def test_the_first_message_is_init() -> None:
    with Host(init={"t": "batch", "ops": []}) as host:
        assert "not 'init'" in host.wait_for("fatal")["e"]["message"]
        assert host.wait_exit() == 70


def test_large_and_many_attachments(own_host: Host) -> None:
    number = own_host.new_id()
    data = [b"x" * size for size in (0, 1, 100_000, 3_000_000, 5)] * 20
    values = [{"$": "bytes", "a": index} for index in range(len(data))]
    own_host.batch(
        {"op": "eval", "id": number, "code": "[v, [len(x) for x in v]]", "names": {"v": values}, "pull": 1},
        attachments=data,
    )
    back, lengths = own_host.value(number)
    assert lengths == [len(item) for item in data]
    assert [item["data"] for item in back] == data


def test_a_frame_that_comes_byte_by_byte(own_host: Host) -> None:
    number = own_host.new_id()
    op = {"op": "eval", "id": number, "code": "len(v)", "names": {"v": {"$": "bytes", "a": 0}}, "pull": 1}
    for byte in frame(json.dumps({"t": "batch", "ops": [op]}).encode(), (b"abc",)):
        own_host.send_bytes(bytes([byte]))
    assert own_host.value(number) == 3


def test_a_host_that_reads_no_more(own_host: Host) -> None:
    own_host.send({"t": "batch", "ops": [{"op": "eval", "id": 1, "code": "'x' * 10 ** 7", "pull": 1}]})
    own_host.stop_reading()
    assert own_host.wait_exit() == 0
    with pytest.raises((EndOfOutput, OSError, ValueError)):
        own_host.receive()

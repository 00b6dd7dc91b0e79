"""Any value goes to Python and comes back as the same value; thousands of them, made by Hypothesis."""

from __future__ import annotations

import datetime
import os
from typing import Any

from host import Host
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_codec import decode, encode, picture

#: `SNAKEBRIDGE_LONG` makes the run a hundred times as long.
EXAMPLES = 20_000 if os.environ.get("SNAKEBRIDGE_LONG") else 200

zones = st.one_of(
    st.none(),
    st.just(datetime.timezone.utc),
    st.timedeltas(min_value=datetime.timedelta(hours=-23), max_value=datetime.timedelta(hours=23)).map(
        datetime.timezone
    ),
)
# Zones that are not the database's have no rules, so only the moment's own offset can count.
hashable = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=-(2**54), max_value=2**54),
        st.floats(allow_nan=False),
        st.text(st.characters(exclude_categories=())),
        st.binary(max_size=30),
        st.datetimes(timezones=zones),
        st.dates(),
        st.times(timezones=zones),
        st.timedeltas(),
        st.decimals(allow_nan=False),
        st.fractions(),
        st.uuids(),
        st.builds(range, st.integers(-100, 100), st.integers(-(10**20), 10**20), st.integers(1, 9)),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner), st.lists(inner, max_size=3).map(tuple), st.frozensets(inner, max_size=3)
    ),
    max_leaves=5,
)
values = st.recursive(
    st.one_of(hashable, st.floats(), st.complex_numbers(), st.just({}), st.just([])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6),
        st.dictionaries(
            st.one_of(st.text(st.characters(exclude_categories=()), max_size=4), st.just("$")),
            inner,
            max_size=5,
        ),
        st.dictionaries(hashable, inner, max_size=4),
        st.sets(hashable, max_size=4),
        st.tuples(inner, inner),
    ),
    max_leaves=25,
)
plain = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.text().filter(lambda key: key != "$"), inner)
    ),
    max_leaves=40,
)
long_run = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
    database=None,
)


def send(host: Host, code: str, value: Any) -> tuple[list[Any], list[bytes]]:
    attachments: list[bytes] = []
    encoded = encode(value, attachments)
    number = host.new_id()
    host.batch(
        {"op": "eval", "id": number, "code": code, "pull": 1, "names": {"value": encoded}},
        attachments=attachments,
        done=[number - 1],
    )
    entry, back = host.result(number)
    assert entry[1] in (0, 1), entry
    return entry, back


@long_run
@given(value=values)
def test_every_value_comes_back_as_it_was(host: Host, value: Any) -> None:
    entry, attachments = send(host, "value", value)
    returned = decode(entry[2], attachments) if entry[1] == 1 else entry[2]
    assert picture(returned) == picture(value)


@long_run
@given(value=values)
def test_python_sees_the_value_itself(host: Host, value: Any) -> None:
    """Not only what comes back is the same: Python's own text of it is."""
    entry, _ = send(host, "repr(value)", value)
    if not has_set(value):
        assert normal(entry[2]) == normal(repr(value))


@long_run
@given(value=plain)
def test_plain_values_are_sent_as_json(host: Host, value: Any) -> None:
    entry, attachments = send(host, "value", value)
    assert not attachments
    if isinstance(value, float) and value.is_integer():
        assert entry[2] == {"$": "float", "v": value}
    else:
        assert entry[1] == 0
        assert picture(entry[2]) == picture(value)


@long_run
@given(items=st.lists(values, max_size=8))
def test_every_item_of_a_stream(host: Host, items: list[Any]) -> None:
    attachments: list[bytes] = []
    made, stream = host.new_id(), host.new_id()
    names = {"items": encode(items, attachments)}
    host.batch(
        {"op": "eval", "id": made, "code": "iter(items)", "names": names},
        {"op": "iter", "id": stream, "on": {"$": "call", "id": made}, "stream": stream, "credit": 100},
        attachments=attachments,
    )
    received: list[Any] = []
    while True:
        message, back = host.receive()
        if message["t"] != "items":
            continue
        received.extend(decode(item, back) for item in message["items"])
        if message.get("end"):
            break
    host.send({"t": "release", "calls": [made, stream]})
    assert picture(received) == picture(items)


def has_set(value: Any) -> bool:
    """The order of a set's text is not its own."""
    if isinstance(value, (set, frozenset)):
        return True
    if isinstance(value, dict):
        return any(has_set(item) for pair in value.items() for item in pair)
    return isinstance(value, (list, tuple)) and any(map(has_set, value))


def normal(text: str) -> str:
    return (
        text.replace("datetime.timezone.utc", "UTC")
        .replace("datetime.timezone(datetime.timedelta(0))", "UTC")
        .replace("datetime.timezone(datetime.timedelta(0), 'UTC')", "UTC")
    )

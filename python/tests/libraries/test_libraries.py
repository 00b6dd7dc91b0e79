"""numpy, pandas, polars, pyarrow, pydantic and attrs as values."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from host import Host, WorkerError

CODE = """
import array, dataclasses, datetime
import attr, numpy as np, numpy, pandas as pd, polars as pl, pyarrow as pa, pydantic
@attr.s(auto_attribs=True)
class Attrs:
    x: int
    _hidden: int = 2
class Model(pydantic.BaseModel):
    a: int
    when: datetime.date
    nested: "list[Model]" = []
class Extra(pydantic.BaseModel):
    model_config = {"extra": "allow"}
    a: int
def read(data):
    return pa.ipc.open_stream(data).read_all()
"""


def value(
    host: Host,
    code: str,
    pull: int = 3,
    options: dict[str, Any] | None = None,
    attachments: Any = None,
    **names: Any,
) -> Any:
    number = host.new_id()
    op: dict[str, Any] = {"op": "eval", "id": number, "code": code, "pull": pull, "names": names}
    if options:
        op["options"] = options
    host.batch(op, attachments=attachments)
    return host.value(number)


@pytest.fixture(scope="session")
def loaded(libraries: Host) -> Host:
    libraries.exec(CODE)
    return libraries


FILE = Path(__file__).resolve().parents[3] / "test" / "vectors"
VECTORS: list[Any] = [
    pytest.param(vector, id=vector["name"])
    for file in sorted(FILE.glob("*.json"))
    for vector in json.loads(file.read_text("utf-8"))
    if vector.get("needs") == "numpy"
]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "toHost" in v.values[0]["directions"]])
def test_vectors_to_host(loaded: Host, vector: dict[str, Any]) -> None:
    number = loaded.new_id()
    loaded.batch({"op": "eval", "id": number, "code": vector["python"], "pull": 3})
    entry, attachments = loaded.result(number)
    assert entry[2] == json.loads(vector["wire"])
    assert [item.hex() for item in attachments] == vector["attachments"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "toPython" in v.values[0]["directions"]])
def test_vectors_to_python(loaded: Host, vector: dict[str, Any]) -> None:
    code = f"(lambda e: v.dtype == e.dtype and v.shape == e.shape and v.tolist() == e.tolist() or v.tobytes() == e.tobytes())({vector['python']})"
    attachments = [bytes.fromhex(item) for item in vector["attachments"]]
    assert value(loaded, code, attachments=attachments, v=json.loads(vector["wire"])) is True


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("np.int64(5)", 5),
        ("np.uint64(2**64 - 1)", {"$": "int", "v": str(2**64 - 1)}),
        ("np.float32(0.1)", struct.unpack("<f", struct.pack("<f", 0.1))[0]),
        ("np.bool_(True)", True),
        ("np.complex64(1 + 2j)", {"$": "complex", "re": 1.0, "im": 2.0}),
        ("np.str_('x')", "x"),
        ("np.bytes_(b'x')", {"$": "bytes", "a": 0, "data": b"x"}),
        ("np.datetime64('2020-01-02')", {"$": "date", "v": [2020, 1, 2]}),
        (
            "np.datetime64('2020-01-02T03:04:05.000006')",
            {"$": "datetime", "v": [2020, 1, 2, 3, 4, 5, 6], "fold": 0},
        ),
        ("np.timedelta64(1500, 'ms')", {"$": "timedelta", "v": [0, 1, 500000]}),
    ],
)
def test_numpy_scalars_convert(loaded: Host, code: str, expected: object) -> None:
    assert value(loaded, code, pull=1) == expected


@pytest.mark.parametrize(
    "code", ["np.datetime64('2020-01-02T03:04:05.000000001')", "np.datetime64('NaT')", "np.longdouble(1)"]
)
def test_numpy_scalars_without_an_equal_stay_references(loaded: Host, code: str) -> None:
    assert value(loaded, code, pull=1)["$"] == "ref"


def test_arrays_and_frames_stay_references_until_asked(loaded: Host) -> None:
    assert value(loaded, "np.zeros((2, 3))", pull=1)["shape"] == [2, 3]
    frame = value(loaded, "pd.DataFrame({'a': [1, 2]})", pull=1)
    assert (frame["type"].rpartition(".")[2], frame["shape"]) == ("DataFrame", [2, 1])


def test_arrays_without_a_form_are_errors(loaded: Host) -> None:
    with pytest.raises(WorkerError, match="dtype"):
        value(loaded, "{'x': np.zeros(1, np.longdouble)}")


#: As much of an array of a dtype that another library registered with numpy as is looked at: numpy's kind of it is bare bytes.
FOREIGN = """
import types
class Foreign(np.ndarray):
    dtype = property(lambda self: types.SimpleNamespace(kind="V", isbuiltin=2, fields=None, **self.of))
    def astype(self, wanted): return np.array([1, 2], wanted)
def foreign(name, library):
    array = np.zeros(2, "V2").view(Foreign)
    array.of = {"name": name, "type": type(name, (), {"__module__": library + ".core"})}
    return array
"""


@pytest.mark.parametrize(
    ("name", "wider"),
    [
        ("bfloat16", "<f4"),
        ("float8_e5m2", "<f4"),
        ("float4_e2m1fn", "<f4"),
        ("int4", "|i1"),
        ("uint2", "|u1"),
    ],
)
def test_what_numpy_has_no_dtype_for_arrives_wider(loaded: Host, name: str, wider: str) -> None:
    loaded.exec(FOREIGN)
    encoded = value(loaded, f"foreign({name!r}, 'ml_dtypes')")
    assert (encoded["dtype"], encoded["shape"]) == (wider, [2])
    kind = {"f": "<2f", "i": "2b", "u": "2B"}[wider[1]]
    assert struct.unpack(kind, encoded["data"]) == (1, 2)


def test_a_dtype_that_nobody_knows_is_an_error_that_says_where_and_what_to_do(loaded: Host) -> None:
    loaded.exec(FOREIGN)
    message = "of dtype rational, of fractional, has no form outside Python; convert it in Python first"
    with pytest.raises(WorkerError, match=rf"\$\.x\[0\]: an array {message}"):
        value(loaded, "{'x': [foreign('rational', 'fractional')]}")


def test_object_arrays_hold_references(loaded: Host) -> None:
    encoded = value(loaded, "np.array([1, None, Attrs(1)], object)")
    assert encoded["v"][:2] == [1, None]
    assert encoded["v"][2]["$"] == "ref"


def test_masked_arrays_keep_their_mask(loaded: Host) -> None:
    encoded = value(loaded, "np.ma.array([1, 2], mask=[0, 1])")
    assert encoded["mask"]["data"] == b"\x00\x01"


def test_an_array_is_sent_as_it_was_when_asked(loaded: Host) -> None:
    loaded.exec("kept = np.zeros(3)")
    get = loaded.main("get", "kept", pull=3)
    fill = {**loaded.main("call", "kept", args=[7]), "path": ["kept", "fill"]}
    loaded.batch(get, fill)
    assert loaded.value(get["id"])["data"] == bytes(24)


def test_a_large_array_each_way(loaded: Host) -> None:
    data = struct.pack("<1000000d", *range(1_000_000))
    tag = {"$": "buffer", "f": "<f8", "a": 0}
    assert value(loaded, "float(a.mean())", pull=1, attachments=[data], a=tag) == 499999.5
    back = value(loaded, "a", attachments=[data], a=tag)
    assert back["data"] == data
    assert value(loaded, "a.flags.writeable and a.flags.aligned", attachments=[data], a=tag) is True


def arrow(host: Host, encoded: Any, code: str) -> Any:
    assert encoded["$"] == "arrow"
    return value(host, code, attachments=[encoded["data"]], data={"$": "bytes", "a": 0})


@pytest.mark.parametrize(
    "code",
    [
        "pd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        "pl.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        "pa.table({'a': [1, 2], 'b': ['x', None]})",
        "pa.record_batch({'a': [1, 2], 'b': ['x', None]})",
    ],
)
def test_tables(loaded: Host, code: str) -> None:
    records = [{"a": 1, "b": "x"}, {"a": 2, "b": None}]
    assert arrow(loaded, value(loaded, code), "read(data).to_pylist()") == records
    assert value(loaded, code, options={"frame": "records"}) == records


def test_columns(loaded: Host) -> None:
    assert value(loaded, "pd.Series([1.5, 2])")["dtype"] == "<f8"
    assert value(loaded, "pl.Series([1.5, 2])")["dtype"] == "<f8"
    assert arrow(loaded, value(loaded, "pd.Series(['a', None])"), "read(data).to_pylist()")[0]["value"] == "a"
    assert arrow(loaded, value(loaded, "pl.Series('s', ['a', None])"), "read(data).to_pylist()") == [
        {"s": "a"},
        {"s": None},
    ]
    assert arrow(loaded, value(loaded, "pa.array([1, None])"), "read(data).to_pylist()") == [
        {"value": 1},
        {"value": None},
    ]
    assert value(loaded, "pd.RangeIndex(3)")["shape"] == [3]
    assert value(loaded, "pa.scalar(5)") == 5


def test_a_frame_that_arrow_can_not_hold_gives_records(loaded: Host) -> None:
    assert value(loaded, "pd.DataFrame({'a': [1, 'x', None]}, dtype=object)") == [
        {"a": 1},
        {"a": "x"},
        {"a": None},
    ]


def test_a_table_to_python(loaded: Host) -> None:
    encoded = value(loaded, "pa.table({'a': [1, 2]})")
    table = {"$": "arrow", "a": 0}
    assert (
        value(loaded, "type(t).__name__ + str(t.to_pylist())", attachments=[encoded["data"]], t=table)
        == "Table[{'a': 1}, {'a': 2}]"
    )


def test_models(loaded: Host) -> None:
    assert value(loaded, "Attrs(1)") == {"x": 1, "_hidden": 2}
    date = {"$": "date", "v": [2020, 1, 1]}
    code = "Model(a=1, when='2020-01-01', nested=[Model(a=2, when='2020-01-01')])"
    assert value(loaded, code) == {"a": 1, "when": date, "nested": [{"a": 2, "when": date, "nested": []}]}
    assert value(loaded, "Extra(a=1, b=2)") == {"a": 1, "b": 2}


def test_dlpack(loaded: Host) -> None:
    loaded.exec(
        """
        class Tensor:
            def __init__(self, array): self.array = array
            def __dlpack__(self, **options): return self.array.__dlpack__(**options)
            def __dlpack_device__(self): return self.array.__dlpack_device__()
            def detach(self): return self
            def cpu(self): return self
        """
    )
    encoded = value(loaded, "Tensor(np.array([1.0, 2.0]))")
    assert (encoded["$"], encoded["shape"]) == ("ndarray", [2])

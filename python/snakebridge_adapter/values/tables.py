"""Data frames and columns of pandas, polars and pyarrow, as Arrow streams or as records.

Nothing here names a version: what a library offers is tried, and the records of a table are the answer where
Arrow can't express it.
"""

from __future__ import annotations

import sys

from .arrays import encode_ndarray
from .conversion import ConversionError
from .plain import TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .builtin import Encode
    from .encode import Encoding


def table_encoder(cls: type) -> Encode | None:
    """The deep encoder of a data frame, column or Arrow value, by the library that its class is from."""
    for base in cls.__mro__:
        library = base.__module__.partition(".")[0]
        found = _ENCODERS.get((library, base.__name__))
        if found is not None:
            return found
    return None


def _pyarrow() -> Any:
    try:
        import pyarrow
        from pyarrow import ipc as ipc
    except ImportError:
        return None
    return pyarrow


def _stream(encoding: Encoding, table: Any) -> Any:
    """A pyarrow table as an IPC stream."""
    pyarrow: Any = _pyarrow()
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write(table)
    return {TAG: "arrow", "a": encoding.attach(memoryview(sink.getvalue()))}


def _encode_pandas_frame(encoding: Encoding, value: Any) -> Any:
    pyarrow = None if encoding.options.get("frame") == "records" else _pyarrow()
    if pyarrow is None and encoding.options.get("frame") == "arrow":
        raise ConversionError("an Arrow table needs pyarrow, which this environment does not have")
    if pyarrow is not None:
        try:
            table = pyarrow.Table.from_pandas(value)
        except (pyarrow.ArrowException, TypeError, ValueError, KeyError):
            # A column of mixed types has no Arrow type.
            if encoding.options.get("frame") == "arrow":
                raise
        else:
            return _stream(encoding, table)
    return _encode_records(
        encoding, [str(name) for name in value.columns], _pandas_columns(value), len(value)
    )


def _pandas_columns(value: Any) -> list[list[Any]]:
    missing = value.isna()
    columns: list[list[Any]] = []
    for index in range(value.shape[1]):
        column = value.iloc[:, index]
        floating = getattr(column.dtype, "kind", "") in "fc" and type(column.dtype).__module__.startswith(
            "numpy"
        )
        items = column.tolist()
        if not floating:
            items = [None if absent else item for item, absent in zip(items, missing.iloc[:, index].tolist())]
        columns.append(items)
    return columns


def _encode_records(encoding: Encoding, names: list[str], columns: list[list[Any]], rows: int) -> Any:
    if len(set(names)) != len(names):
        raise ConversionError("two columns have the same name, so rows can't be objects")
    records = [dict(zip(names, row)) for row in zip(*columns)] if columns else [{} for _ in range(rows)]
    return encoding.value(records)


def _encode_pandas_series(encoding: Encoding, value: Any) -> Any:
    numpy: Any = sys.modules["numpy"]
    if isinstance(value.dtype, numpy.dtype) and value.dtype.kind != "O":
        return encode_ndarray(encoding, value.to_numpy())
    if value.dtype == object:
        return encode_ndarray(encoding, value.to_numpy())
    frame = value.to_frame(value.name if isinstance(value.name, str) else "value")
    return _encode_pandas_frame(encoding, frame)


def _encode_pandas_index(encoding: Encoding, value: Any) -> Any:
    if hasattr(value, "levels"):
        return _encode_pandas_frame(encoding, value.to_frame(index=False))
    return _encode_pandas_series(encoding, value.to_series().reset_index(drop=True))


def _encode_polars_frame(encoding: Encoding, value: Any) -> Any:
    if encoding.options.get("frame") == "records":
        return encoding.value(value.to_dicts())
    from io import BytesIO

    polars: Any = sys.modules["polars"]
    sink = BytesIO()
    level: Any = getattr(polars, "CompatLevel", None)
    # Readers outside Python don't know polars' own layouts of strings.
    if level is not None:
        value.write_ipc_stream(sink, compat_level=level.oldest())
    else:
        value.write_ipc_stream(sink)
    return {TAG: "arrow", "a": encoding.attach(sink.getbuffer())}


def _has_numpy() -> bool:
    """Whether there is numpy, loaded or not: what a value becomes must not depend on what ran before."""
    try:
        import numpy as numpy
    except ImportError:
        return False
    return True


def _encode_polars_series(encoding: Encoding, value: Any) -> Any:
    if value.dtype.is_numeric() and value.null_count() == 0 and _has_numpy():
        array = value.to_numpy()
        if array.dtype.kind in "iuf":
            return encode_ndarray(encoding, array)
    return _encode_polars_frame(encoding, value.to_frame())


def _encode_arrow_table(encoding: Encoding, value: Any) -> Any:
    if encoding.options.get("frame") == "records":
        return encoding.value(value.to_pylist())
    return _stream(encoding, value)


def _encode_arrow_array(encoding: Encoding, value: Any) -> Any:
    pyarrow: Any = _pyarrow()
    return _encode_arrow_table(encoding, pyarrow.table({"value": value}))


def _encode_arrow_scalar(encoding: Encoding, value: Any) -> Any:
    return encoding.value(value.as_py())


_ENCODERS: dict[tuple[str, str], Encode] = {
    ("pandas", "DataFrame"): _encode_pandas_frame,
    ("pandas", "Series"): _encode_pandas_series,
    ("pandas", "Index"): _encode_pandas_index,
    ("polars", "DataFrame"): _encode_polars_frame,
    ("polars", "Series"): _encode_polars_series,
    ("pyarrow", "Table"): _encode_arrow_table,
    ("pyarrow", "RecordBatch"): _encode_arrow_table,
    ("pyarrow", "Array"): _encode_arrow_array,
    ("pyarrow", "ChunkedArray"): _encode_arrow_array,
    ("pyarrow", "Scalar"): _encode_arrow_scalar,
}


def decode_arrow(data: Any) -> Any:
    """An Arrow IPC stream as a pyarrow table, or a polars frame where only polars is there."""
    pyarrow: Any = _pyarrow()
    if pyarrow is not None:
        return pyarrow.ipc.open_stream(pyarrow.py_buffer(data)).read_all()
    try:
        import polars
    except ImportError:
        raise ConversionError(
            "an Arrow table needs pyarrow or polars, and this environment has neither"
        ) from None
    from io import BytesIO

    return polars.read_ipc_stream(BytesIO(data))

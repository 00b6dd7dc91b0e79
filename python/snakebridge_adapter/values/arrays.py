"""numpy arrays and scalars, and typed arrays without numpy. numpy is imported only where a value needs it."""

from __future__ import annotations

import sys

from .conversion import ConversionError
from .plain import TAG
from .surrogates import JOINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .decode import Decoding
    from .encode import Encoding

#: Typed arrays of the host and the codes of the `array` module.
_ARRAY_CODES = {
    "i1": "b",
    "u1": "B",
    "i2": "h",
    "u2": "H",
    "i4": "i",
    "u4": "I",
    "i8": "q",
    "u8": "Q",
    "f4": "f",
    "f8": "d",
}

#: `dtype.isbuiltin` of a dtype that is not numpy's own.
_OF_ANOTHER_LIBRARY = 2
#: Where other libraries have numpy's `astype`.
_TORCH_METHODS = {"float32": "float", "complex64": "cfloat"}
_CONVERT = "; convert it in Python first, as `.astype('float64')` does"


def numpy_for(what: str) -> Any:
    try:
        import numpy
    except ImportError:
        raise ConversionError(f"{what} needs numpy, which this environment does not have") from None
    return numpy


# To the host.


def encode_ndarray(encoding: Encoding, value: Any) -> Any:
    """An array of any dtype: contiguous, in C order and little-endian."""
    numpy: Any = sys.modules["numpy"]
    masked: Any = getattr(numpy, "ma", None)
    if masked is not None and isinstance(value, masked.MaskedArray):
        return {
            "data": _encode_part(encoding, "data", value.data),
            "mask": encode_ndarray(encoding, masked.getmaskarray(value)),
        }
    dtype = value.dtype
    kind: str = dtype.kind
    shape = [int(size) for size in value.shape]
    if dtype.fields is not None:
        fields = [[name, _encode_part(encoding, name, value[name])] for name in dtype.names]
        return {TAG: "ndarray", "dtype": "structured", "shape": shape, "fields": fields}
    if kind in "OT":
        return {TAG: "ndarray", "dtype": "|O", "shape": shape, "v": _encode_members(encoding, value)}
    if dtype.isbuiltin == _OF_ANOTHER_LIBRARY:
        return encode_ndarray(encoding, _of_numpys_own(value))
    if kind not in "biufcmMUSV" or (kind in "fc" and dtype.itemsize > (8 if kind == "f" else 16)):
        raise ConversionError(f"an array of dtype {dtype} has no form outside Python{_CONVERT}")
    if not dtype.isnative or dtype.byteorder == ">":
        value = value.astype(dtype.newbyteorder("<"))
    array = numpy.asarray(value, order="C")
    if sys.byteorder == "big" and array.dtype.byteorder != "|":
        array = array.astype(array.dtype.newbyteorder("<"))
    if kind == "U":
        _refuse_joined(array)
    # Not every dtype exports its buffer; bytes do.
    flat: Any = array.reshape(-1).view(numpy.ndarray)
    if not array.size or not dtype.itemsize:
        data: Any = b""
    else:
        data = flat.view("u1").data
    encoding.live = True
    return {TAG: "ndarray", "dtype": array.dtype.str, "shape": shape, "a": encoding.attach(data)}


def _of_numpys_own(value: Any) -> Any:
    """An array of a dtype that another library registered with numpy, as one that holds the same exactly.

    Its kind may be the one of bare bytes: nothing else would tell them from what they mean.
    """
    dtype = value.dtype
    wider = _wider(dtype.name)
    if wider is None:
        library = dtype.type.__module__.partition(".")[0]
        raise ConversionError(
            f"an array of dtype {dtype.name}, of {library}, has no form outside Python{_CONVERT}"
        )
    return value.astype(wider)


def _wider(name: str) -> str | None:
    """numpy's dtype for every value of one that it lacks: the small ones of ml_dtypes, torch and jax."""
    if name == "bfloat16" or name.startswith(("float8_", "float6_", "float4_")):
        return "float32"
    if name in ("int1", "int2", "int4"):
        return "int8"
    if name in ("uint1", "uint2", "uint4"):
        return "uint8"
    return "complex64" if name in ("complex32", "bcomplex32") else None


def _encode_part(encoding: Encoding, name: str, value: Any) -> Any:
    try:
        return encode_ndarray(encoding, value)
    except ConversionError as error:
        raise error.inside(name) from None


def _refuse_joined(array: Any) -> None:
    """Raise `ConversionError` with the place of an element that JavaScript would read otherwise."""
    width = array.dtype.itemsize // 4
    if width < 2 or not array.size:
        return
    # The ten lowest bits aside, all high halves are the same, and all low ones.
    kinds = array.reshape(-1).view("<u4").reshape(-1, width) >> 10
    high = kinds[:, :-1] == 0xD800 >> 10
    if not high.any():
        return
    joined = (high & (kinds[:, 1:] == 0xDC00 >> 10)).any(axis=1)
    if joined.any():
        raise ConversionError(JOINED).inside_array(int(joined.argmax()), array.shape)


def _encode_members(encoding: Encoding, value: Any) -> list[Any]:
    """Members of an object array: converted by type, references where that gives none."""
    deep, encoding.deep = encoding.deep, False
    try:
        return encoding.nested(value, _encode_flat)
    finally:
        encoding.deep = deep


def _encode_flat(encoding: Encoding, value: Any) -> list[Any]:
    members: list[Any] = value.reshape(-1).tolist()
    try:
        return encoding.items(members)
    except ConversionError as error:
        index: Any = error.steps.pop()
        raise error.inside_array(index, value.shape) from None


def encode_scalar(encoding: Encoding, value: Any) -> Any:
    """A numpy scalar by the rules of the Python value it equals; a reference where none equals it."""
    kind: str = value.dtype.kind
    if kind in "biufcUS":
        plain = value.item()
        if type(plain) in (bool, int, float, complex, str, bytes):
            return encoding.value(plain)
    elif kind in "mM":
        plain = _exact_time(value)
        if plain is not None:
            return encoding.value(plain)
    return encoding.reference(value)


def _exact_time(value: Any) -> Any:
    """The datetime or timedelta that equals a numpy one, or None."""
    numpy: Any = sys.modules["numpy"]
    if numpy.isnat(value):
        return None
    kind: str = value.dtype.kind
    coarse = value.astype(f"{kind}8[us]")
    try:
        if coarse != value:
            return None
        plain = (value if value.dtype.name.endswith("[D]") else coarse).item()
    except (OverflowError, ValueError):
        return None
    return None if type(plain) is int else plain


def encode_array(encoding: Encoding, value: Any) -> Any:
    """An `array.array`."""
    code: str = value.typecode
    if code in "uw":
        return list(value)
    kind = "f" if code in "fd" else "i" if code.islower() else "u"
    data = memoryview(value)
    order = "|" if value.itemsize == 1 else "<"
    if sys.byteorder == "big" and value.itemsize > 1:
        value = value[:]
        value.byteswap()
        data = memoryview(value)
    encoding.live = True
    return {
        TAG: "ndarray",
        "dtype": f"{order}{kind}{value.itemsize}",
        "shape": [len(value)],
        "a": encoding.attach(data if len(value) else b""),
    }


def encode_tensor(encoding: Encoding, value: Any) -> Any:
    """A tensor of another library, through DLPack, from the memory of the CPU."""
    numpy = numpy_for("the value of a tensor")
    try:
        # torch negates and conjugates lazily; DLPack hands out the memory without a word of it.
        for step in ("detach", "cpu", "resolve_conj", "resolve_neg"):
            method = getattr(value, step, None)
            if callable(method):
                value = method()
        array = numpy.from_dlpack(_widened(value))
    except (BufferError, TypeError, RuntimeError, ValueError, AttributeError) as error:
        what = f"{type(value).__module__}.{type(value).__qualname__}"
        dtype = getattr(value, "dtype", None)
        raise ConversionError(
            f"a tensor could not be read ({what}{'' if dtype is None else f' of dtype {dtype}'}): {error}. "
            "Make a dense one of a dtype that numpy has of it in Python first, on the CPU"
        ) from None
    return encode_ndarray(encoding, array)


def _widened(value: Any) -> Any:
    """A tensor of a dtype that numpy lacks, as the next wider one that it has: that holds it exactly."""
    wider = _wider(str(getattr(value, "dtype", "")).rpartition(".")[2])
    if wider is None:
        return value
    own = getattr(value, _TORCH_METHODS.get(wider, ""), None)
    return own() if callable(own) else value.astype(wider)


# From the host.


def decode_ndarray(decoding: Decoding, tag: dict[str, Any]) -> Any:
    numpy = numpy_for("an array of more than one dimension or of a numpy type")
    shape = tuple(tag.get("shape") or ())
    if "fields" in tag:
        columns = [(name, decode_ndarray(decoding, column)) for name, column in tag["fields"]]
        depth = len(shape)
        dtype = [(name, column.dtype, column.shape[depth:]) for name, column in columns]
        array = numpy.empty(shape, dtype)
        for name, column in columns:
            array[name] = column
        return array
    if "v" in tag:
        array = numpy.empty(len(tag["v"]), object)
        for index, item in enumerate(tag["v"]):
            array[index] = decoding.value(item)
        return array.reshape(shape)
    dtype = numpy.dtype(tag["dtype"])
    data = decoding.attachment(tag["a"])
    if not len(data):
        return numpy.zeros(shape, dtype)
    try:
        array = numpy.frombuffer(data, dtype).reshape(shape)
    except ValueError as error:
        raise ConversionError(f"the data of an array does not fit its dtype and shape: {error}") from None
    return array if dtype.isnative else array.astype(dtype.newbyteorder("="))


def decode_buffer(decoding: Decoding, tag: dict[str, Any]) -> Any:
    """A typed array: an ndarray where numpy is loaded, else an `array.array`."""
    data = decoding.attachment(tag["a"])
    form: str = tag["f"]
    numpy: Any = sys.modules.get("numpy")
    code = _ARRAY_CODES.get(form[-2:])
    if code is None and numpy is None:
        numpy = numpy_for(f"an array of {form}")
    if numpy is not None and hasattr(numpy, "frombuffer"):
        dtype = numpy.dtype(form)
        return numpy.frombuffer(data, dtype) if len(data) else numpy.zeros(0, dtype)
    from array import array

    out = array(code or "B")
    try:
        out.frombytes(data)
    except ValueError as error:
        raise ConversionError(f"the data of an array does not fit its type: {error}") from None
    if sys.byteorder == "big" and out.itemsize > 1:
        out.byteswap()
    return out

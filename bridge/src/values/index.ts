/** The conversion of values: what the runtime uses, and the classes that the package exports. */
export { loadArrow, needsArrow } from "./arrow.js";
export { CodecRegistry, type Codec, type CodecSource } from "./codecs.js";
export { ELLIPSIS, FrozenSet, PyRange, PySlice, slice, type PyEllipsis } from "./containers.js";
export type { DecodeContext, EncodeContext } from "./context.js";
export { copy } from "./copy.js";
export {
  PyDate,
  PyDateTime,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  type DateFields,
  type TimeFields,
} from "./datetime.js";
export { ValueDecoder } from "./decode.js";
export { ValueEncoder } from "./encode.js";
export { ConversionError, IntegerRangeError } from "./errors.js";
export type { CallbackHint, Hint, HintTree, IterationHint, ResultHint } from "./hints.js";
export { bytearray, bytes, float, int, PyBytes, PyFloat, PyInt } from "./markers.js";
export { NAT, NdArray, type NdArrayData, type NumericData } from "./ndarray.js";
export { Complex, PyDecimal, PyFraction } from "./numbers.js";
export { PyEnumMember, PyPath, type PathKind, type PyUUID } from "./system.js";
export type { TemporalNamespace } from "./temporal.js";
export { isTuple, namedTupleInfo, tuple, type NamedTupleInfo } from "./tuple.js";
export type { TaggedValue, WireException, WireReference } from "./wire-forms.js";

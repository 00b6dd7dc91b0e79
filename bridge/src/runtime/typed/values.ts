/** The value classes that Python values of no JavaScript kind convert to, as generated wrappers name them. */
export type { FrozenSet, PyRange, PySlice } from "../../values/containers.js";
export type { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from "../../values/datetime.js";
export type { NdArray } from "../../values/ndarray.js";
export type { Complex, PyDecimal, PyFraction } from "../../values/numbers.js";
export type { PyEnumMember, PyPath, PyUUID } from "../../values/system.js";

import fc from "fast-check";
import {
  Complex,
  ELLIPSIS,
  FrozenSet,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyFraction,
  PyPath,
  PyRange,
  PySlice,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  tuple,
} from "../../src/values/index.js";

const text = fc
  .string({ unit: "binary", maxLength: 12 })
  .chain((base) => fc.constantFrom(base, `${base}\ud83d`, `\udc00${base}`));
const key = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom("$", "__proto__", "constructor", "toJSON", "length"),
);
const bigint = fc
  .bigInt({ min: -(2n ** 80n), max: 2n ** 80n })
  .filter((value) => !Number.isSafeInteger(Number(value)));
const fraction = fc
  .double()
  .filter((value) => !Number.isInteger(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fraction,
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 1e21, 1e20),
);
const zone = fc.oneof(
  fc.constant(null),
  fc
    .integer({ min: -86_399, max: 86_399 })
    .map((seconds) => new PyTimeZone(seconds * 1e6, undefined, zoneName(seconds))),
);
const date = fc.tuple(
  fc.integer({ min: 1, max: 9999 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
);
const clock = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  microsecond: fc.integer({ min: 0, max: 999_999 }),
  fold: fc.constantFrom(0 as const, 1 as const),
  tz: zone,
});

/** The name that `datetime.timezone` gives itself. */
function zoneName(seconds: number): string {
  if (seconds === 0) return "UTC";
  return `UTC${new PyTimeZone(seconds * 1e6).toString()}`;
}

const exact = fc.oneof(
  fc.tuple(number, number).map(([re, im]) => new Complex(re, im)),
  date.map(([year, month, day]) => new PyDate(year, month, day)),
  fc.tuple(date, clock).map(([[year, month, day], time]) => new PyDateTime({ year, month, day, ...time })),
  clock.map((time) => new PyTime(time)),
  fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 86_399_999_999 }))
    .map(([days, microseconds]) => new PyTimeDelta({ days, microseconds })),
  fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n })).map(([above, below]) => new PyFraction(above, below)),
  fc
    .tuple(fc.bigInt(), fc.integer({ min: -30, max: 30 }))
    .map(([digits, shift]) => {
      return new PyDecimal(shift === 0 ? digits : `${digits}E${shift < 0 ? "" : "+"}${shift}`);
    })
    .filter((decimal) => !/E[+-]/.test(decimal.text)),
  text
    .filter((path) => !/[\0/\ud800-\udfff]/.test(path) && path !== "" && path !== ".")
    .map((path) => new PyPath(path, "PurePosixPath")),
  fc
    .tuple(
      fc.integer(),
      fc.integer(),
      fc.integer().filter((step) => step !== 0),
    )
    .map((parts) => new PyRange(...parts)),
  fc.tuple(number, text, fc.constant(null)).map((parts) => new PySlice(...parts)),
  fc.constant(ELLIPSIS),
);

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(fc.constant(null), fc.boolean(), text, number) },
  bigint,
  fc.uint8Array(),
  exact,
);

/** Keys that are one in JavaScript exactly where they are one in Python. */
const uniqueKeys = fc.oneof(
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
  fc.uniqueArray(fc.oneof(text, fc.integer({ min: 2 }), bigint, fc.constant(null)), {
    minLength: 1,
    maxLength: 4,
  }),
  fc
    .uniqueArray(fc.tuple(fc.integer(), text), { minLength: 1, maxLength: 3, selector: String })
    .map((keys) => keys.map((one) => tuple(one))),
);

/** Every value that comes back from Python as it was sent. */
export const arbitraryValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => tuple(items)),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(objectOf),
    fc
      .tuple(uniqueKeys, fc.array(tie("value"), { minLength: 4, maxLength: 4 }))
      .map(([keys, items]) => mapOf(keys, items)),
    uniqueKeys.map(([first]) => new Set([first])),
    uniqueKeys.map(([first]) => new FrozenSet([first])),
  ),
})).value;

/** `__proto__` is a key like any other. */
function objectOf(entries: readonly [string, unknown][]): object {
  return Object.fromEntries(entries);
}

/** Python gives a dict whose keys are all strings back as an object. */
function mapOf(keys: readonly unknown[], items: readonly unknown[]): unknown {
  const entries = keys.map((one, index): [unknown, unknown] => [one, items[index]]);
  return keys.every((one) => typeof one === "string")
    ? objectOf(entries as [string, unknown][])
    : new Map(entries);
}

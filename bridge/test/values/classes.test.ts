import { describe, expect, test } from "vitest";
import {
  Complex,
  NAT,
  NdArray,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyEnumMember,
  PyFraction,
  PyPath,
  PyRange,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  bytes,
  int,
  slice,
} from "../../src/values/index.js";
import { copy } from "../../src/values/copy.js";
import { halfToNumber, numberToHalf } from "../../src/values/half-floats.js";

/** A stand-in that shows what `Temporal` is asked for; engines that have it are few. */
const asked = (kind: string) => ({ from: (text: string) => `${kind} ${text}` });
const temporal = {
  ZonedDateTime: asked("ZonedDateTime"),
  PlainDateTime: asked("PlainDateTime"),
  PlainDate: asked("PlainDate"),
  PlainTime: asked("PlainTime"),
  Duration: asked("Duration"),
};
const berlin = new PyTimeZone(3_600_000_000, "Europe/Berlin", "CET");
const moment = { year: 2024, month: 2, day: 29, hour: 1, minute: 2, second: 3, microsecond: 4567 };

describe("dates and times", () => {
  test("become a Date, to the millisecond", () => {
    expect(new PyDateTime({ ...moment, tz: berlin }).toDate().toISOString()).toBe("2024-02-29T00:02:03.004Z");
    expect(new PyDateTime(moment).toDate()).toEqual(new Date(2024, 1, 29, 1, 2, 3, 4));
    expect(new PyDateTime({ year: 1, month: 1, day: 1, tz: PyTimeZone.UTC }).toDate().toISOString()).toBe(
      "0001-01-01T00:00:00.000Z",
    );
    expect(new PyDateTime({ year: 50, month: 3, day: 1 }).toDate().getFullYear()).toBe(50);
    expect(
      new PyDateTime({
        year: 1969,
        month: 12,
        day: 31,
        hour: 23,
        minute: 59,
        second: 59,
        microsecond: 999_999,
        tz: PyTimeZone.UTC,
      })
        .toDate()
        .getTime(),
    ).toBe(-1);
    expect(new PyDate(2024, 2, 29).toDate().toISOString()).toBe("2024-02-29T00:00:00.000Z");
  });

  test("come from a Date", () => {
    const date = new Date("2024-02-29T00:02:03.004Z");
    expect(String(PyDateTime.fromDate(date))).toBe("2024-02-29T00:02:03.004000+00:00");
    expect(PyDateTime.fromDate(date).toDate()).toEqual(date);
  });

  test("become Temporal objects with all they hold", () => {
    expect(new PyDateTime({ ...moment, tz: berlin }).toTemporal(temporal)).toBe(
      "ZonedDateTime 2024-02-29T01:02:03.004567+01:00[Europe/Berlin]",
    );
    expect(new PyDateTime({ ...moment, tz: new PyTimeZone(-5_400_000_000) }).toTemporal(temporal)).toBe(
      "ZonedDateTime 2024-02-29T01:02:03.004567-01:30[-01:30]",
    );
    expect(new PyDateTime(moment).toTemporal(temporal)).toBe("PlainDateTime 2024-02-29T01:02:03.004567");
    expect(new PyDate(1, 2, 3).toTemporal(temporal)).toBe("PlainDate 0001-02-03");
    expect(new PyTime({ hour: 4, microsecond: 5 }).toTemporal(temporal)).toBe("PlainTime 04:00:00.000005");
    expect(() => new PyTime({ tz: berlin }).toTemporal(temporal)).toThrow(/no time of day with a zone/);
    expect(new PyTimeDelta({ days: -1, microseconds: 1 }).toTemporal(temporal)).toBe(
      "Duration -PT86399.999999S",
    );
    expect(new PyTimeDelta({ days: 2, seconds: 1 }).toTemporal(temporal)).toBe("Duration P2DT1S");
    expect(new PyTimeDelta({}).toTemporal(temporal)).toBe("Duration PT0S");
  });

  test("say so where there is no Temporal", () => {
    const has = "Temporal" in globalThis;
    const convert = (): unknown => new PyDate(2024, 1, 1).toTemporal();
    if (has) expect(String(convert())).toBe("2024-01-01");
    else expect(convert).toThrow(/no Temporal. Pass a polyfill/);
  });

  test("offsets may have seconds and microseconds", () => {
    expect(String(new PyTimeZone(3_661_000_001))).toBe("+01:01:01.000001");
    expect(String(new PyTimeZone(-1_000_000))).toBe("-00:00:01");
  });

  test("refuse what Python has not", () => {
    expect(() => new PyDate(2023, 2, 29)).toThrow("day must be an integer from 1 to 28, not 29.");
    expect(new PyDate(2000, 2, 29).day).toBe(29);
    expect(() => new PyDate(1900, 2, 29)).toThrow(RangeError);
    expect(() => new PyDate(0, 1, 1)).toThrow(/year/);
    expect(() => new PyTime({ hour: 24 })).toThrow(/hour/);
    expect(() => new PyTime({ second: 0.5 })).toThrow(/second/);
    expect(() => new PyTimeDelta({ days: 1e9 })).toThrow(/days/);
    expect(() => PyDateTime.fromDate(new Date(8.64e15))).toThrow(/year/);
  });

  test("a timedelta is normalised as Python's", () => {
    expect(new PyTimeDelta({ seconds: -1 })).toMatchObject({ days: -1, seconds: 86_399, microseconds: 0 });
    expect(new PyTimeDelta({ milliseconds: 1500 }).totalMilliseconds).toBe(1500);
    expect(new PyTimeDelta({ days: -1, seconds: 1 }).totalMicroseconds).toBe(-86_399_000_000n);
  });
});

describe("numbers", () => {
  test("print as Python's", () => {
    expect(
      [
        new Complex(1, 2),
        new Complex(0, -0),
        new PyFraction(2, -4),
        new PyFraction(4, 2),
        new PyDecimal("1.10"),
      ].map(String),
    ).toEqual(["(1+2j)", "(0-0j)", "-1/2", "2", "1.10"]);
  });

  test("give the nearest number", () => {
    expect(new PyDecimal("1.5e3").toNumber()).toBe(1500);
    expect(new PyDecimal("-Infinity").toNumber()).toBe(-Infinity);
    expect(new PyDecimal("sNaN123").toNumber()).toBeNaN();
    expect(new PyFraction(1, 4).toNumber()).toBe(0.25);
  });

  test("refuse what is none", () => {
    expect(() => new PyDecimal("1,5")).toThrow(SyntaxError);
    expect(() => new PyFraction(1, 0)).toThrow(RangeError);
    expect(() => int(1.5)).toThrow(RangeError);
    expect(() => bytes([256])).toThrow(RangeError);
  });

  test("16-bit floats survive both ways, all of them", () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = halfToNumber(half);
      if (!Number.isNaN(value)) expect(numberToHalf(value)).toBe(half);
    }
    expect(halfToNumber(numberToHalf(1 + 2 ** -11))).toBe(1);
    expect(halfToNumber(numberToHalf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(halfToNumber(numberToHalf(65_520))).toBe(Infinity);
    expect(halfToNumber(numberToHalf(2 ** -25))).toBe(0);
  });
});

describe("containers", () => {
  test("a range counts and iterates as Python's", () => {
    expect([...new PyRange(0, 10, 3)]).toEqual([0, 3, 6, 9]);
    expect([...new PyRange(3, 0, -1)]).toEqual([3, 2, 1]);
    expect([...new PyRange(0n, 2n)]).toEqual([0n, 1n]);
    expect(new PyRange(0, 10n ** 20n).length).toBe(10n ** 20n);
    expect(new PyRange(5, 0).length).toBe(0);
    expect(String(new PyRange(1, 2, 3))).toBe("range(1, 2, 3)");
    expect(() => new PyRange(0, 1, 0)).toThrow(RangeError);
    expect(() => new PyRange(0, 1.5)).toThrow(RangeError);
  });

  test("a slice, a path and an enum member print as Python's", () => {
    expect(String(slice(1, null, 2))).toBe("slice(1, None, 2)");
    expect(`${new PyPath("/a/b").toString()} ${JSON.stringify([new PyPath("c")])}`).toBe('/a/b ["c"]');
    expect(String(new PyEnumMember("module.Colour", "RED", 1))).toBe("Colour.RED");
    expect(String(new PyEnumMember("module.Mode", null, 6))).toBe("Mode.6");
  });
});

describe("arrays", () => {
  const matrix = new NdArray("<f8", [2, 3], Float64Array.of(1, 2, 3, 4, 5, 6));

  test("give elements and nested arrays", () => {
    expect(matrix.at(1, 0)).toBe(4);
    expect(matrix.at(-1, -1)).toBe(6);
    expect(matrix.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(new NdArray("<f8", [], Float64Array.of(7)).toArray()).toBe(7);
    expect(new NdArray("<f8", [0, 2], new Float64Array(0)).toArray()).toEqual([]);
    expect(new NdArray("|b1", [2], Uint8Array.of(1, 0)).toArray()).toEqual([true, false]);
    expect(new NdArray("<c8", [1], Float32Array.of(1, 2)).at(0)).toEqual(new Complex(1, 2));
    expect(new NdArray("<M8[s]", [1], BigInt64Array.of(NAT)).at(0)).toBe(NAT);
  });

  test("of records give records, with fields that are arrays themselves", () => {
    const x = new NdArray("<i4", [2], Int32Array.of(1, 2));
    const y = new NdArray("<i4", [2, 2], Int32Array.of(1, 2, 3, 4));
    expect(new NdArray("structured", [2], { x, y }).toArray()).toEqual([
      { x: 1, y: [1, 2] },
      { x: 2, y: [3, 4] },
    ]);
  });

  test("refuse what does not fit", () => {
    expect(() => matrix.at(2, 0)).toThrow("Index 2 is out of range for axis 0 of length 2.");
    expect(() => matrix.at(0)).toThrow(/2 dimensions; 1 indices/);
    expect(() => new NdArray("<f8", [3], new Float64Array(2))).toThrow(/has 3 elements; the data has 2/);
  });

  test("copy leaves the original alone", () => {
    const twin = copy(matrix);
    twin.data[0] = 9;
    expect(matrix.at(0, 0)).toBe(1);
    const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    expect(copy(part)).toEqual(Uint8Array.of(2, 3));
    expect(copy(Buffer.from("ab"))).toEqual(Buffer.from("ab"));
    expect(new Uint8Array(copy(Uint8Array.of(5).buffer))).toEqual(Uint8Array.of(5));
  });
});

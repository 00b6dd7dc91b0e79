/** Python's date and time classes, exact to the microsecond. */
import { temporalOr, type TemporalNamespace } from "./temporal.js";

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const digits = (value: number, width = 2): string => String(value).padStart(width, "0");

/** The zone of an aware `datetime` or `time`. */
export class PyTimeZone {
  /** Offset from UTC in microseconds at the time it belongs to. */
  readonly offset: number;
  /** The key of a `zoneinfo.ZoneInfo`, such as `Europe/Berlin`. */
  readonly key: string | undefined;
  /** The abbreviation that Python reports, such as `CET`. */
  readonly name: string | undefined;

  constructor(offset: number, key?: string, name?: string) {
    this.offset = offset;
    this.key = key;
    this.name = name;
  }

  static readonly UTC = new PyTimeZone(0, undefined, "UTC");

  /** `+01:00`, with seconds and microseconds only where there are any. */
  toString(): string {
    const size = Math.abs(this.offset);
    let text = `${this.offset < 0 ? "-" : "+"}${digits(Math.floor(size / HOUR))}:${digits(Math.floor((size % HOUR) / MINUTE))}`;
    const rest = size % MINUTE;
    if (rest > 0) text += `:${digits(Math.floor(rest / 1e6))}`;
    if (rest % 1e6 > 0) text += `.${digits(rest % 1e6, 6)}`;
    return text;
  }
}

export interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface TimeFields {
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
  /** 1 for the second of two equal wall times, when clocks go back. */
  readonly fold?: 0 | 1;
  /** Absent or `null`: naive. */
  readonly tz?: PyTimeZone | null;
}

function check(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be an integer from ${least} to ${most}, not ${value}.`);
  }
}

function checkDate({ year, month, day }: DateFields): void {
  check("year", year, 1, 9999);
  check("month", month, 1, 12);
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  check("day", day, 1, last);
}

/** Days since 1970-01-01. `Date.UTC` alone takes the years 0 to 99 for 1900 to 1999. */
function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 86_400_000;
}

/** A `datetime.date`. */
export class PyDate implements DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  /** @throws RangeError for a day that does not exist */
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
    checkDate(this);
  }

  /** Midnight of that day in UTC. */
  toDate(): Date {
    return new Date(dayNumber(this.year, this.month, this.day) * 86_400_000);
  }

  /** A `Temporal.PlainDate`. @throws TypeError where the engine has no `Temporal` and none is passed */
  toTemporal(temporal?: TemporalNamespace): unknown {
    return temporalOr(temporal).PlainDate.from(this.toString());
  }

  /** `2024-02-29` */
  toString(): string {
    return `${digits(this.year, 4)}-${digits(this.month)}-${digits(this.day)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A `datetime.time`. */
export class PyTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly fold: 0 | 1;
  readonly tz: PyTimeZone | null;

  /** @throws RangeError for a part out of range */
  constructor(fields: TimeFields) {
    this.hour = fields.hour ?? 0;
    this.minute = fields.minute ?? 0;
    this.second = fields.second ?? 0;
    this.microsecond = fields.microsecond ?? 0;
    this.fold = fields.fold ?? 0;
    this.tz = fields.tz ?? null;
    checkTime(this);
  }

  /** A `Temporal.PlainTime`, which has no zone. @throws TypeError for a `time` with a zone, or without `Temporal` */
  toTemporal(temporal?: TemporalNamespace): unknown {
    if (this.tz !== null) throw new TypeError("Temporal has no time of day with a zone.");
    return temporalOr(temporal).PlainTime.from(this.toString());
  }

  /** `13:05:00.000250+01:00` */
  toString(): string {
    return clock(this) + (this.tz?.toString() ?? "");
  }

  toJSON(): string {
    return this.toString();
  }
}

function checkTime(time: PyTime | PyDateTime): void {
  check("hour", time.hour, 0, 23);
  check("minute", time.minute, 0, 59);
  check("second", time.second, 0, 59);
  check("microsecond", time.microsecond, 0, 999_999);
}

function clock(time: PyTime | PyDateTime): string {
  const whole = `${digits(time.hour)}:${digits(time.minute)}:${digits(time.second)}`;
  return time.microsecond === 0 ? whole : `${whole}.${digits(time.microsecond, 6)}`;
}

/** A `datetime.datetime`, naive or aware. */
export class PyDateTime implements DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly fold: 0 | 1;
  readonly tz: PyTimeZone | null;

  /** @throws RangeError for a part out of range */
  constructor(fields: DateFields & TimeFields) {
    this.year = fields.year;
    this.month = fields.month;
    this.day = fields.day;
    this.hour = fields.hour ?? 0;
    this.minute = fields.minute ?? 0;
    this.second = fields.second ?? 0;
    this.microsecond = fields.microsecond ?? 0;
    this.fold = fields.fold ?? 0;
    this.tz = fields.tz ?? null;
    checkDate(this);
    checkTime(this);
  }

  /** The same instant as an aware `datetime` in UTC. @throws RangeError beyond Python's years 1 to 9999 */
  static fromDate(date: Date): PyDateTime {
    return new PyDateTime({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond: date.getUTCMilliseconds() * 1000,
      tz: PyTimeZone.UTC,
    });
  }

  /**
   * The instant, cut to the millisecond. A naive one is local time, as for Python's own `timestamp()`.
   */
  toDate(): Date {
    const milliseconds = Math.floor(this.microsecond / 1000);
    if (this.tz === null) {
      const local = new Date(2000, 0, 1, this.hour, this.minute, this.second, milliseconds);
      local.setFullYear(this.year, this.month - 1, this.day);
      local.setHours(this.hour, this.minute, this.second, milliseconds);
      return local;
    }
    const seconds =
      dayNumber(this.year, this.month, this.day) * 86_400 + this.hour * 3600 + this.minute * 60 + this.second;
    return new Date(Math.floor((seconds * 1e6 + this.microsecond - this.tz.offset) / 1000));
  }

  /**
   * A `Temporal.ZonedDateTime` in its zone or at its offset; naive, a `Temporal.PlainDateTime`.
   * @throws TypeError where the engine has no `Temporal` and none is passed
   */
  toTemporal(temporal?: TemporalNamespace): unknown {
    const found = temporalOr(temporal);
    if (this.tz === null) return found.PlainDateTime.from(this.toString());
    const zone = this.tz.key ?? this.tz.toString();
    return found.ZonedDateTime.from(`${this.toString()}[${zone}]`, { offset: "use" });
  }

  /** `2024-02-29T13:05:00.000250+01:00` */
  toString(): string {
    const date = `${digits(this.year, 4)}-${digits(this.month)}-${digits(this.day)}`;
    return `${date}T${clock(this)}${this.tz?.toString() ?? ""}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A `datetime.timedelta`, normalised as Python does: only `days` can be negative. */
export class PyTimeDelta {
  readonly days: number;
  /** 0 to 86,399. */
  readonly seconds: number;
  /** 0 to 999,999. */
  readonly microseconds: number;

  /** @throws RangeError for a part that is not an integer, or beyond Python's 999,999,999 days */
  constructor(parts: { days?: number; seconds?: number; milliseconds?: number; microseconds?: number }) {
    const { days = 0, seconds = 0, milliseconds = 0, microseconds = 0 } = parts;
    const total =
      ((BigInt(days) * 86_400n + BigInt(seconds)) * 1000n + BigInt(milliseconds)) * 1000n +
      BigInt(microseconds);
    const day = BigInt(DAY);
    const rest = ((total % day) + day) % day;
    this.days = Number((total - rest) / day);
    this.seconds = Number(rest / 1_000_000n);
    this.microseconds = Number(rest % 1_000_000n);
    check("days", this.days, -999_999_999, 999_999_999);
  }

  /** The whole duration. */
  get totalMicroseconds(): bigint {
    return BigInt(this.days) * BigInt(DAY) + BigInt(this.seconds) * 1_000_000n + BigInt(this.microseconds);
  }

  /** The whole duration, to the nearest `number`. */
  get totalMilliseconds(): number {
    return Number(this.totalMicroseconds) / 1000;
  }

  /** A `Temporal.Duration`. @throws TypeError where the engine has no `Temporal` and none is passed */
  toTemporal(temporal?: TemporalNamespace): unknown {
    return temporalOr(temporal).Duration.from(this.toString());
  }

  /** ISO 8601: `P1DT2.5S`. */
  toString(): string {
    const total = this.totalMicroseconds;
    const size = total < 0n ? -total : total;
    const days = size / BigInt(DAY);
    const rest = Number(size % BigInt(DAY));
    const fraction = rest % 1e6 === 0 ? "" : `.${digits(rest % 1e6, 6)}`;
    const time = rest === 0 && days > 0n ? "" : `T${Math.floor(rest / 1e6)}${fraction}S`;
    return `${total < 0n ? "-" : ""}P${days === 0n ? "" : `${days}D`}${time}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

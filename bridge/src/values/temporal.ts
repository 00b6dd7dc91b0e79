/** What we need of `Temporal`, so that the built-in one and a polyfill both fit. */
interface FromText {
  from(text: string, options?: { offset?: "use" }): unknown;
}

/** The `Temporal` namespace: the global one, or a polyfill such as `temporal-polyfill` or `@js-temporal/polyfill`. */
export interface TemporalNamespace {
  readonly ZonedDateTime: FromText;
  readonly PlainDateTime: FromText;
  readonly PlainDate: FromText;
  readonly PlainTime: FromText;
  readonly Duration: FromText;
}

/** The given namespace, or the global one. @throws TypeError where there is neither */
export function temporalOr(given: TemporalNamespace | undefined): TemporalNamespace {
  const found = given ?? (globalThis as { Temporal?: TemporalNamespace }).Temporal;
  if (found === undefined) {
    throw new TypeError(
      "This JavaScript engine has no Temporal. Pass a polyfill: value.toTemporal(Temporal).",
    );
  }
  return found;
}

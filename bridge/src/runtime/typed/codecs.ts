/** What a codec of the project (`codecs` of `snakebridge.json`) makes of a class, read from the type of the codec itself. */

/** What awaiting gives for an object of the class: what `decode` gives, or the reference where the codec has only the other direction. */
export type CodecValue<C, Reference> = "decode" extends keyof C
  ? NonNullable<C["decode"]> extends (data: never) => infer T
    ? T
    : Reference
  : Reference;

/** What can be passed beside a reference: what `encode` takes. */
export type CodecArg<C> = "encode" extends keyof C
  ? NonNullable<C["encode"]> extends (value: infer T) => unknown
    ? T
    : never
  : never;

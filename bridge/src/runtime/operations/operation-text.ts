/** Operations as the JSON text of a batch. Values are encoded straight to text, so an operation is put together as text too. */
import type { Hint, IterationHint, ResultHint, ValueEncoder } from "../../values/index.js";
import { PULL, type OperationRequest, type Pull } from "../handles/issuer.js";
import { Kw } from "./keywords.js";
import type { CallHints } from "../declared/hints.js";
import type { ConversionOptions } from "../handles/types.js";

/** What says that a value inside the text is tagged. In strings the quotes would be escaped. */
const TAG_TEXT = '"$":';

/** The arguments of a call as text. */
export interface ArgumentsText {
  /** The `args`, where they are plain and all there is: calls that differ in nothing else can travel as a run. */
  readonly plain: string | undefined;
  /** Else the fields. */
  readonly fields: string;
}

const NO_ARGUMENTS: ArgumentsText = { plain: "[]", fields: "" };

export function argumentsText(
  encoder: ValueEncoder,
  attachments: Uint8Array[],
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>> | undefined,
  hints: CallHints | undefined,
): ArgumentsText {
  let positional = args;
  let keywords = kwargs;
  const last: unknown = args.length > 0 ? args[args.length - 1] : undefined;
  if (last instanceof Kw) {
    positional = args.slice(0, -1);
    keywords = keywords === undefined ? last.values : { ...last.values, ...keywords };
  }
  if (positional.length === 0 && keywords === undefined) return NO_ARGUMENTS;
  const encoded =
    positional.length > 0
      ? encoder.positional(positional, attachments, hints?.positional, hints?.rest)
      : "[]";
  if (keywords === undefined && !encoded.includes(TAG_TEXT)) return { plain: encoded, fields: "" };
  let text = encoded === "[]" ? "" : `,"args":${encoded}`;
  if (keywords !== undefined) {
    const fields = encoder.keywords(keywords, attachments, hints?.keywords, hints?.extra);
    if (fields !== "{}") text += `,"kwargs":${fields}`;
  }
  return { plain: undefined, fields: text.includes(TAG_TEXT) ? `${text},"tagged":1` : text };
}

/** The fields of any operation but its target and the arguments of a call. */
export function fieldsText(
  encoder: ValueEncoder,
  attachments: Uint8Array[],
  request: OperationRequest,
): string {
  let text = "";
  const value = (name: string, field: unknown, hint?: Hint): void => {
    text += `,"${name}":${encoder.value(field, attachments, `$.${name}`, hint)}`;
  };
  if ("key" in request) value("key", request.key);
  if ("value" in request) value("value", request.value);
  if (request.operator !== undefined) text += `,"operator":${JSON.stringify(request.operator)}`;
  if ("other" in request) value("other", request.other);
  if (request.name !== undefined) text += `,"name":${JSON.stringify(request.name)}`;
  if (request.code !== undefined) text += `,"code":${JSON.stringify(request.code)}`;
  if (request.names !== undefined) text += `,"names":${encoder.keywords(request.names, attachments)}`;
  if (request.send !== undefined) value("send", request.send, request.iteration?.sends);
  if (request.iteration !== undefined) text += returnsText(request.iteration);
  if ("throw" in request) value("throw", request.throw);
  if ("error" in request) value("error", request.error);
  return text;
}

/** How the result is sent, written behind the fields when the batch leaves. */
export function pullText(
  pull: Pull | undefined,
  conversion: ConversionOptions | undefined,
  hints: CallHints | undefined,
): string {
  if (pull === undefined) return "}";
  if (pull === PULL.settled) return `,"pull":4}`;
  const declared = hints?.conversion;
  const as = pull === PULL.reference ? "" : asText(hints?.result);
  if (conversion === undefined && declared === undefined) return `${as},"pull":${pull}}`;
  return `${as},"pull":${pull}${optionsText(conversion, declared)}}`;
}

function optionsText(
  conversion: ConversionOptions | undefined,
  declared: ConversionOptions | undefined,
): string {
  const options = {
    int: conversion?.int ?? declared?.int,
    dict: conversion?.dict ?? declared?.dict,
    frame: conversion?.frame ?? declared?.frame,
  };
  const text = JSON.stringify(options);
  return text === "{}" ? "" : `,"options":${text}`;
}

/** How the items of a stream are sent, and what its generator returns. */
export function iterationText(
  iteration: IterationHint | undefined,
  conversion: ConversionOptions | undefined,
): string {
  const text = iteration === undefined ? "" : `${asText(iteration.item)}${returnsText(iteration)}`;
  return conversion === undefined ? text : `${text}${optionsText(conversion, undefined)}`;
}

function returnsText({ returns }: IterationHint): string {
  return returns === undefined ? "" : `,"returns":${resultText(returns)}`;
}

/** The declared type of a value. What is declared as an iterator converts as what it is. */
function asText(declared: ResultHint | undefined): string {
  if (declared === undefined || (typeof declared === "object" && "iter" in declared)) return "";
  return `,"as":${resultText(declared)}`;
}

/** The texts of declared results, which each call of a function needs again. */
const resultTexts = new WeakMap<object, string>();

function resultText(result: ResultHint): string {
  if (typeof result === "string") return `"${result}"`;
  let text = resultTexts.get(result);
  if (text === undefined) resultTexts.set(result, (text = JSON.stringify(result)));
  return text;
}

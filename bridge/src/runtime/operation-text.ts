/** Operations as the JSON text of a batch. Values are encoded straight to text, so an operation is put together as text too. */
import type { ValueEncoder } from "../values/index.js";
import { PULL, type OperationRequest, type Pull } from "./issuer.js";
import { Kw } from "./keywords.js";
import type { CallHints } from "./hints.js";
import type { ConversionOptions } from "./types.js";

/** What says that a value inside the text is tagged. In strings the quotes would be escaped. */
const TAG_TEXT = '"$":';

/** The `args`, `kwargs` and `tagged` of a call. */
export function argumentsText(
  encoder: ValueEncoder,
  attachments: Uint8Array[],
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>> | undefined,
  hints: CallHints | undefined,
): string {
  let positional = args;
  let keywords = kwargs;
  const last: unknown = args.length > 0 ? args[args.length - 1] : undefined;
  if (last instanceof Kw) {
    positional = args.slice(0, -1);
    keywords = keywords === undefined ? last.values : { ...last.values, ...keywords };
  }
  let text = "";
  if (positional.length > 0) {
    const encoded = encoder.positional(positional, attachments, hints?.positional, hints?.rest);
    if (encoded !== "[]") text = `,"args":${encoded}`;
  }
  if (keywords !== undefined) {
    const encoded = encoder.keywords(keywords, attachments, hints?.keywords, hints?.extra);
    if (encoded !== "{}") text += `,"kwargs":${encoded}`;
  }
  return text.includes(TAG_TEXT) ? `${text},"tagged":1` : text;
}

/** The fields of any operation but its target and the arguments of a call. */
export function fieldsText(
  encoder: ValueEncoder,
  attachments: Uint8Array[],
  request: OperationRequest,
): string {
  let text = "";
  const value = (name: string, field: unknown): void => {
    text += `,"${name}":${encoder.value(field, attachments, `$.${name}`)}`;
  };
  if ("key" in request) value("key", request.key);
  if ("value" in request) value("value", request.value);
  if (request.operator !== undefined) text += `,"operator":${JSON.stringify(request.operator)}`;
  if ("other" in request) value("other", request.other);
  if (request.name !== undefined) text += `,"name":${JSON.stringify(request.name)}`;
  if (request.code !== undefined) text += `,"code":${JSON.stringify(request.code)}`;
  if (request.names !== undefined) text += `,"names":${encoder.keywords(request.names, attachments)}`;
  if (request.send !== undefined) value("send", request.send);
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
  if (conversion === undefined && declared === undefined) return `,"pull":${pull}}`;
  const options = {
    int: conversion?.int ?? declared?.int,
    dict: conversion?.dict ?? declared?.dict,
    frame: conversion?.frame ?? declared?.frame,
  };
  const text = JSON.stringify(options);
  return text === "{}" ? `,"pull":${pull}}` : `,"pull":${pull},"options":${text}}`;
}

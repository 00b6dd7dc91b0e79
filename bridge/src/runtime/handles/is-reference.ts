import { handleOf } from "./handle.js";
import { Reference } from "./reference.js";
import type { PyRef } from "./types.js";

/** Whether a value is a reference to an object in Python. */
export function isReference(value: unknown): value is PyRef {
  return handleOf(value) instanceof Reference;
}

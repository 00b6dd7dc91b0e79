/** Lock-step iteration by `next` operations on an iterator that stays in Python. */
import { handleOf, type Handle } from "../handles/handle.js";
import type { Issuer } from "../handles/issuer.js";
import { PULL } from "../handles/issuer.js";
import { Reference } from "../handles/reference.js";
import type { StepSource } from "./stream.js";
import type { CallLimits } from "../handles/types.js";

/** Generators run their `finally` when an iteration ends early; other iterators, such as open files, go on. */
const GENERATORS = new Set(["generator", "async_generator"]);

export function stepsOf(issuer: Issuer, on: Handle, builtins: Handle, limits: CallLimits): StepSource {
  const deadline = limits.timeout === undefined ? undefined : performance.now() + limits.timeout;
  const referenceOf = async (handle: Handle): Promise<Handle> => {
    if (handle instanceof Reference) return handle;
    const request = issuer.issue({ op: "get", on: handle, pull: PULL.reference }).keepPrivate();
    return handleOf(await request.settle()) ?? handle;
  };
  const callForReference = async (call: Handle): Promise<Handle> => {
    const request = issuer.issue({ op: "get", on: call, pull: PULL.reference }).keepPrivate();
    return handleOf(await request.settle()) ?? call;
  };
  return {
    async begin() {
      const source = await referenceOf(on);
      const kind = source instanceof Reference ? (source.description.k ?? "") : "";
      if (kind.includes("n")) return source;
      if (kind.includes("a")) return callForReference(issuer.call("call", source.child("__aiter__"), []));
      return callForReference(issuer.call("call", builtins.child("iter"), [source.proxy]));
    },
    async step(iterator, how) {
      const { iteration } = on;
      const request = {
        op: "next",
        on: iterator as Handle,
        pull: PULL.value,
        conversion: on.base.conversion,
        declared: iteration?.item === undefined ? undefined : { result: iteration.item },
        iteration,
        limits: remaining(limits, deadline),
        ...how,
      };
      return (await issuer.issue(request).keepPrivate().settle()) as IteratorResult<unknown>;
    },
    async close(iterator) {
      if (!(iterator instanceof Reference) || !GENERATORS.has(iterator.typeName)) return;
      const close = iterator.child(iterator.typeName === "generator" ? "close" : "aclose");
      await issuer.call("call", close, []).keepPrivate().settle();
    },
  };
}

/** The limits of one step, where the whole iteration has a deadline. */
function remaining(limits: CallLimits, deadline: number | undefined): CallLimits | undefined {
  if (limits.signal === undefined && deadline === undefined) return undefined;
  return deadline === undefined ? limits : { ...limits, timeout: Math.max(0, deadline - performance.now()) };
}

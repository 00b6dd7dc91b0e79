/**
 * The members that are ours: those that start with `$`, and the few names that JavaScript itself calls on any object.
 * Every other name is Python's. Functions are shared by all proxies and find theirs by `this`.
 */
import type { Handle } from "./handle.js";
import { PULL, type OperationRequest } from "./issuer.js";
import { HANDLE } from "./symbols.js";
import type { CallLimits, CallSettings, ConversionOptions, StreamOptions } from "./types.js";

/** Gives the member of a handle, or `undefined` where it has none. */
type Member = (handle: Handle) => unknown;

function handleOfThis(proxy: unknown): Handle {
  const handle = typeof proxy === "function" ? (proxy as { [HANDLE]?: Handle })[HANDLE] : undefined;
  if (handle === undefined)
    throw new TypeError("A member of a Python reference was called without its reference.");
  return handle;
}

/** A member that is a function; it receives the handle and its arguments. */
function method(perform: (handle: Handle, ...args: never[]) => unknown): Member {
  const shared = function (this: unknown, ...args: unknown[]): unknown {
    // Programs may pass anything; each member says what it expects.
    return perform(handleOfThis(this), ...(args as never[]));
  };
  return () => shared;
}

/** A member that only awaitable handles have. */
function promiseMethod(perform: (handle: Handle, ...args: never[]) => unknown): Member {
  const shared = method(perform);
  return (handle) => (handle.thenable ? shared(handle) : undefined);
}

const hidden: Member = () => undefined;

function issued(handle: Handle, request: OperationRequest): unknown {
  return handle.issuer.issue(request).proxy;
}

function privately(handle: Handle, request: OperationRequest): Promise<unknown> {
  return handle.issuer.issue(request).keepPrivate().settle();
}

type Callback<V, R> = ((value: V) => R) | null | undefined;

/** As `promiseMethod` would make it, without gathering arguments: every `await` calls it. */
function then(
  this: unknown,
  onFulfilled?: Callback<unknown, unknown>,
  onRejected?: Callback<unknown, unknown>,
): unknown {
  return handleOfThis(this).settle().then(onFulfilled, onRejected);
}

const promiseMembers: readonly (readonly [string, Member])[] = [
  ["then", (handle) => (handle.thenable ? then : undefined)],
  [
    "catch",
    promiseMethod((handle, onRejected?: Callback<unknown, unknown>) => handle.settle().catch(onRejected)),
  ],
  ["finally", promiseMethod((handle, onFinally?: (() => void) | null) => handle.settle().finally(onFinally))],
  ["$with", promiseMethod((handle, settings: CallSettings) => handle.limited(settings).proxy)],
];

function refuseJson(handle: Handle): never {
  throw new TypeError(
    `${handle.describe()} lives in Python and has no JSON form. Await it, or take its contents with $value().`,
  );
}

/** What `constructor` gives. Without a name: test runners take an object whose class has one for an element of a page. */
const NAMELESS = (
  () => () =>
    undefined
)();

/** Names that only a promise has: a reference is none, and there they are Python's. */
const OF_PROMISES: ReadonlySet<string> = new Set(["catch", "finally"]);

/** Our member of that name; `undefined` where the name is Python's. */
export function memberNamed(handle: Handle, name: string): Member | undefined {
  const member = MEMBERS.get(name);
  return member !== undefined && !handle.thenable && OF_PROMISES.has(name) ? undefined : member;
}

const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ...promiseMembers,
  ["toJSON", method(refuseJson)],
  ["asymmetricMatch", hidden],
  ["nodeType", hidden],
  // Jest calls it on whatever it prints, to tell elements of a page.
  ["hasAttribute", hidden],
  ["constructor", () => NAMELESS],
  [
    "$value",
    method((handle, options: ConversionOptions & CallLimits = {}) =>
      privately(handle, {
        op: "get",
        on: handle,
        pull: PULL.deep,
        conversion: options,
        limits: options,
        declared: handle.declared,
      }),
    ),
  ],
  ["$ref", method((handle) => privately(handle, { op: "get", on: handle, pull: PULL.reference }))],
  ["$get", method((handle, name: string) => handle.child(name).proxy)],
  [
    "$set",
    method((handle, name: string, value: unknown) =>
      issued(handle, { op: "set", on: handle.child(name), value }),
    ),
  ],
  ["$delete", method((handle, name: string) => issued(handle, { op: "delete", on: handle.child(name) }))],
  [
    "$call",
    method(
      (handle, args: readonly unknown[] = [], kwargs: Readonly<Record<string, unknown>> = {}) =>
        handle.issuer.call("call", handle, args, kwargs).proxy,
    ),
  ],
  ["$coro", method((handle, ...args: unknown[]) => handle.issuer.call("coro", handle, args).proxy)],
  ["$item", method((handle, key: unknown) => issued(handle, { op: "item", on: handle, key }))],
  [
    "$setItem",
    method((handle, key: unknown, value: unknown) =>
      issued(handle, { op: "setItem", on: handle, key, value }),
    ),
  ],
  ["$deleteItem", method((handle, key: unknown) => issued(handle, { op: "delItem", on: handle, key }))],
  [
    "$op",
    method((handle, operator: string, ...other: [unknown?]) =>
      issued(
        handle,
        other.length === 0
          ? { op: "op", on: handle, operator }
          : { op: "op", on: handle, operator, other: other[0] },
      ),
    ),
  ],
  ["$len", method((handle) => issued(handle, { op: "len", on: handle }))],
  ["$bool", method((handle) => issued(handle, { op: "bool", on: handle }))],
  ["$hash", method((handle) => issued(handle, { op: "hash", on: handle }))],
  ["$dir", method((handle) => issued(handle, { op: "dir", on: handle }))],
  ["$str", method((handle) => privately(handle, { op: "str", on: handle, pull: PULL.value }))],
  ["$repr", method((handle) => privately(handle, { op: "repr", on: handle, pull: PULL.value }))],
  ["$type", (handle) => handle.child("__class__").proxy as unknown],
  ["$stream", method((handle, options: StreamOptions = {}) => handle.issuer.iterate(handle, options))],
  ["$as", method((handle) => handle.proxy as unknown)],
  [
    "$dispose",
    method((handle) => {
      handle.dispose();
    }),
  ],
]);

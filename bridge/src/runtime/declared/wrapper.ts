/** What stands behind generated wrappers at run time: declared types, found by class. */
import type { CallHints, MemberHints } from "./hints.js";
import type { PyAny } from "../handles/types.js";

/** Hints as a wrapper writes them down: classes by name, because they refer to each other. */
export interface WrittenHints extends Omit<CallHints, "attributes" | "members"> {
  readonly attributes?: Readonly<Record<string, WrittenHints>>;
  /** Qualified name of the class of what a call gives, or a constructor makes. */
  readonly returns?: string;
  /** Qualified name of the class of what an attribute holds. */
  readonly holds?: string;
}

/** Hints of the members of a class. */
export interface WrittenClass {
  /** Qualified names of the bases whose hints it inherits. */
  readonly bases?: readonly string[];
  readonly members?: Readonly<Record<string, WrittenHints>>;
}

/** The classes of all wrappers that are loaded, by qualified name. */
const classes = new Map<string, WrittenClass>();
const memberHints = new Map<string, MemberHints>();

/** The part of a session that wrappers use. */
export interface Declaring {
  declared(module: string, path: readonly string[], hints: CallHints): PyAny;
}

/** Gives what stands for a name of a module. */
export type Connect = (attribute: string, hints?: WrittenHints) => PyAny;

/**
 * Connects a wrapper to its module on a session. Nothing is sent, and no worker starts, before something of the module
 * is used.
 *
 * @param name the module
 * @param members the hints of its classes' members, by the qualified name of the class
 */
export function connectModule(
  session: Declaring,
  name: string,
  members: Readonly<Record<string, WrittenClass>>,
): Connect {
  for (const [qualified, own] of Object.entries(members)) classes.set(qualified, own);
  return (attribute, hints = {}) => session.declared(name, [attribute], read(hints)) as unknown;
}

function read({ attributes, returns, holds, ...hints }: WrittenHints): CallHints {
  const own = attributes === undefined ? undefined : readAll(attributes);
  // Classes are looked up when they are needed: the wrapper that describes one may load later.
  return {
    ...hints,
    get attributes(): MemberHints {
      return holds === undefined ? (own ?? {}) : membersOf(holds);
    },
    get members(): MemberHints {
      return returns === undefined ? {} : membersOf(returns);
    },
  };
}

function readAll(written: Readonly<Record<string, WrittenHints>>): MemberHints {
  return Object.fromEntries(Object.entries(written).map(([name, hints]) => [name, read(hints)]));
}

function membersOf(qualified: string): MemberHints {
  const known = memberHints.get(qualified);
  if (known !== undefined) return known;
  const written = classes.get(qualified);
  if (written === undefined) return {};
  const inherited = (written.bases ?? []).map(membersOf).reverse();
  const hints = Object.assign({}, ...inherited, readAll(written.members ?? {})) as MemberHints;
  memberHints.set(qualified, hints);
  return hints;
}

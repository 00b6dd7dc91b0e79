import { createHash } from "node:crypto";
import type { MemberSymbol, ModuleDescription, ModuleMember } from "../description/index.js";
import { withoutChance } from "../generate/index.js";

/** Where a library lies, and what it printed, differs from machine to machine; the rest of a description does not. */
const local = new Set(["file", "location", "stub", "importOutput", "python"]);

/**
 * A hash over what a description says: the same on every machine and in every process. Of a released library, numbers and addresses in
 * docstrings don't count, since some libraries put other ones there each time they are imported.
 */
export function descriptionHash(description: ModuleDescription): string {
  const { members, ...head } = description;
  const hasher = new MemberHasher(description.version !== undefined);
  const hash = createHash("sha256").update(hasher.textOf(head));
  for (const member of members) hash.update("\n").update(hasher.of(member));
  return hash.digest("hex");
}

/** What classes inherit is one object in all of them, so each is written once. */
class MemberHasher {
  readonly #isReleased: boolean;
  readonly #known = new WeakMap<object, string>();

  constructor(isReleased: boolean) {
    this.#isReleased = isReleased;
  }

  of(member: ModuleMember | MemberSymbol): string {
    const known = this.#known.get(member);
    if (known !== undefined) return known;
    const text =
      member.kind === "class"
        ? this.textOf({ ...member, members: member.members.map((inner) => this.of(inner)) })
        : this.textOf(member);
    const hash = createHash("sha256").update(text).digest("hex");
    this.#known.set(member, hash);
    return hash;
  }

  textOf(value: unknown): string {
    return JSON.stringify(value, (key, inner: unknown) => {
      if (local.has(key)) return undefined;
      return key === "doc" && this.#isReleased && typeof inner === "string" ? withoutChance(inner) : inner;
    });
  }
}

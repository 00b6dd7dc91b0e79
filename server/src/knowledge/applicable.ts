/** Which overloads of a method are there at all for the object that it is called on: stubs say so by the type of `self`. */
import type { Knowledge } from "./knowledge.js";
import type { Signature, TypeNode } from "./model.js";

/** The signatures whose `self` the receiver can be; all of them where the receiver is not known. */
export function applicable(
  signatures: readonly Signature[],
  receiver: TypeNode | undefined,
  knowledge: Knowledge,
): readonly Signature[] {
  if (!receiver || signatures.every(({ self }) => self === undefined)) {
    return signatures;
  }
  return signatures.filter(({ self }) => self === undefined || canBe(receiver, self, knowledge));
}

/** False only where something of the one type is certainly not of the other. */
function canBe(given: TypeNode, wanted: TypeNode, knowledge: Knowledge): boolean {
  if (wanted.kind === "union") {
    return wanted.items.some((item) => canBe(given, item, knowledge));
  }
  if (wanted.kind !== "ref") {
    return true;
  }
  // `self: Never`: the method exists, but calling it always raises.
  if (wanted.name === "typing.Never") {
    return false;
  }
  if (given.kind !== "ref") {
    return true;
  }
  if (wanted.name !== given.name) {
    // What is declared as the more general is not known to be the more special.
    return !descends(wanted.name, given.name, knowledge);
  }
  return (wanted.args ?? []).every((argument, index) => {
    const has = given.args?.[index];
    return has === undefined || canBe(has, argument, knowledge);
  });
}

/** Is one class a proper subclass of another? False while its description is not there. */
function descends(name: string, ancestor: string, knowledge: Knowledge, depth = 0): boolean {
  const bases = depth > 20 ? undefined : knowledge.class(name)?.bases;
  return (bases ?? []).some(
    (base) =>
      base.kind === "ref" && (base.name === ancestor || descends(base.name, ancestor, knowledge, depth + 1)),
  );
}

/** What generated wrappers import at run time, as `snakebridge/wrapper`. */
import { python } from "./index.js";
import { connectModule, type Connect, type WrittenClass } from "./runtime/declared/wrapper.js";

/**
 * Connects a wrapper to its module on the package's `python`.
 *
 * @param name the module
 * @param members the declared types of its classes' members, by the qualified name of the class
 * @returns gives what stands for a name of the module
 */
export function wrapModule(name: string, members: Readonly<Record<string, WrittenClass>> = {}): Connect {
  return connectModule(python, name, members);
}

/** The types that generated wrappers import, as `snakebridge/typed`. No code: everything here exists only for TypeScript. */

/**
 * Python modules by name, for `python.module("numpy")`. Each generated wrapper adds its module. Declared here and not
 * re-exported, because a module augmentation merges only with a declaration of the module that it names.
 */
// An interface that is filled elsewhere is the point.
export interface PyModules {
  readonly [pyModules]?: never;
}
declare const pyModules: unique symbol;

export type * from "./arguments.js";
export type * from "./builtins.js";
export type * from "./classes.js";
export type * from "./codecs.js";
export type * from "./held.js";
export type { Kw } from "../operations/keywords.js";
export type * from "./modules.js";
export type * from "./streams.js";
export type * from "./values.js";

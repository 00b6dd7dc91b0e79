/** Descriptions of Python modules: discovering them, keeping them, looking things up in them. */
export type { DescribeProgress, Timing } from "./answer.js";
export { briefOf, shortDetail, type Brief } from "./brief.js";
export { DescriptionCache, defaultCacheFolder } from "./cache.js";
export { DescribedModule } from "./described-module.js";
export { CorruptCacheError, DescriptionError } from "./errors.js";
export type { DescriptionFailure, DescriptionProblem } from "./errors.js";
export type * from "./model.js";
export type { IndexEntry } from "./pack.js";
export {
  literalText,
  parameterPieces,
  parameterText,
  plainSignature,
  pythonType,
  returnText,
  shortSignature,
  signatureBlock,
  signatureText,
} from "./python-text.js";
export { searchModules, type SearchResult } from "./search.js";
export { DescriptionStore, type DescribeOptions, type StoreOptions } from "./store.js";
export { callablesOf, coverageOf, type Coverage } from "./coverage.js";
export {
  docstringMarkdown,
  docstringParts,
  parameterDocs,
  type DocstringParts,
} from "./docstring/markdown.js";

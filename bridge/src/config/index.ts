/** `snakebridge.json` and the lock file. `docs/configuration.md` tells the rules. */
export { parseConfigText, type ConfigDocument } from "./document.js";
export { newConfigText, withModule, withoutModule, withRequirement } from "./edit.js";
export { CONFIG_NAME, findConfig, workspaceOf } from "./find.js";
export { defaultConfig, inspectConfig, loadConfig, type Config, type LoadOptions } from "./load.js";
export {
  ConfigError,
  formatProblem,
  type ConfigProblem,
  type ConfigProblemCode,
  type Position,
  type Range,
} from "./problems.js";
export type { CodecSettings, ConfigFile, ModuleSettings, PoolSettings, PythonSettings } from "./schema.js";
export { similarNames, suggest } from "./suggest.js";

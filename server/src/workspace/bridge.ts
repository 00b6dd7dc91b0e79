/** The one place where the server takes the library's tooling from. */
export {
  type DescribedModule as StoredModule,
  DescriptionError,
  type DescriptionStore,
} from "../../../bridge/src/description/index.js";
export { ConfigError, inspectConfig, newConfigText, withModule } from "../../../bridge/src/config/index.js";
export {
  EnvironmentError,
  findInterpreters,
  installPackages,
  interpreterIn,
  listPackages,
  locateInterpreter,
  probeInterpreter,
  type Interpreter,
} from "../../../bridge/src/environment/index.js";
export { openProject, type Project, type ProjectOptions } from "../../../bridge/src/project/project.js";
export { openDescriptions } from "../../../bridge/src/project/descriptions.js";
export { saveModule } from "../../../bridge/src/project/discover.js";
export { setUpProject } from "../../../bridge/src/project/setup.js";
export { validateProject } from "../../../bridge/src/project/validate.js";
export { generateProject, NothingToGenerateError } from "../../../bridge/src/project/generate.js";
export { cleanProject } from "../../../bridge/src/project/clean.js";

/** Finding, asking, making and filling Python environments. `docs/environments.md` tells the rules. */
export {
  candidates,
  interpreterSources,
  type Candidate,
  type InterpreterSource,
  type SearchOptions,
} from "./candidates.js";
export {
  chooseInterpreter,
  findInterpreters,
  type ChoiceOptions,
  type Considered,
  type InterpreterChoice,
} from "./choose.js";
export { locateInterpreter } from "./locate.js";
export { EnvironmentError, type EnvironmentErrorDetails, type EnvironmentProblem } from "./errors.js";
export { chooseInstaller, type Hashes, type HashesFor, type Installer } from "./installer.js";
export { hashableLines } from "./pins.js";
export { normalizedName, platformOf, type InstalledPackage, type Interpreter } from "./interpreter.js";
export { DEFAULT_ENVIRONMENT, interpreterIn } from "./layout.js";
export { readMarker, type Marker } from "./marker.js";
export { installPackages, type InstallPackagesOptions } from "./packages.js";
export { listPackages, probeInterpreter, type ProbeOptions } from "./probe.js";
export type { ProgressListener, SetupPhase, SetupProgress } from "./progress.js";
export {
  gatherRequirements,
  missingRequirements,
  parseRequirement,
  type MissingRequirement,
  type Requirement,
  type Requirements,
} from "./requirements.js";
export { setUpEnvironment, type SetupOptions, type SetupResult } from "./setup.js";
export { checkImports, type ImportCheck } from "./verify.js";
export { isVersionSpecifier, matchesVersion } from "./versions.js";

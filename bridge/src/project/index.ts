/** What can be done with a project: shared by the command line, the language server and the public functions. */
export { cleanProject, type CleanProjectOptions, type CleanProjectResult } from "./clean.js";
export { configFromDescription, type DescribedAs } from "./config-from-description.js";
export { openDescriptions, withDescriptions, workerVariables } from "./descriptions.js";
export { describeForSearch, discoverModule, saveModule, type DiscoverProjectOptions } from "./discover.js";
export { doctor, type DoctorCheck, type DoctorReport, type DoctorSection } from "./doctor.js";
export { doctorText } from "./doctor-text.js";
export { driftOf, type Drift } from "./drift.js";
export {
  generateProject,
  generateWith,
  NothingToGenerateError,
  type GenerateProjectOptions,
  type GenerateProjectResult,
} from "./generate.js";
export type { Omission } from "./generate-input.js";
export { initProject, type InitResult } from "./init.js";
export type { GenerateTaskOptions, Integrated, TaskOptions } from "./integrate.js";
export { openProject, Project, type ProjectOptions, type Resources } from "./project.js";
export { setUpProject, type ProjectSetupOptions, type ProjectSetupResult } from "./setup.js";
export { sourceFiles, type SourceFile } from "./sources.js";
export {
  findUsedNames,
  readProgram,
  type ProgramUse,
  type UsedNames,
  type WrapperPlaces,
} from "./used-names.js";
export { validateProject, type ValidationReport } from "./validate.js";
export { ProjectWatch, type WatchEvent } from "./watch.js";
export type { FileState, WrapperFile } from "./wrapper-files.js";

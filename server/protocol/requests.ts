/**
 * The requests and notifications that SnakeBridge adds to the Language Server Protocol, typed once for both ends.
 * `docs/language-server.md` describes them for other clients.
 */
import { NotificationType, RequestType, RequestType0 } from "vscode-languageserver-protocol";
import type { ProgressToken, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import type { EnvironmentStatus, InterpreterChoice } from "./environment.js";
import type { InstalledModule, ModuleNode } from "./modules.js";

/** A request that reports work-done progress and may be cancelled with `$/cancelRequest`. */
export interface WithProgress {
  workDoneToken?: ProgressToken;
}

/**
 * What a request is about, as a URI: a workspace folder, a folder further in with a `snakebridge.json` of its own, or a document, for the
 * innermost of these that it lies in. Absent: the first workspace folder.
 */
export interface InFolder {
  folder?: string;
}

// --- discovering -----------------------------------------------------------------------------------------------

export interface DiscoverModuleParams extends InFolder, WithProgress {
  module: string;
  /** Describe again even when the cache holds a current description. */
  refresh?: boolean;
}

export interface DiscoverModuleResult {
  module: string;
  distribution?: string;
  version?: string;
  functions: number;
  classes: number;
  values: number;
  submodules: number;
  /** What importing the module printed or warned about. */
  importOutput?: string;
}

/** Describes a module and puts the description into the cache. */
export const DiscoverModuleRequest = new RequestType<DiscoverModuleParams, DiscoverModuleResult, ErrorData>(
  "snakebridge/discoverModule",
);

export interface DescriptionReadyParams {
  /** URI of the workspace folder whose environment was asked; absent where no folder is open. */
  folder?: string;
  /** Empty where it is the list of installed modules that is known now. */
  module: string;
  /** Present where the module could not be described; `remedy` says what to do. */
  error?: ErrorData;
  /** Only the names are known so far; another notification follows when the module is described. */
  partial?: true;
  /** Open documents that use the module, with the versions that the server has seen. */
  documents: { uri: string; version: number }[];
}

/** The server has described a module that an open document uses: suggestions can be asked for again. */
export const DescriptionReadyNotification = new NotificationType<DescriptionReadyParams>(
  "snakebridge/descriptionReady",
);

export interface InstalledModulesParams extends InFolder {
  /** Only modules whose name contains these characters in order. */
  query?: string;
  /** Also submodules, listed from disk without importing anything. */
  submodules?: boolean;
  /** Read the environment again. */
  refresh?: boolean;
}

export interface InstalledModulesResult {
  modules: InstalledModule[];
}

/** The importable modules of the folder's environment. */
export const InstalledModulesRequest = new RequestType<
  InstalledModulesParams,
  InstalledModulesResult,
  ErrorData
>("snakebridge/installedModules");

export interface ModuleMembersParams extends InFolder {
  module: string;
  /** Names below the module: `["Random"]` lists the members of the class. Absent: the module's own. */
  path?: string[];
}

export interface ModuleMembersResult {
  /** False while the module has no cached description; discovery has then been started where that is allowed. */
  described: boolean;
  nodes: ModuleNode[];
}

/** One level of the *Python Modules* tree, from the cache. */
export const ModuleMembersRequest = new RequestType<ModuleMembersParams, ModuleMembersResult, ErrorData>(
  "snakebridge/moduleMembers",
);

// --- wrappers --------------------------------------------------------------------------------------------------

export interface GenerateWrapperParams extends InFolder, WithProgress {
  /** Empty: every module of `snakebridge.json`. */
  modules: string[];
  /** Document whose binding of the module is rewritten to import the wrapper. */
  document?: string;
  /** Only the names that the document uses. */
  used?: boolean;
  /** Add the modules to `snakebridge.json`. */
  addToConfiguration?: boolean;
}

export interface GenerateWrapperResult {
  /** URIs of the files that were written or had nothing to change. */
  written: string[];
  unchanged: string[];
  /** Rewrites the import; the server has not applied it. */
  edit?: WorkspaceEdit;
  warnings: string[];
}

export const GenerateWrapperRequest = new RequestType<
  GenerateWrapperParams,
  GenerateWrapperResult,
  ErrorData
>("snakebridge/generateWrapper");

export interface InsertImportParams {
  uri: string;
  module: string;
}

export interface InsertImportResult {
  edits: TextEdit[];
  /** The variable that now holds the module. */
  variable: string;
}

/** The edits that bind a module in a document, for *Insert Import*. */
export const InsertImportRequest = new RequestType<InsertImportParams, InsertImportResult, ErrorData>(
  "snakebridge/insertImport",
);

// --- environment -----------------------------------------------------------------------------------------------

export interface EnvironmentParams extends InFolder {
  refresh?: boolean;
}

/** Which Python the folder uses and why. Never creates anything. */
export const EnvironmentRequest = new RequestType<EnvironmentParams, EnvironmentStatus, ErrorData>(
  "snakebridge/environment",
);

/** The environment of a folder changed: another interpreter, packages installed or removed. */
export const EnvironmentChangedNotification = new NotificationType<EnvironmentStatus>(
  "snakebridge/environmentChanged",
);

export interface InterpretersResult {
  interpreters: InterpreterChoice[];
}

/** Interpreters that the folder could use, best first, for *Select Interpreter*. */
export const InterpretersRequest = new RequestType<InFolder, InterpretersResult, ErrorData>(
  "snakebridge/interpreters",
);

export interface UseInterpreterParams extends InFolder {
  /** Absolute path; absent: back to the server's own search. */
  interpreter?: string;
  /** Who chose it, for people: `Python Environments extension`. */
  origin?: string;
}

/** The client found an interpreter through another extension. The setting `snakebridge.interpreter` is stronger. */
export const UseInterpreterNotification = new NotificationType<UseInterpreterParams>(
  "snakebridge/useInterpreter",
);

export interface SetUpEnvironmentParams extends InFolder, WithProgress {
  /** Base interpreter for a new environment. Absent: the best one found. */
  interpreter?: string;
  /** Folder of the environment, relative to the workspace folder. Default: `snakebridge.json`, else `.venv`. */
  environment?: string;
  /** Requirements to install beside those of `snakebridge.json`. */
  packages?: string[];
  /** Also install what `requirements.txt` or `pyproject.toml` asks for. Default true. */
  projectRequirements?: boolean;
}

export interface SetUpEnvironmentResult {
  status: EnvironmentStatus;
  /** True where the environment was made by this request. */
  created: boolean;
  /** The interpreter that a new environment was made from, and one sentence that says why that one. */
  base?: { path: string; reason: string };
  installed: string[];
  /** What pip or uv said. */
  log: string;
}

export const SetUpEnvironmentRequest = new RequestType<
  SetUpEnvironmentParams,
  SetUpEnvironmentResult,
  ErrorData
>("snakebridge/setUpEnvironment");

export interface InstallPackagesParams extends InFolder, WithProgress {
  requirements: string[];
}

export const InstallPackagesRequest = new RequestType<
  InstallPackagesParams,
  SetUpEnvironmentResult,
  ErrorData
>("snakebridge/installPackages");

// --- tools -----------------------------------------------------------------------------------------------------

export interface CallFunctionParams extends InFolder, WithProgress {
  /** `json.dumps` */
  path: string;
  arguments: unknown[];
  keywords?: Record<string, unknown>;
}

export interface CallFunctionResult {
  /** The value as indented JSON, or Python's own `repr` where JSON can't hold it. */
  text: string;
  output: string;
}

export const CallFunctionRequest = new RequestType<CallFunctionParams, CallFunctionResult, ErrorData>(
  "snakebridge/callFunction",
);

export interface TextReport {
  /** Plain text for an output channel or an untitled document. */
  text: string;
  ok: boolean;
}

/** What `snakebridge doctor` prints. */
export const DoctorRequest = new RequestType<InFolder & WithProgress, TextReport, ErrorData>(
  "snakebridge/doctor",
);

/** Removes what was generated and cached, and nothing else. */
export const CleanRequest = new RequestType<InFolder, TextReport, ErrorData>("snakebridge/clean");

/** Checks `snakebridge.json`. */
export const ValidateConfigurationRequest = new RequestType<InFolder, TextReport, ErrorData>(
  "snakebridge/validateConfiguration",
);

// --- trust and health ------------------------------------------------------------------------------------------

export interface TrustParams {
  trusted: boolean;
}

/** The user trusted the workspace. Until then nothing runs Python, installs or writes. */
export const TrustNotification = new NotificationType<TrustParams>("snakebridge/trust");

export interface ServerStatus {
  /** Bytes. */
  residentMemory: number;
  openDocuments: number;
  /** Modules that are being described. */
  discovering: string[];
  /** Python processes of the server; each ends a few seconds behind its last question. */
  workers: number;
  trusted: boolean;
}

export const ServerStatusRequest = new RequestType0<ServerStatus, ErrorData>("snakebridge/serverStatus");

// --- errors ----------------------------------------------------------------------------------------------------

export type ErrorKind =
  | "untrusted"
  | "module-not-found"
  | "import-failed"
  | "no-environment"
  | "environment-failed"
  | "configuration"
  | "worker-lost"
  | "generation-failed"
  | "call-failed"
  | "cancelled"
  | "internal";

/** Comes as `data` of a `ResponseError` with code `ErrorCode`, and inside notifications. */
export interface ErrorData {
  kind: ErrorKind;
  message: string;
  /** One sentence: what to do next. */
  remedy?: string;
  /** Distributions whose installation would help. */
  install?: string[];
  /** Python's traceback or an installer's log. */
  details?: string;
}

/** LSP reserves -32899 to -32000 for itself and JSON-RPC; this is ours. */
export const ErrorCode = -31000;

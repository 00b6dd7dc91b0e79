/** Initialization options and settings. The client's manifest offers the same settings; a test compares. */

/** `initializationOptions` of `initialize`. Every field is optional; another client may send none. */
export interface InitializationOptions {
  /** False in an untrusted workspace: the server then only reads caches. Default true. */
  trusted?: boolean;
  /** Validate `snakebridge.json` against its schema here, for clients without JSON support of their own. Default false. */
  validateSchema?: boolean;
  /** Folder of the Python package `snakebridge_adapter`. Default: beside the server or the package `snakebridge`. */
  adapterPath?: string;
  /** Folder of the description cache. Default: the user's cache folder. */
  cacheDirectory?: string;
  /** The client can run this command after a completion to open signature help. */
  triggerParameterHintsCommand?: string;
}

/** The section `snakebridge` of the client's configuration, pulled by `workspace/configuration`. */
export interface Settings {
  /** Absolute path or a path relative to the folder. Empty: search. */
  interpreter: string;
  completion: {
    /** Accepting a callable inserts `name($1)`. */
    insertCalls: boolean;
  };
  inlineCompletion: { enabled: boolean };
  diagnostics: { enabled: boolean };
  codeLens: { enabled: boolean };
  inlayHints: {
    /** Python's parameter names before the arguments. */
    parameterNames: boolean;
    /** Python's return types behind variables. */
    types: boolean;
  };
  discovery: {
    /** Describe a module as soon as its name is recognised. */
    automatic: boolean;
  };
}

export const settingsSection = "snakebridge";

export const defaultSettings: Settings = {
  interpreter: "",
  completion: { insertCalls: true },
  inlineCompletion: { enabled: true },
  diagnostics: { enabled: true },
  codeLens: { enabled: true },
  inlayHints: { parameterNames: false, types: false },
  discovery: { automatic: true },
};

/** The suites, the workspace that each opens and the settings that it needs. */
export interface SuiteDefinition {
  readonly name: string;
  readonly about: string;
  /** Folder below `fixtures/` that is copied for the run. */
  readonly workspace: string;
  readonly settings?: Record<string, unknown>;
  /** Folders below `fixtures/extensions/` that are loaded beside ours. */
  readonly extensions?: readonly string[];
  /** A `.code-workspace` of the fixture that is opened instead of the folder itself. */
  readonly workspaceFile?: string;
}

export const suites: readonly SuiteDefinition[] = [
  {
    name: "editing",
    about: "writing a program that uses Python: completion, ghost text, faults and fixes, commands, the view",
    workspace: "program",
  },
  {
    name: "reading",
    about:
      "hovers, definitions, references, symbols, lenses; snakebridge.json; what TypeScript and we show together",
    workspace: "program",
  },
  {
    name: "untrusted",
    about: "the same program in a workspace that the user has not trusted",
    workspace: "program",
    settings: {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
      "security.workspace.trust.banner": "never",
    },
  },
  {
    name: "first-result",
    about: "an empty folder: set up Python, write a program, run it (needs the packed extension)",
    workspace: "empty",
  },
  {
    name: "set-up",
    about: "setting up that is cancelled, or fails: nothing is left behind (needs the packed extension)",
    workspace: "set-up",
  },
  {
    name: "folders",
    about: "two folders with an interpreter each, one of them chosen in the Python Environments extension",
    workspace: "folders",
    workspaceFile: "both.code-workspace",
    extensions: ["python-environments"],
  },
  {
    name: "python-extension",
    about: "an interpreter that was selected in the Python extension",
    workspace: "program",
    extensions: ["python-extension"],
  },
  {
    name: "debugging",
    about: "a program and the Python that it calls, under one debugger (installs debugpy from the index)",
    workspace: "debugging",
  },
  {
    name: "unrelated",
    about: "a folder that has nothing to do with Python",
    workspace: "unrelated",
  },
];

export function suiteNamed(name: string): SuiteDefinition {
  const found = suites.find((suite) => suite.name === name);
  if (found === undefined) {
    throw new Error(
      `There is no suite "${name}"; there are ${suites.map((suite) => suite.name).join(", ")}.`,
    );
  }
  return found;
}

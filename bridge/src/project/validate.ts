import {
  CONFIG_NAME,
  findConfig,
  inspectConfig,
  type Config,
  type ConfigProblem,
  type LoadOptions,
} from "../config/index.js";
import { ConfigError } from "../config/index.js";
import { join, resolve } from "node:path";

/** What `validate` found. */
export interface ValidationReport {
  /** The file that was looked at. */
  readonly file: string;
  /** It and all that it builds on. */
  readonly files: readonly string[];
  readonly problems: readonly ConfigProblem[];
  /** The merged configuration, where there is no problem. */
  readonly config?: Config;
}

/** Checks a project's configuration with all that it builds on. Runs no Python. */
export async function validateProject(
  folder: string,
  configFile?: string,
  options: LoadOptions = {},
): Promise<ValidationReport> {
  const file =
    configFile === undefined
      ? ((await findConfig(folder)) ?? join(resolve(folder), CONFIG_NAME))
      : resolve(folder, configFile);
  try {
    const { config, problems, files } = await inspectConfig(file, options);
    return { file, files, problems, ...(config === undefined ? {} : { config }) };
  } catch (error) {
    if (error instanceof ConfigError) return { file, files: [], problems: error.problems };
    throw error;
  }
}

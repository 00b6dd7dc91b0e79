import type { ConfigFile, ModuleSettings } from "../config/index.js";

/** What {@link configFromDescription} reads; a `ModuleDescription` has it. */
export interface DescribedAs {
  readonly module: string;
  readonly distribution?: string | undefined;
  readonly version?: string | undefined;
  readonly stdlib?: true | undefined;
}

/**
 * The configuration that a description asks for: its module, and the distribution that provides it as a requirement. To be given to
 * `generate`, or written to `snakebridge.json`. Pure: nothing is read or written.
 *
 * @param settings how the module is wrapped; default: completely
 * @example
 * configFromDescription(await discover("json")); // { modules: { json: {} } }
 */
export function configFromDescription(description: DescribedAs, settings: ModuleSettings = {}): ConfigFile {
  const { module, distribution, version, stdlib } = description;
  const modules = { [module]: settings };
  if (stdlib === true || distribution === undefined) return { modules };
  return {
    python: { requirements: [version === undefined ? distribution : `${distribution}>=${version}`] },
    modules,
  };
}

import type { ConfigFile } from "./schema.js";

/**
 * The rule of `extends`: objects are merged key by key, the later file wins; everything else (lists too) is replaced as a whole; `false` for a
 * module takes it out.
 */
export function mergeConfigs(files: readonly ConfigFile[]): ConfigFile {
  const merged = files.reduce<ConfigFile>((base, file) => merge(base, file) as ConfigFile, {});
  const { $schema: _schema, extends: _extends, ...rest } = merged;
  if (rest.modules === undefined) return rest;
  return {
    ...rest,
    modules: Object.fromEntries(Object.entries(rest.modules).filter(([, settings]) => settings !== false)),
  };
}

function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value !== undefined) result[key] = Object.hasOwn(base, key) ? merge(base[key], value) : value;
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

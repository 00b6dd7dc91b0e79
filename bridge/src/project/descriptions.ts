import { DescriptionStore } from "../description/index.js";
import type { Interpreter } from "../environment/index.js";
import type { Project } from "./project.js";

/** The descriptions of the project's environment. Close it when done. */
export function openDescriptions(project: Project, interpreter: Interpreter): DescriptionStore {
  const { adapterPath, typeshed } = project.resources;
  const { paths } = project.config.python;
  const { environmentVariables } = project.config.pool;
  return new DescriptionStore({
    python: interpreter.path,
    version: interpreter.version,
    adapterPath,
    cwd: project.folder,
    ...(typeshed === undefined ? {} : { typeshed }),
    ...(paths === undefined ? {} : { sysPath: paths }),
    ...(environmentVariables === undefined ? {} : { env: workerVariables(environmentVariables) }),
    ...(project.cacheFolder === undefined ? {} : { cacheFolder: project.cacheFolder }),
  });
}

/** `null` in the configuration takes a variable out; for a process that is `undefined`. */
export function workerVariables(
  variables: Readonly<Record<string, string | null>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? undefined]));
}

/** Does something with the descriptions and ends their processes afterwards. */
export async function withDescriptions<T>(
  project: Project,
  signal: AbortSignal | undefined,
  action: (store: DescriptionStore, interpreter: Interpreter) => Promise<T>,
): Promise<T> {
  const { interpreter } = await project.interpreter(signal);
  const store = openDescriptions(project, interpreter);
  try {
    return await action(store, interpreter);
  } finally {
    await store.close();
  }
}

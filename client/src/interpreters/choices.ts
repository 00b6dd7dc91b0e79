/** The interpreters of this machine, as a list to choose from. */
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { l10n, type QuickPickItem } from "vscode";
import type { InterpreterChoice } from "../../../server/protocol/index.js";

/**
 * Each interpreter once, the usable ones first. One folder often has it under several names (`python`, `python3`,
 * `python3.11`), and a folder may be reached by several paths; an environment's own interpreter is another one, though
 * its file is the same.
 */
export async function distinct(choices: readonly InterpreterChoice[]): Promise<InterpreterChoice[]> {
  const named = await Promise.all(
    choices.map(async (choice) => ({ choice, id: await identity(choice.path) })),
  );
  const found = new Map<string, InterpreterChoice>();
  for (const { choice, id } of named) {
    const known = found.get(id);
    if (known === undefined || (choice.current === true && known.current !== true)) found.set(id, choice);
  }
  const all = [...found.values()];
  return [
    ...all.filter(({ problem }) => problem === undefined),
    ...all.filter(({ problem }) => problem !== undefined),
  ];
}

async function identity(path: string): Promise<string> {
  const real = (place: string): Promise<string> => realpath(place).catch(() => place);
  const [folder, file] = await Promise.all([real(dirname(path)), real(path)]);
  return join(folder, basename(file));
}

/** What stands in a row. */
export function interpreterItem(choice: InterpreterChoice): QuickPickItem {
  const { path, version, origin, problem, current } = choice;
  const name = version === undefined ? basename(path) : l10n.t("Python {0}", version);
  return {
    label: current === true ? `$(check) ${name}` : name,
    description: origin,
    detail:
      problem === undefined ? path : `$(warning) ${problem.includes(path) ? problem : `${path}: ${problem}`}`,
  };
}

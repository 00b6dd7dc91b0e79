import { setUpProject } from "../../project/setup.js";
import type { Context, SharedOptions } from "../context.js";
import { table } from "../terminal/table.js";

export interface SetupOptions extends SharedOptions {
  readonly frozen?: boolean;
  readonly upgrade?: boolean;
  readonly recreate?: boolean;
}

export async function setup(context: Context, options: SetupOptions): Promise<undefined> {
  const project = await context.openProject();
  const result = await setUpProject(project, {
    frozen: options.frozen,
    upgrade: options.upgrade,
    recreate: options.recreate,
    signal: context.signal,
    onProgress: context.onSetupProgress,
  });
  context.progress.stop();
  const { interpreter, environment, created, base, installer, changes, checks, lock, milliseconds } = result;
  if (context.json) {
    context.printJson({
      interpreter: interpreter.path,
      python: interpreter.version,
      environment,
      created,
      ...(base === undefined
        ? {}
        : { base: { path: base.interpreter.path, version: base.interpreter.version, reason: base.reason } }),
      installer,
      changes: Object.fromEntries(
        Object.entries(changes).map(([name, [before = null, after = null]]) => [name, { before, after }]),
      ),
      packages: Object.fromEntries(result.packages.map(({ name, version }) => [name, version])),
      checks,
      lock,
      milliseconds,
    });
    return undefined;
  }
  const { bold, dim, green } = context.style;
  const rows = [
    [dim("interpreter"), bold(interpreter.path)],
    [dim("Python"), interpreter.version],
  ];
  if (base !== undefined) rows.push([dim("made from"), base.interpreter.path], ["", dim(base.reason)]);
  rows.push([dim("packages"), changesText(changes, result.packages.length)]);
  if (checks.length > 0) rows.push([dim("imported"), checks.map(({ module }) => module).join(", ")]);
  if (lock !== "none")
    rows.push([
      dim("lock"),
      lock === "checked" ? "as snakebridge.lock.json says" : `snakebridge.lock.json ${lock}`,
    ]);
  context.print(
    `${green(created ? "Environment made" : "Environment up to date")} with ${installer} in ${(milliseconds / 1000).toFixed(1)} s`,
  );
  context.print(table(rows, "  "));
  return undefined;
}

function changesText(changes: Awaited<ReturnType<typeof setUpProject>>["changes"], total: number): string {
  const entries = Object.entries(changes).filter(([name]) => !["pip", "setuptools", "wheel"].includes(name));
  if (entries.length === 0) return `${total} installed, nothing to change`;
  const texts = entries.map(([name, [before, after]]) =>
    after === undefined
      ? `-${name}`
      : before === undefined
        ? `${name} ${after}`
        : `${name} ${before} -> ${after}`,
  );
  const shown = texts.slice(0, 8);
  return texts.length > shown.length
    ? `${shown.join(", ")} and ${texts.length - shown.length} more`
    : shown.join(", ");
}

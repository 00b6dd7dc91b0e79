import { createContext, type Context, type SharedOptions } from "./context.js";
import { reportError } from "./errors.js";

/** What a command does. Returns the exit code where it is not 0. */
export type Work<O> = (context: Context, options: O) => Promise<number | undefined>;

/** Runs a command to its end, with its errors reported and its exit code set. The process ends by itself when nothing is left to do. */
export async function runCommand<O extends SharedOptions>(
  load: () => Promise<Work<O>>,
  options: O,
): Promise<void> {
  const context = createContext(options);
  try {
    const command = await load();
    process.exitCode = (await command(context, options)) ?? 0;
  } catch (error) {
    context.progress.stop();
    process.exitCode = reportError(error, context);
  } finally {
    context.progress.stop();
  }
}

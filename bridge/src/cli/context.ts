import { openProject, type Project } from "../project/project.js";
import { ownResources } from "../resources.js";
import { createProgress, type ProgressDisplay } from "./terminal/progress.js";
import { styleOf, type Style } from "./terminal/style.js";
import type { SetupProgress } from "../environment/index.js";

/** The options that every command has. */
export interface SharedOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly python?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  /** Of `generate`: there are several results, so each is one line of JSON. */
  readonly watch?: boolean;
}

/** What a command works with: where to write, how, and until when. */
export interface Context {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly json: boolean;
  /** Colours of standard output and of standard error. */
  readonly style: Style;
  readonly errorStyle: Style;
  readonly progress: ProgressDisplay;
  /** Aborts on Ctrl+C. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  /** Writes a line of the result. */
  readonly print: (text?: string) => void;
  /** Writes the result as JSON. */
  readonly printJson: (value: unknown) => void;
  readonly onSetupProgress: (progress: SetupProgress) => void;
  readonly openProject: () => Promise<Project>;
}

export function createContext(options: SharedOptions): Context {
  const { stdout, stderr } = process;
  const controller = new AbortController();
  const errorStyle = styleOf(stderr);
  const progress = createProgress({
    stream: stderr,
    style: errorStyle,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  });
  // The first Ctrl+C cancels and tidies up; the second ends at once.
  process.once("SIGINT", () => {
    controller.abort();
  });
  process.once("SIGTERM", () => {
    controller.abort();
  });
  // A reader that has seen enough (`| head`) is no error; what the command has found out still holds.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  return {
    stdout,
    stderr,
    json: options.json === true,
    style: styleOf(stdout),
    errorStyle,
    progress,
    signal: controller.signal,
    interrupted: () => controller.signal.aborted,
    print: (text = "") => {
      stdout.write(`${text}\n`);
    },
    printJson: (value) => {
      stdout.write(`${JSON.stringify(value, null, options.watch === true ? undefined : 2)}\n`);
    },
    onSetupProgress: ({ message, line }) => {
      if (line === undefined) progress.step(message, true);
      else progress.detail(line);
    },
    openProject: () =>
      openProject({ configFile: options.config, python: options.python, resources: ownResources() }),
  };
}

import type { Spinner } from "yocto-spinner";
import type { Style } from "./style.js";

/** Shows what is going on, on standard error: a spinner on a terminal, plain lines elsewhere, nothing when quiet. */
export interface ProgressDisplay {
  /** A new step. One that is `kept` can still be read when the next has begun. */
  step(message: string, kept?: boolean): void;
  /** A line of a program at work for the step. */
  detail(line: string): void;
  /** Takes the display away, so that something else can be written. */
  stop(): void;
}

/** How progress is shown. */
export interface ProgressSettings {
  readonly stream: NodeJS.WriteStream;
  readonly style: Style;
  /** Show the lines of pip and uv as well. */
  readonly verbose: boolean;
  readonly quiet: boolean;
}

export function createProgress(settings: ProgressSettings): ProgressDisplay {
  if (settings.quiet) return { step: () => undefined, detail: () => undefined, stop: () => undefined };
  const animated = settings.stream.isTTY && process.env["CI"] === undefined && process.env["TERM"] !== "dumb";
  return animated && !settings.verbose ? new SpinnerProgress(settings) : new LineProgress(settings);
}

class LineProgress implements ProgressDisplay {
  readonly #settings: ProgressSettings;
  #last = "";

  constructor(settings: ProgressSettings) {
    this.#settings = settings;
  }

  step(message: string): void {
    if (message === this.#last) return;
    this.#last = message;
    this.#settings.stream.write(`${message}\n`);
  }

  detail(line: string): void {
    if (this.#settings.verbose) this.#settings.stream.write(`${this.#settings.style.dim(`  ${line}`)}\n`);
  }

  stop(): void {
    this.#last = "";
  }
}

class SpinnerProgress implements ProgressDisplay {
  readonly #settings: ProgressSettings;
  #spinner: Spinner | undefined;
  #starting: Promise<void> | undefined;
  #message = "";
  #detail = "";
  #kept = false;
  #stopped = false;

  constructor(settings: ProgressSettings) {
    this.#settings = settings;
  }

  step(message: string, kept = false): void {
    this.#stopped = false;
    if (message !== this.#message) this.#finish();
    this.#kept = kept;
    this.#message = message;
    this.#detail = "";
    this.#show();
  }

  detail(line: string): void {
    this.#detail = line;
    this.#show();
  }

  stop(): void {
    this.#stopped = true;
    this.#spinner?.stop();
  }

  /** What has been done stays above the spinner, as a plain line. */
  #finish(): void {
    if (!this.#kept || this.#message === "") return;
    if (this.#spinner?.isSpinning === true) this.#spinner.success(this.#message);
    else this.#settings.stream.write(`${this.#settings.style.green("✔")} ${this.#message}\n`);
  }

  #show(): void {
    if (this.#spinner === undefined) {
      this.#starting ??= this.#start();
      return;
    }
    this.#spinner.text = this.#text();
    if (!this.#spinner.isSpinning && !this.#stopped) this.#spinner.start();
  }

  /** The library is loaded when there is something to show. */
  async #start(): Promise<void> {
    const { default: createSpinner } = await import("yocto-spinner");
    this.#spinner = createSpinner({ stream: this.#settings.stream, color: "cyan", handleSignals: false });
    if (!this.#stopped) this.#show();
  }

  #text(): string {
    const { stream, style } = this.#settings;
    const room = (stream.columns || 80) - this.#message.length - 6;
    // A line that wraps can't be taken back.
    if (this.#detail === "" || room < 12) return this.#message;
    const detail = this.#detail.length > room ? `${this.#detail.slice(0, room - 1)}…` : this.#detail;
    return `${this.#message} ${style.dim(detail)}`;
  }
}

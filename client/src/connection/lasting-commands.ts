/**
 * Commands of actions and lenses that outlive the list in which they were offered. VS Code keeps the arguments of such a command itself, and
 * forgets them when another list takes the place of the first, which it may do between the click and the command: then the user is told
 * "Actual command not found". A command without arguments is not kept there, so each one with arguments gets a name of its own.
 */

export interface Chosen {
  title: string;
  command: string;
  tooltip?: string;
  arguments?: unknown[];
}

export interface Registry {
  register(id: string, run: () => unknown): { dispose(): void };
  execute(id: string, args: readonly unknown[]): unknown;
}

/** More than are offered at a time: every lens of the files in sight, and the actions of some menus. */
const mostKept = 500;

export class LastingCommands {
  readonly #registry: Registry;
  readonly #most: number;
  /** By the command and its arguments; what was offered last comes last. */
  readonly #kept = new Map<string, { id: string; registration: { dispose(): void } }>();
  #count = 0;

  constructor(registry: Registry, most = mostKept) {
    this.#registry = registry;
    this.#most = most;
  }

  /** The same command by a name of its own. */
  lasting(chosen: Chosen): Chosen {
    const { command, arguments: args, ...shown } = chosen;
    if (args === undefined || args.length === 0) return chosen;
    const key = JSON.stringify([command, args]);
    const kept = this.#kept.get(key) ?? this.#keep(command, args);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    this.#forgetOldest();
    return { ...shown, command: kept.id };
  }

  dispose(): void {
    for (const { registration } of this.#kept.values()) registration.dispose();
    this.#kept.clear();
  }

  #keep(command: string, args: readonly unknown[]): { id: string; registration: { dispose(): void } } {
    const id = `_snakebridge.chosen.${++this.#count}`;
    return { id, registration: this.#registry.register(id, () => this.#registry.execute(command, args)) };
  }

  #forgetOldest(): void {
    for (const [key, { registration }] of this.#kept) {
      if (this.#kept.size <= this.#most) return;
      registration.dispose();
      this.#kept.delete(key);
    }
  }
}

import { describe, expect, test } from "vitest";
import { LastingCommands } from "../src/connection/lasting-commands.js";

function commands(most?: number): {
  lasting: LastingCommands;
  registered: Map<string, () => unknown>;
  executed: unknown[];
} {
  const registered = new Map<string, () => unknown>();
  const executed: unknown[] = [];
  const lasting = new LastingCommands(
    {
      register: (id, run) => {
        expect(registered.has(id)).toBe(false);
        registered.set(id, run);
        return { dispose: () => registered.delete(id) };
      },
      execute: (id, args) => executed.push([id, ...args]),
    },
    most,
  );
  return { lasting, registered, executed };
}

const generate = (module: string) => ({ title: "Generate", command: "generate", arguments: [{ module }] });

describe("a command that an action carries", () => {
  test("needs no arguments, and runs with those that it had", () => {
    const { lasting, registered, executed } = commands();
    const { command, ...rest } = lasting.lasting(generate("json"));
    expect(rest).toEqual({ title: "Generate" });
    registered.get(command)?.();
    expect(executed).toEqual([["generate", { module: "json" }]]);
  });

  test("is registered once, however often it is offered", () => {
    const { lasting, registered } = commands();
    const first = lasting.lasting(generate("json"));
    expect(lasting.lasting(generate("json"))).toEqual(first);
    expect(lasting.lasting(generate("math"))).not.toEqual(first);
    expect(registered.size).toBe(2);
  });

  test("stays as it is without arguments", () => {
    const { lasting, registered } = commands();
    const plain = { title: "Restart", command: "restart" };
    expect(lasting.lasting(plain)).toBe(plain);
    expect(registered.size).toBe(0);
  });

  test("is forgotten when many others were offered since, and with the connection", () => {
    const { lasting, registered } = commands(2);
    const [one, two] = ["a", "b"].map((name) => lasting.lasting(generate(name)).command);
    lasting.lasting(generate("a"));
    lasting.lasting(generate("c"));
    expect(registered.has(one ?? "")).toBe(true);
    expect(registered.has(two ?? "")).toBe(false);
    lasting.dispose();
    expect(registered.size).toBe(0);
  });
});

import { runMocha } from "../../mocha.ts";

export const run = (): Promise<void> =>
  runMocha(async () => {
    await import("./completion.ts");
    await import("./ghost-text.ts");
    await import("./fixes.ts");
    await import("./languages.ts");
    await import("./wrapper.ts");
    await import("./modules.ts");
    await import("./commands.ts");
    await import("./lifecycle.ts");
  });

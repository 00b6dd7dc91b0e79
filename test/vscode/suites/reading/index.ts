import { runMocha } from "../../mocha.ts";

export const run = (): Promise<void> =>
  runMocha(async () => {
    await import("./calls.ts");
    await import("./navigation.ts");
    await import("./hints.ts");
    await import("./status.ts");
    await import("./together-untyped.ts");
    await import("./together-wrapper.ts");
    await import("./highlighting.ts");
    await import("./configuration.ts");
    await import("./configuration-rename.ts");
    await import("./understanding.ts");
  });

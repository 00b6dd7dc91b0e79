import { runMocha } from "../../mocha.ts";

export const run = (): Promise<void> =>
  runMocha(async () => {
    await import("./first-result.ts");
    await import("./packages.ts");
  });

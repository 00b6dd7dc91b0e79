import { runMocha } from "../../mocha.ts";

export const run = (): Promise<void> => runMocha(() => import("./set-up.ts"));

/** Writes `bridge/schema/snakebridge.schema.json` from the built library: the same source gives the static types. Run by the build. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./prepare.mjs";

const { configJsonSchema } = await import("../bridge/dist/config/json-schema.js");
const file = join(root, "bridge", "schema", "snakebridge.schema.json");
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);

import { z } from "zod";
import { configSchema } from "./schema.js";

/** The JSON Schema of `snakebridge.json`, draft 7: the newest that editors understand completely. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { target: "draft-7", io: "input" });
  return {
    ...schema,
    $id: "snakebridge.schema.json",
    title: "snakebridge.json",
    allowComments: true,
    allowTrailingCommas: true,
  };
}

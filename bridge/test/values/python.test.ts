import { afterAll, describe, expect, test } from "vitest";
import { EchoWorker } from "./echo-worker.js";
import { picture } from "./picture.js";
import { arbitraryValue } from "./arbitrary.js";
import fc from "fast-check";

const worker = new EchoWorker();
afterAll(() => worker.process.close());

/** More with SNAKEBRIDGE_LONG, as `docs/types.md` says. */
const batches = process.env["SNAKEBRIDGE_LONG"] === undefined ? 100 : 10_000;

describe("values that go to Python and come back", () => {
  test("are the same values", async () => {
    const batch = fc.array(arbitraryValue, { minLength: 1, maxLength: 60, size: "max" });
    const same = fc.asyncProperty(batch, async (values) => {
      const returned = await worker.echo(values);
      returned.forEach((value, index) => expect(picture(value)).toBe(picture(values[index])));
    });
    await fc.assert(same, { numRuns: batches });
  });
});

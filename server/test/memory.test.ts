import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Bytes of the young generation of a process that works with documents of these lengths. */
function youngGeneration(lengths: readonly number[]): number {
  const program = `
    import { getHeapSpaceStatistics } from "node:v8";
    import { limitYoungGeneration } from ${JSON.stringify(new URL("../src/memory.ts", import.meta.url).href)};
    limitYoungGeneration();
    limitYoungGeneration(${JSON.stringify(lengths)});
    const kept = [];
    for (let index = 0; index < 2_000_000; index += 1) kept[index % 100_000] = { index };
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space").space_size);`;
  const args = ["--no-warnings", "--input-type=module", "-e", program];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

describe("the young generation", () => {
  it("stays small with ordinary documents, and grows where a document is large", () => {
    expect(youngGeneration([80_000, 20_000])).toBeLessThan(5_000_000);
    expect(youngGeneration([80_000, 800_000])).toBeGreaterThan(8_000_000);
  });
});

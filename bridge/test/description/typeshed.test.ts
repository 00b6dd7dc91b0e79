/** The copy of typeshed that ships: what was worked out when it was made is what looking through it says. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { adapterPath, testPython } from "../test-python.js";

const folder = mkdtempSync(join(tmpdir(), "snakebridge-typeshed-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Where the describer finds the stubs of each third-party module, with the list and without it. */
const program = `
import json, os, sys
sys.path.insert(0, sys.argv[1])
from snakebridge_adapter.describe.sources import third_party_modules
from pathlib import Path
stubs = Path(sys.argv[2]) / "stubs"
listed = third_party_modules(stubs)
os.remove(stubs / "modules.txt")
print(json.dumps([listed, third_party_modules(stubs)]))
`;

test("lists the modules of the third-party stubs as the describer finds them", () => {
  copyTypeshed(folder);
  const answer = execFileSync(testPython(), ["-c", program, adapterPath, folder], { encoding: "utf8" });
  const [listed, found] = JSON.parse(answer) as Record<string, string>[];
  expect(Object.keys(found ?? {}).length).toBeGreaterThan(100);
  expect(listed).toEqual(found);
});

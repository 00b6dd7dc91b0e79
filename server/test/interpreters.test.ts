import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentRequest, InterpretersRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer, temporaryFolder } from "./opened.js";

const python = testPython();

describe("an interpreter behind a shim", () => {
  it.runIf(process.platform !== "win32")("is the current one in the list of interpreters", async () => {
    using shims = temporaryFolder();
    const shim = join(shims.path, "python3");
    writeFileSync(shim, `#!/bin/sh\nexec "${python}" "$@"\n`, { mode: 0o755 });
    await using opened = await openServer({ settings: { interpreter: shim } });
    const { client } = opened;
    expect(await client.connection.sendRequest(EnvironmentRequest, {})).toMatchObject({ state: "ready" });
    const { interpreters } = await client.connection.sendRequest(InterpretersRequest, {});
    expect(interpreters.filter(({ current }) => current).map(({ path }) => path)).toEqual([python]);
  });
});

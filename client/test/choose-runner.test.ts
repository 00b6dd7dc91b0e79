import { describe, expect, it } from "vitest";
import { chooseRunner } from "../src/running/choose-runner.js";

const tsx = "/p/node_modules/tsx/dist/cli.mjs";

describe("chooseRunner", () => {
  it.each([
    ["v24.21.0", []],
    ["v22.18.0", []],
    ["v23.6.0", []],
    ["v22.6.0", ["--experimental-strip-types"]],
    ["v22.17.1", ["--experimental-strip-types"]],
    ["v23.5.0", ["--experimental-strip-types"]],
  ])("lets Node %s run TypeScript with the flags %j, even beside tsx", (nodeVersion, flags) => {
    expect(chooseRunner({ file: "/p/a.ts", nodeVersion, tsx })).toEqual({
      kind: "node",
      args: [...flags, "/p/a.ts"],
    });
  });

  it.each(["v20.20.2", "v22.5.1", "v18.0.0"])(
    "runs TypeScript with the project's tsx on Node %s",
    (nodeVersion) => {
      expect(chooseRunner({ file: "/p/a.mts", nodeVersion, tsx })).toEqual({
        kind: "tsx",
        args: [tsx, "/p/a.mts"],
      });
    },
  );

  it("runs JavaScript on any Node", () => {
    expect(chooseRunner({ file: "/p/a.mjs", nodeVersion: "v20.19.0", tsx: undefined })).toEqual({
      kind: "node",
      args: ["/p/a.mjs"],
    });
  });

  it("needs tsx for TSX, which no Node strips", () => {
    expect(chooseRunner({ file: "/p/a.tsx", nodeVersion: "v24.21.0", tsx }).kind).toBe("tsx");
    expect(chooseRunner({ file: "/p/a.tsx", nodeVersion: "v24.21.0", tsx: undefined }).kind).toBe("cannot");
  });

  it("says that an old Node without tsx cannot, and that no Node is there", () => {
    expect(chooseRunner({ file: "/p/a.ts", nodeVersion: "v20.19.0", tsx: undefined }).kind).toBe("cannot");
    expect(chooseRunner({ file: "/p/a.ts", nodeVersion: undefined, tsx }).kind).toBe("no-node");
  });
});

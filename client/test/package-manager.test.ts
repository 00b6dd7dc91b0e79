import { describe, expect, it } from "vitest";
import { addDevelopmentTool, addTarball, packageManagerOf } from "../src/project/package-manager.js";

describe("packageManagerOf", () => {
  it.each([
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
    ["package-lock.json", "npm"],
  ])("knows %s", (file, manager) => {
    expect(packageManagerOf({}, ["package.json", file])).toBe(manager);
  });

  it("believes package.json over a lock file", () => {
    expect(packageManagerOf({ packageManager: "pnpm@10.1.0+sha512.abc" }, ["yarn.lock"])).toBe("pnpm");
  });

  it("takes npm for anything else", () => {
    expect(packageManagerOf({}, [])).toBe("npm");
    expect(packageManagerOf({ packageManager: 7 }, [])).toBe("npm");
    expect(packageManagerOf({ packageManager: "cargo@1" }, [])).toBe("npm");
  });
});

describe("the commands of each package manager", () => {
  it.each(["npm", "pnpm", "yarn", "bun"] as const)(
    "%s adds the tarball by a path inside the project",
    (manager) => {
      expect(addTarball(manager, "./vendor/x.tgz").join(" ")).toContain("file:./vendor/x.tgz");
    },
  );

  it.each(["npm", "pnpm", "yarn", "bun"] as const)("%s adds a tool for development only", (manager) => {
    expect(addDevelopmentTool(manager, "tsx").join(" ")).toMatch(/-dev\b.*tsx|tsx.*-dev\b/);
  });
});

import { describe, expect, it } from "vitest";
import { liesBelow, spawnCommand } from "../src/project/platform.js";

describe("spawnCommand", () => {
  it("starts everything without a shell on POSIX", () => {
    for (const platform of ["linux", "darwin"] as const) {
      expect(spawnCommand("npm", ["install", "a b"], platform)).toEqual({
        program: "npm",
        args: ["install", "a b"],
        shell: false,
      });
    }
  });

  it("lets cmd.exe find a package manager on Windows, with quotes around what has spaces", () => {
    expect(spawnCommand("npm", ["install", "file:./vendor/snakebridge-1.0.0.tgz"], "win32")).toEqual({
      program: "npm",
      args: ["install", "file:./vendor/snakebridge-1.0.0.tgz"],
      shell: true,
    });
    expect(spawnCommand("C:\\My Tools\\pnpm.cmd", ["a b&c"], "win32")).toEqual({
      program: '"C:\\My Tools\\pnpm.cmd"',
      args: ['"a b&c"'],
      shell: true,
    });
  });

  it("starts Node itself, whose path and files may have spaces", () => {
    const program = "C:\\Program Files\\nodejs\\node.exe";
    const args = ["--check", "C:\\my project\\first.mjs"];
    expect(spawnCommand(program, args, "win32")).toEqual({ program, args, shell: false });
    expect(spawnCommand("node", args, "win32")).toEqual({ program: "node", args, shell: false });
  });
});

describe("liesBelow", () => {
  it.each([
    ["/home/me/project", "/home/me/project/.venv", "linux", true],
    ["/home/me/project", "/home/me/project", "linux", false],
    ["/home/me/project", "/home/me/project-2/.venv", "linux", false],
    ["/home/me/project", "/home/me", "darwin", false],
    ["c:\\Users\\Me\\project", "C:\\Users\\Me\\project\\.venv", "win32", true],
    ["c:\\Users\\Me\\project", "D:\\project\\.venv", "win32", false],
    ["c:\\project", "C:\\project..\\.venv", "win32", false],
  ] as const)("%s holds %s on %s: %s", (folder, path, platform, expected) => {
    expect(liesBelow(folder, path, platform)).toBe(expected);
  });
});

/** The import of what moved, on both kinds of systems. */
import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { movedSpecifier } from "../src/features/move-wrappers.js";

describe("an import of what moved", () => {
  it.each([
    ["./python/math.js", "./lib/math.js"],
    ["./python/numpy/index.js", "./lib/numpy/index.js"],
    ["../src/python/math.js", "./lib/math.js"],
    ["./pythonic/math.js", undefined],
    ["./Python/math.js", undefined],
    ["../python/math.js", undefined],
    ["python/math.js", undefined],
  ])("follows: %s becomes %s", (specifier, expected) => {
    const places = { here: "/project/src", from: "/project/src/python", to: "/project/src/lib" };
    expect(movedSpecifier(specifier, places, posix)).toBe(expected);
  });

  it.each([
    ["./python/math.js", "./lib/math.js"],
    ["./Python/numpy/index.js", "./lib/numpy/index.js"],
    ["../Src/python/math.js", "./lib/math.js"],
    ["./pythonic/math.js", undefined],
  ])("follows on Windows whatever the case of letters is: %s becomes %s", (specifier, expected) => {
    // An editor's URI has a small drive letter, the path of a configuration that of the shell.
    const places = { here: "c:\\Work\\src", from: "C:\\work\\src\\python", to: "C:\\work\\src\\lib" };
    expect(movedSpecifier(specifier, places, win32)).toBe(expected);
  });

  it("of a wrapper that is a file follows with its ending alone", () => {
    const places = {
      here: "/project/src",
      from: "/project/src/python/math",
      to: "/project/src/python/cmath",
    };
    expect(movedSpecifier("./python/math.js", places, posix)).toBe("./python/cmath.js");
    expect(movedSpecifier("./python/mathematics.js", places, posix)).toBeUndefined();
  });
});

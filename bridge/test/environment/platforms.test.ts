import { describe, expect, it } from "vitest";
import {
  canStart,
  interpreterNames,
  interpreterOfEnvironment,
  interpretersOfInstallationOn,
  launcherPaths,
  newestFirst,
  pyenvFolder,
} from "../../src/environment/platforms.js";
import { run } from "../../src/environment/processes.js";
import { move } from "../../src/project/move-file.js";

describe("Pythons on Windows", () => {
  it("lie elsewhere in environments and installations", () => {
    expect(interpreterOfEnvironment("C:\\Users\\Zoë K\\.venv", "win32")).toBe(
      "C:\\Users\\Zoë K\\.venv\\Scripts\\python.exe",
    );
    expect(interpreterOfEnvironment("/home/zoë k/.venv", "darwin")).toBe("/home/zoë k/.venv/bin/python");
    expect(interpretersOfInstallationOn("D:\\Python", "win32")[0]).toBe("D:\\Python\\python.exe");
    expect(interpreterNames("win32")).toEqual(["python", "python3"]);
    expect(interpreterNames("linux").slice(0, 3)).toEqual(["python3", "python", "python3.14"]);
  });

  it("are listed by the launcher, paths with spaces and the mark of the default too", () => {
    const output = [
      " -V:3.13 *        C:\\Program Files\\Python313\\python.exe",
      " -V:3.11          C:\\Users\\Zoë\\AppData\\Local\\Programs\\Python\\Python311\\python.exe",
      " -3.9-32        d:\\py39\\python.exe ",
      "No other installations.",
    ];
    expect(launcherPaths(output.join("\r\n"))).toEqual([
      "C:\\Program Files\\Python313\\python.exe",
      "C:\\Users\\Zoë\\AppData\\Local\\Programs\\Python\\Python311\\python.exe",
      "d:\\py39\\python.exe",
    ]);
  });

  it("of the usual folder are taken by their versions, not their letters", () => {
    expect(newestFirst(["Python310", "Launcher", "Python39", "Python313"])).toEqual([
      "Python313",
      "Python310",
      "Python39",
      "Launcher",
    ]);
  });

  it("that are shims of pyenv can't be started; pyenv has a folder of its own there", () => {
    expect(canStart("C:\\Users\\z\\.pyenv\\pyenv-win\\shims\\python.BAT", "win32")).toBe(false);
    expect(canStart("C:\\Python\\python.exe", "win32")).toBe(true);
    expect(canStart("/opt/run.cmd", "linux")).toBe(true);
    expect(pyenvFolder({}, "C:\\Users\\z", "win32")).toBe("C:\\Users\\z\\.pyenv\\pyenv-win");
    expect(pyenvFolder({}, "/home/z", "linux")).toBe("/home/z/.pyenv");
    expect(pyenvFolder({ PYENV: "D:\\pyenv" }, "C:\\Users\\z", "win32")).toBe("D:\\pyenv");
  });
});

describe("what an operating system refuses", () => {
  it("to start is told, not thrown", async () => {
    const result = await run(process.execPath, ["-e", "x".repeat(10_000_000)]);
    expect(result).toMatchObject({ code: null, error: { code: "E2BIG" } });
  });

  it("to replace while it is open is tried again on Windows, and at once an error elsewhere", async () => {
    const busy = (times: number) => {
      let count = 0;
      const rename = (): Promise<void> =>
        ++count <= times
          ? Promise.reject(Object.assign(new Error("busy"), { code: "EPERM" }))
          : Promise.resolve();
      return { rename, tries: () => count };
    };
    const windows = busy(3);
    await move("a", "b", { platform: "win32", rename: windows.rename });
    expect(windows.tries()).toBe(4);
    const linux = busy(1);
    await expect(move("a", "b", { platform: "linux", rename: linux.rename })).rejects.toMatchObject({
      code: "EPERM",
    });
    expect(linux.tries()).toBe(1);
  });
});

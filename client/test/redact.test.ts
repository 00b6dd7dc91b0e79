import { describe, expect, it } from "vitest";
import { redact } from "../src/reports/redact.js";

const of = {
  homeFolder: "/home/maria",
  userName: "maria",
  hostName: "workhorse",
  workspaceFolders: ["/home/maria/secret-project"],
};

describe("redact", () => {
  it("takes out folders, names and credentials, and leaves what helps", () => {
    const text = [
      "interpreter /home/maria/secret-project/.venv/bin/python 3.11.7",
      "pyenv /home/maria/.pyenv, host workhorse, user maria",
      "index https://maria:hunter2@packages.example/simple",
      "primarily",
    ].join("\n");
    expect(redact(text, of)).toBe(
      [
        "interpreter <folder 1>/.venv/bin/python 3.11.7",
        "pyenv ~/.pyenv, host <host>, user <user>",
        "index https://<credentials>@packages.example/simple",
        "primarily",
      ].join("\n"),
    );
  });

  it("finds Windows paths in each spelling", () => {
    const windows = { ...of, homeFolder: "C:\\Users\\maria", workspaceFolders: ["C:\\Users\\maria\\app"] };
    expect(redact('C:\\Users\\maria\\app\\x "C:\\\\Users\\\\maria\\\\y" C:/Users/maria/z', windows)).toBe(
      '<folder 1>\\x "~\\\\y" ~/z',
    );
  });
});

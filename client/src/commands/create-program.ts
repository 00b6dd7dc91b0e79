import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Position, Selection, Uri, window } from "vscode";
import type { Command } from "../context.js";
import { chooseFolder } from "../folders.js";
import { requireTrust } from "../trust.js";

const program = `import { python } from "snakebridge";

const json = python.module("json");

console.log(await json.dumps({ hello: "Python" }));
`;

/** A first program to change and run, with the cursor where typing is most telling. */
export const createProgram: Command = async () => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const file = await freeName(folder.uri.fsPath);
  await writeFile(file, program, { flag: "wx" });
  const editor = await window.showTextDocument(Uri.file(file));
  const line = program.split("\n").findIndex((text) => text.includes("json.dumps"));
  const cursor = new Position(line, program.split("\n")[line]?.indexOf("dumps") ?? 0);
  editor.selection = new Selection(cursor, cursor);
};

async function freeName(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const file = join(folder, number === 1 ? "first.ts" : `first-${number}.ts`);
    const taken = await access(file).then(
      () => true,
      () => false,
    );
    if (!taken) return file;
  }
}

import { join } from "node:path";
import { type GeneratedFile, saysTheSame } from "../generate/index.js";
import { textOf } from "./wrapper-files.js";

/** The files as they should lie there: where what is there differs by chance alone, that stays, so that a second run changes nothing. */
export async function withKeptTexts(
  files: readonly GeneratedFile[],
  outDir: string,
): Promise<GeneratedFile[]> {
  const kept: GeneratedFile[] = [];
  for (const file of files) {
    const there = await textOf(join(outDir, file.path));
    kept.push(there !== undefined && saysTheSame(there, file.text) ? { ...file, text: there } : file);
  }
  return kept;
}

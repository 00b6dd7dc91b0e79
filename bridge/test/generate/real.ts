/** Wrappers from descriptions of real modules, made by the describer, as `snakebridge generate` makes them. */
import type { ClassDescription, ModuleDescription } from "../../src/description/index.js";
import { DescriptionError, type DescriptionStore } from "../../src/description/index.js";
import { type GenerateInput, type GenerateResult, generateWrappers } from "../../src/generate/index.js";

/** Describes modules, then the classes that their types name, round by round. */
export async function generateReal(
  store: DescriptionStore,
  modules: readonly string[],
  settings: Partial<GenerateInput> = {},
  rounds = 4,
): Promise<GenerateResult> {
  const descriptions: ModuleDescription[] = [];
  for (const name of modules) descriptions.push((await store.describe(name)).description());
  const classes = new Map<string, ClassDescription | null>();
  const input: GenerateInput = {
    modules: descriptions.map((description) => ({ description })),
    generator: "snakebridge 0.3.0",
    outDir: "python",
    ...settings,
  };
  for (let round = 0; ; round++) {
    const known = [...classes.values()].filter((one) => one !== null);
    const result = generateWrappers({ ...input, classes: known });
    const wanted = result.report.wanted.map(({ name }) => name).filter((name) => !classes.has(name));
    if (wanted.length === 0 || round === rounds) return result;
    for (const name of wanted) classes.set(name, await describeClass(store, name));
  }
}

async function describeClass(store: DescriptionStore, name: string): Promise<ClassDescription | null> {
  try {
    return await store.describeClass(name);
  } catch (error) {
    if (error instanceof DescriptionError) return null;
    throw error;
  }
}

/** A package that is made on the spot, so that installing it needs no index. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const program = `
import json, sys, zipfile
target, info, files = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
with zipfile.ZipFile(target, "w") as archive:
    for path, text in files.items():
        archive.writestr(path, text)
    archive.writestr(info + "/RECORD", "".join(path + ",,\\n" for path in [*files, info + "/RECORD"]))
`;

/** Builds a wheel of one module and returns its path. */
export function wheel(python: string, folder: string, name: string, version: string, source: string): string {
  const file = join(folder, `${name}-${version}-py3-none-any.whl`);
  const info = `${name}-${version}.dist-info`;
  const files = {
    [`${name}.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  };
  execFileSync(python, ["-c", program, file, info, JSON.stringify(files)]);
  return file;
}

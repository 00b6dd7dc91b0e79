/** A package index of a test's own: what pip and uv ask, on this machine. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder, wheel } from "../environment/places.js";

export interface PackageIndex {
  /** Variables under which pip and uv ask this index and no other. */
  readonly env: NodeJS.ProcessEnv;
  /** Puts a distribution into the index, in place of one of the same version for the same platforms. Returns its hash. */
  readonly publish: (
    name: string,
    version: string,
    source?: string,
    requires?: string[],
    tag?: string,
  ) => Promise<string>;
  /** Takes the file of a version that serves all platforms out of the index. */
  readonly withdraw: (name: string, version: string) => void;
  /** Lets the index serve another file under the name of version 1.0, with the hash of before (`true`) or its own. */
  readonly tamper: (name: string, keepHash: boolean) => Promise<void>;
}

export async function packageIndex(): Promise<PackageIndex> {
  const folder = temporaryFolder();
  const hashes = new Map<string, string>();
  const content = (file: string): Buffer => readFileSync(join(folder, file));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://index").pathname);
    const [, kind = "", name = ""] = path.split("/");
    const files = readdirSync(folder).filter((file) => file.split("-", 1)[0]?.replaceAll("_", "-") === name);
    if (kind === "simple" && files.length > 0) {
      const links = files.map(
        (file) => `<a href="/files/${file}#sha256=${hashes.get(file) ?? ""}">${file}</a>`,
      );
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Cache-Control", "no-store");
      response.end(`<!DOCTYPE html><html><body>${links.join("<br>")}</body></html>`);
    } else if (kind === "files" && readdirSync(folder).includes(name)) response.end(content(name));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  const hash = (file: string): void => {
    hashes.set(file, createHash("sha256").update(content(file)).digest("hex"));
  };
  return {
    env: {
      UV_OFFLINE: "false",
      UV_DEFAULT_INDEX: address,
      PIP_INDEX_URL: address,
      PIP_NO_INDEX: "",
      PIP_NO_CACHE_DIR: "1",
    },
    publish: async (name, version, source = "", requires = [], tag = "py3-none-any") => {
      await wheel(folder, name, version, source, requires, tag);
      const file = `${name}-${version}-${tag}.whl`;
      hash(file);
      return `sha256:${hashes.get(file) ?? ""}`;
    },
    withdraw: (name, version) => {
      rmSync(join(folder, `${name}-${version}-py3-none-any.whl`));
    },
    tamper: async (name, keepHash) => {
      await wheel(folder, name, "1.0", "changed = True");
      if (!keepHash) hash(`${name}-1.0-py3-none-any.whl`);
    },
  };
}

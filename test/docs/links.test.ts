/** Links inside the repository lead somewhere: to a file that is there, and to a heading that it has. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** A page without its code. */
const prose = (page: string): string => readFileSync(join(root, page), "utf8").replaceAll(/```.*?```/gs, "");

/** As readers of Markdown name a heading: lower case, no punctuation, dashes for spaces. */
function anchors(page: string): Set<string> {
  const headings = [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(/\s/g, "-"),
    ),
  );
}

function broken(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchors(target).has(anchor);
  });
}

const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n");

test.each(pages)("the links of %s lead somewhere", (page) => {
  expect(broken(page)).toEqual([]);
});

test("a link to nowhere is found", () => {
  expect(pages).toContain("docs/configuration.md");
  expect(anchors("docs/configuration.md")).toContain("the-lock-file");
  expect(anchors("docs/configuration.md")).not.toContain("no-such-heading");
});

/** Cuts a docstring into sections by the three conventions in use. */

export interface Section {
  title?: string;
  lines: string[];
  /** Parameters, returns, errors: one entry each. */
  entries?: Entry[];
}

export interface Entry {
  names: string[];
  type?: string;
  lines: string[];
}

const listed =
  /^(?:other )?(?:parameters|arguments|args|keyword arguments|keyword args|attributes|returns?|yields?|raises|receives|warns|methods|see also)$/i;

/** Removes the indentation that all lines share. */
export function dedent(lines: readonly string[]): string[] {
  const depths = lines.filter((line) => line.trim() !== "").map((line) => indentOf(line));
  const depth = depths.length > 0 ? Math.min(...depths) : 0;
  const cut = lines.map((line) => line.slice(Math.min(depth, indentOf(line))).trimEnd());
  while (cut[0] === "") {
    cut.shift();
  }
  while (cut[cut.length - 1] === "") {
    cut.pop();
  }
  return cut;
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** `Parameters` underlined with dashes; undefined where the docstring has no such heading. */
export function numpySections(lines: readonly string[]): Section[] | undefined {
  const sections: Section[] = [{ lines: [] }];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const under = lines[index + 1]?.trim() ?? "";
    if (/^(?:-{3,}|={3,})$/.test(under) && line.trim() !== "" && under.length >= line.trim().length - 1) {
      sections.push({ title: line.trim(), lines: [] });
      index += 1;
    } else {
      sections[sections.length - 1]?.lines.push(line);
    }
  }
  if (sections.length === 1) {
    return undefined;
  }
  return sections.map((section) =>
    section.title !== undefined && listed.test(section.title)
      ? {
          ...section,
          entries: numpyEntries(
            dedent(section.lines),
            /^(?:returns?|yields?|raises|warns|receives)$/i.test(section.title),
          ),
        }
      : section,
  );
}

/** `name : type` with an indented text; in `Returns` a line without a colon is a type. */
function numpyEntries(lines: readonly string[], unnamed: boolean): Entry[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    const last = entries[entries.length - 1];
    if (line.trim() === "" || indentOf(line) > 0) {
      last?.lines.push(line);
      continue;
    }
    const named = /^((?:\\?\*){0,2}[\w.]+(?:\s*,\s*(?:\\?\*){0,2}[\w.]+)*)\s*(?::\s*(.*))?$/.exec(line);
    if (named && (named[2] !== undefined || !unnamed)) {
      // A backslash at the end of a source line leaves the next one's indentation inside.
      const type = named[2]?.trim().replace(/\s+/g, " ");
      entries.push({
        names: (named[1] ?? "").split(",").map((name) => name.trim()),
        ...(type ? { type } : {}),
        lines: [],
      });
    } else if (unnamed && (named || !/[.!?]$/.test(line))) {
      entries.push({ names: [], type: line.trim(), lines: [] });
    } else {
      entries.push({ names: [], lines: [line] });
    }
  }
  return entries.map((entry) => withWholeType({ ...entry, lines: dedent(entry.lines) }));
}

/** A type that goes on in the next line: it ends with a comma or within a bracket. */
function withWholeType(entry: Entry): Entry {
  let { type } = entry;
  const lines = [...entry.lines];
  for (let joined = 0; type !== undefined && joined < 3 && goesOn(type) && lines[0]?.trim(); joined += 1) {
    type = `${type} ${lines.shift()?.trim() ?? ""}`;
  }
  return type === undefined ? entry : { ...entry, type, lines };
}

function goesOn(type: string): boolean {
  const open = type.match(/[[({]/g)?.length ?? 0;
  const closed = type.match(/[\])}]/g)?.length ?? 0;
  return type.endsWith(",") || open > closed;
}

const googleHeading =
  /^(Args|Arguments|Parameters|Params|Keyword [Aa]rgs|Keyword [Aa]rguments|Attributes|Shapes?|Returns?|Yields?|Raises|Examples?|Notes?|Warnings?|References|See Also|Todo|Usage|Tip|Important):\s*$/;

/** `Args:` with an indented block. */
export function googleSections(lines: readonly string[]): Section[] | undefined {
  const sections: Section[] = [{ lines: [] }];
  let inside = -1;
  for (const [index, line] of lines.entries()) {
    const heading = googleHeading.exec(line.trim());
    const next = lines.slice(index + 1).find((candidate) => candidate.trim() !== "");
    if (heading && next !== undefined && indentOf(next) > indentOf(line)) {
      sections.push({ title: heading[1] ?? "", lines: [] });
      inside = indentOf(line);
      continue;
    }
    if (inside >= 0 && line.trim() !== "" && indentOf(line) <= inside) {
      sections.push({ lines: [] });
      inside = -1;
    }
    sections[sections.length - 1]?.lines.push(line);
  }
  if (!sections.some((section) => section.title !== undefined)) {
    return undefined;
  }
  return sections.map((section) =>
    section.title !== undefined && /^(?:Args|Arguments|Param|Keyword|Attributes|Raises)/.test(section.title)
      ? {
          ...section,
          title: section.title.replace(/^(?:Args|Arguments|Params)$/, "Parameters"),
          entries: googleEntries(dedent(section.lines)),
        }
      : { ...section, lines: dedent(section.lines) },
  );
}

function googleEntries(lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    const named =
      indentOf(line) === 0
        ? /^((?:\\?\*){0,2}[\w.]+)\s*(?:\(([^)]*(?:\([^)]*\)[^)]*)*)\))?\s*:\s*(.*)$/.exec(line)
        : null;
    if (named) {
      entries.push({
        names: [named[1] ?? ""],
        ...(named[2] ? { type: named[2] } : {}),
        lines: named[3] ? [named[3]] : [],
      });
    } else if (entries.length > 0) {
      entries[entries.length - 1]?.lines.push(line);
    } else if (line.trim() !== "") {
      entries.push({ names: [], lines: [line] });
    }
  }
  return entries.map((entry) => ({ ...entry, lines: belowFirst(entry.lines) }));
}

/** What goes on below an entry's first line, without the indentation that it shares. */
function belowFirst([first = "", ...rest]: readonly string[]): string[] {
  const blank = rest.findIndex((line) => line.trim() !== "");
  const kept = dedent(rest);
  return indentOf(first) > 0 ? dedent([first, ...rest]) : [first, ...(blank > 0 ? [""] : []), ...kept];
}

const field =
  /^\s*:(param|parameter|arg|argument|key|keyword|type|return|returns|rtype|raises|raise|except|var|ivar|cvar|yield|yields)(?:\s+([^:]*?))?:\s*(.*)$/;

/** `:param name: text`, Sphinx's fields. */
export function fieldSections(lines: readonly string[]): Section[] | undefined {
  const text: string[] = [];
  const groups = new Map<string, Entry[]>();
  const types = new Map<string, string>();
  let current: Entry | undefined;
  const group = (title: string): Entry[] => {
    const found = groups.get(title) ?? [];
    groups.set(title, found);
    return found;
  };
  for (const line of lines) {
    const match = field.exec(line);
    if (!match) {
      if (current && (line.trim() === "" || indentOf(line) > 0)) {
        current.lines.push(line.trim());
      } else {
        current = undefined;
        text.push(line);
      }
      continue;
    }
    const [, kind = "", subject = "", body = ""] = match;
    if (kind === "type" || kind === "rtype") {
      types.set(kind === "rtype" ? "" : subject, body);
      current = undefined;
      continue;
    }
    const name = subject.split(/\s+/).pop() ?? "";
    const type = subject.includes(" ") ? subject.slice(0, subject.lastIndexOf(" ")) : undefined;
    const returns = kind.startsWith("return") || kind.startsWith("yield");
    current = { names: returns || !name ? [] : [name], ...(type ? { type } : {}), lines: [body] };
    group(
      returns
        ? "Returns"
        : /^(?:raise|except)/.test(kind)
          ? "Raises"
          : /var$/.test(kind)
            ? "Attributes"
            : "Parameters",
    ).push(current);
  }
  if (groups.size === 0) {
    return undefined;
  }
  const sections: Section[] = [{ lines: text }];
  for (const title of ["Parameters", "Attributes", "Returns", "Raises"]) {
    const entries = groups.get(title);
    if (entries) {
      sections.push({
        title,
        lines: [],
        entries: entries.map((entry) => {
          const type = entry.type ?? types.get(entry.names[0] ?? "");
          return { ...entry, ...(type ? { type } : {}), lines: dedent(entry.lines) };
        }),
      });
    }
  }
  return sections;
}

/** What the *Python Modules* view and the quick pick of *Discover Module* show. */

export interface InstalledModule {
  /** `numpy`, or `numpy.linalg` where submodules were asked for. */
  name: string;
  distribution?: string;
  version?: string;
  standardLibrary?: boolean;
  /** A description is in the cache. */
  described?: boolean;
}

export type ModuleNodeKind =
  "module" | "class" | "function" | "method" | "property" | "field" | "value" | "type";

export interface ModuleNode {
  name: string;
  kind: ModuleNodeKind;
  /** The Python signature without the name, or the type: `(obj, *, indent=None) -> str`. */
  detail?: string;
  /** First sentence of the docstring. */
  summary?: string;
  /** Markdown for a tooltip. */
  documentation?: string;
  deprecated?: boolean;
  /** True where `moduleMembers` with this node's path, or its module for kind `module`, gives more. */
  hasChildren: boolean;
  /** Full name of a `module` node. */
  module?: string;
  /** Python source or stub. */
  location?: { uri: string; line: number };
}

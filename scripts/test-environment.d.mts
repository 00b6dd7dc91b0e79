export interface FoundPython {
  /** `3.11` */
  version: string;
  path: string;
}
export function cacheFolder(): string;
export function findPythons(): FoundPython[];
export function interpreterOf(environment: string): string;
export function ensureEnvironment(
  name: "libraries" | "wrappers" | "tools" | "adapter" | "scipy",
  python: FoundPython,
): string;
export function testPython(): string;
export function wrappersPython(): string;
export function toolsPython(): string;
export function adapterPythons(): FoundPython[];

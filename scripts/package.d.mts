/** Packs the library and the extension into `dist/` and returns the paths of both. */
export function packAll(options?: { build?: boolean }): Promise<{ tarball: string; vsix: string }>;

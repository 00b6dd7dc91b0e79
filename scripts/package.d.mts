/** Packs the library and the extension into `dist/` and returns the paths of both. */
export function packAll(options?: { build?: boolean }): { tarball: string; vsix: string };

export const libraryFolder: string;
export function stageLibrary(options?: { typeshed?: boolean }): string;

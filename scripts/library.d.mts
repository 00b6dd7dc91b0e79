export function stageLibrary(options?: { folder?: string; typeshed?: boolean }): string;

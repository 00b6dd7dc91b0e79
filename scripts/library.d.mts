export function stageLibrary(options?: { folder?: string; typeshed?: boolean }): Promise<string>;

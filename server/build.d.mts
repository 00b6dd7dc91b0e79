export function buildServer(options?: { minify?: boolean; folder?: string }): Promise<void>;

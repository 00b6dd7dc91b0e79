/** Fills a folder with the stubs of typeshed and returns it. */
export function copyTypeshed(target?: string): string;

/** Under this key a proxy of ours answers with its handle, and nothing else does. */
export const HANDLE = Symbol("snakebridge.handle");

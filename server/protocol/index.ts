/** The one path of `server` that `client` may import. */
export * from "./commands.js";
export * from "./environment.js";
export * from "./modules.js";
export * from "./requests.js";
export * from "./settings.js";

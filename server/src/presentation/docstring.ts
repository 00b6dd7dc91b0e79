/** Docstrings as Markdown, as the generator of wrappers writes them too. */
export { docstringMarkdown, parameterDocs } from "snakebridge/tooling";

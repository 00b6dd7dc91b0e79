import { defineConfig, globalIgnores } from "eslint/config";
import { basename } from "node:path";
import tseslint from "typescript-eslint";

/** Files are named in kebab-case, so that a name can be guessed and is the same on disks that ignore case. */
const fileNames = {
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      if (!/^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name))
        context.report({ node, message: `Name this file in kebab-case: "${name}".` });
    },
  }),
};

export default defineConfig(
  globalIgnores([
    "**/node_modules/",
    "**/dist/",
    "**/out/",
    "**/fixtures/",
    ".cache/",
    // Examples are type-checked and run by test/examples, with wrappers that only exist there.
    "examples/",
    "bench/results/",
  ]),
  {
    files: ["**/*.{ts,tsx,js,mjs,cjs}"],
    plugins: { names: { rules: { "kebab-case": fileNames } } },
    rules: { "names/kebab-case": "error" },
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and booleans read well in messages.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `void promise` marks a promise that is meant to float; its errors are handled where it is made.
      "no-void": ["error", { allowAsStatement: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    // The command line and the runtime's default output handler are the places that print.
    files: ["bridge/src/cli/**", "bench/**", "examples/**", "test/**", "**/test/**"],
    rules: { "no-console": "off" },
  },
  {
    // Tests call Python by names that TypeScript cannot know: `python.module(name)` is `any` by design.
    files: ["**/test/**", "test/**", "bench/**", "examples/**"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/await-thenable": "off",
      "@typescript-eslint/no-explicit-any": "off",
    },
  },
);

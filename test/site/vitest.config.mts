import { defineConfig } from "vitest/config";

// Kept apart from the unit tests: it reads the site that `npm run site` has built, in a browser.
export default defineConfig({
  test: {
    include: ["test/site/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});

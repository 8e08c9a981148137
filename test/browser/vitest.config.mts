import { defineConfig } from "vitest/config";

// Kept apart from the unit tests: it starts JupyterLab and a browser, and takes a minute.
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 400_000,
  },
});

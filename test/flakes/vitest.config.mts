import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "**/node_modules/**"],
    setupFiles: ["test/flakes/otherSeeds.ts"],
    environment: "node",
    maxWorkers: "100%",
    testTimeout: 60_000,
  },
});

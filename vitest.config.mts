import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/site/**", "**/node_modules/**"],
    environment: "node",
    // One worker a core; the default leaves a core idle, half the machine on two.
    maxWorkers: "100%",
    // A statistical test of a second takes several on a busy machine.
    testTimeout: 20_000,
  },
});

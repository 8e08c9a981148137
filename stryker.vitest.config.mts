import { defineConfig } from "vitest/config";

// The tests that mutants of the divergences and the objectives have to face: all but those that take
// thousands of expectations each, which would be run once for every mutant.
export default defineConfig({
  test: {
    include: ["test/divergences/**/*.test.ts", "test/objectives/**/*.test.ts"],
    exclude: ["test/divergences/deBruijn.test.ts"],
    environment: "node",
    testTimeout: 60_000,
  },
});

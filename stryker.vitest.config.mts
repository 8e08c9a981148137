import { defineConfig } from "vitest/config";

// The tests that mutants have to face: all of the rooms that are mutated, but those that take thousands
// of expectations, paths or seeds each, which would be run once for every mutant.
export default defineConfig({
  test: {
    include: [
      "test/diagnostics/**/*.test.ts",
      "test/divergences/**/*.test.ts",
      "test/flows/**/*.test.ts",
      "test/objectives/**/*.test.ts",
      "test/processes/**/*.test.ts",
      "test/reporting/**/*.test.ts",
      "test/samplers/**/*.test.ts",
    ],
    exclude: ["test/diagnostics/errorRates.test.ts", "test/divergences/deBruijn.test.ts"],
    environment: "node",
    testTimeout: 60_000,
  },
});

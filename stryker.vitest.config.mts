import { defineConfig } from "vitest/config";

// The tests that mutants of the divergences and the objectives have to face.
export default defineConfig({
  test: {
    include: ["test/divergences/**/*.test.ts", "test/objectives/**/*.test.ts"],
    environment: "node",
  },
});

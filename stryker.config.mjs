/**
 * Mutation testing: small faults are planted in the mathematics that has no second implementation, one
 * at a time, and the unit tests must notice. The threshold was set before the first run. A room at a
 * time: npm run mutation -- --mutate "src/samplers/*.ts"
 */
export default {
  mutate: [
    "src/diagnostics/**/*.ts",
    "src/divergences/**/*.ts",
    "src/flows/**/*.ts",
    "src/objectives/**/*.ts",
    "src/processes/**/*.ts",
    "src/reporting/**/*.ts",
    "src/samplers/**/*.ts",
  ],
  testRunner: "vitest",
  vitest: { configFile: "stryker.vitest.config.mts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  thresholds: { high: 95, low: 90, break: 85 },
  // A message in other words is no fault; which argument it names is tested.
  mutator: { excludedMutations: ["StringLiteral"] },
  coverageAnalysis: "perTest",
  concurrency: 1,
  reporters: ["clear-text", "html", "progress"],
  htmlReporter: { fileName: "build/mutation/index.html" },
  tempDirName: "build/stryker",
  ignorePatterns: ["/*", "!/src", "!/test", "!/tsconfig*", "!/stryker*", "!/*.json"],
};

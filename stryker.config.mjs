/**
 * Mutation testing: small faults are planted in the divergences and the objectives, one at a time, and
 * the unit tests must notice. The threshold was set before the first run.
 */
export default {
  mutate: ["src/divergences/**/*.ts", "src/objectives/**/*.ts"],
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

import { nodeProblem } from "./setup/node.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
Promise.all([import("./setup/main.mjs"), import("./suites/test.mjs")]).then(
  ([{ main }, { test }]) => main(test),
);

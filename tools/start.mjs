// Only syntax that old versions of Node can read stands here, so that they get a sentence and not a
// syntax error: everything else is loaded afterwards.
import { nodeProblem } from "./setup/node.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
Promise.all([import("./setup/main.mjs"), import("./setup/start.mjs")]).then(
  ([{ main }, { start }]) => main(start),
);

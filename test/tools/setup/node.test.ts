import { expect, test } from "vitest";
import { nodeProblem } from "../../../tools/setup/node.mjs";

test.each(["20.19.0", "20.20.2", "22.13.0", "22.21.1", "23.0.0", "24.0.0", "26.1.0"])(
  "Node %s will do",
  (version) => expect(nodeProblem(version)).toBeUndefined(),
);

test.each(["12.22.12", "18.20.8", "20.18.3", "21.7.3", "22.12.0"])(
  "Node %s is told what to install",
  (version) => {
    const sentence = nodeProblem(version);
    expect(sentence).toContain(`This is Node ${version}`);
    expect(sentence).toContain("20.19 or newer");
    expect(sentence).toContain("https://nodejs.org");
  },
);

import { existsSync } from "node:fs";
import { join } from "node:path";
import { eachIsOneTest } from "./programs.mjs";

/** @type {import("./test.mjs").Suite} */
export const types = {
  name: "types",
  title: "Types of tests and tools",
  minutes: 5,
  run: (room) => {
    const compiler = join(room.paths.modules, "typescript", "bin", "tsc");
    const projects = ["test", "tools"].filter((project) =>
      existsSync(join(room.paths.clone, project, "tsconfig.json")),
    );
    return eachIsOneTest(
      room,
      projects.map((project) => ({
        name: `types of ${project}`,
        program: process.execPath,
        args: [compiler, "--project", project, "--pretty", "false"],
      })),
    );
  },
};

import { join } from "node:path";
import { venvPython } from "../setup/paths.mjs";
import { eachIsOneTest } from "./programs.mjs";

/** @type {import("./test.mjs").Suite} */
export const lint = {
  name: "lint",
  title: "Lint and format",
  minutes: 5,
  run: (room) => {
    const python = venvPython(room.paths.venv);
    return eachIsOneTest(room, [
      {
        name: "biome check",
        program: process.execPath,
        args: [
          join(room.paths.modules, "@biomejs", "biome", "bin", "biome"),
          ...["check", "--error-on-warnings", "--colors=off"],
        ],
      },
      {
        name: "ruff check",
        program: python,
        args: ["-m", "ruff", "check", "--no-cache"],
      },
      {
        name: "ruff format",
        program: python,
        args: ["-m", "ruff", "format", "--check", "--no-cache"],
      },
    ]);
  },
};

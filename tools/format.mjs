import { join } from "node:path";
import { main } from "./setup/main.mjs";
import { venvPython } from "./setup/paths.mjs";
import { Problem } from "./setup/problem.mjs";
import { run } from "./setup/processes.mjs";

// `npm run format`: what `npm run lint` asks for, as far as a program can do it.
await main(async ({ paths, stopping }) => {
  const python = venvPython(paths.venv);
  const biome = join(paths.modules, "@biomejs", "biome", "bin", "biome");
  for (const [program, ...args] of [
    [process.execPath, biome, "check", "--write"],
    [python, "-m", "ruff", "check", "--fix", "--no-cache"],
    [python, "-m", "ruff", "format", "--no-cache"],
  ]) {
    const { output } = await run(program, args, { cwd: paths.clone, stopping }).catch((error) => {
      if (error.code !== "ENOENT") throw error;
      throw new Problem("The lab is not set up yet: run npm start -- --check first.");
    });
    process.stdout.write(output);
  }
});

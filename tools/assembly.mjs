import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compiledAssembly } from "./setup/assembly.mjs";
import { here } from "./setup/paths.mjs";

// `npm run assembly`, after a change in assembly/. The result is kept with the sources, so that nobody
// else needs the compiler.
await writeFile(
  join(here, "src", "numerics", "webAssembly", "binary.ts"),
  await compiledAssembly(here),
);

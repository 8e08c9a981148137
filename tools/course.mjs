import { launch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";
import { setUp } from "./setup/setup.mjs";

await main(async (command) => {
  if (!command.argv.some((word) => word === "--help" || word === "-h")) await setUp(command);
  return launch("course", command);
});

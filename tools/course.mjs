import { judgeWords, launch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";
import { setUp } from "./setup/setup.mjs";

await main(async (command) => {
  const code = await judgeWords(command);
  if (code !== 0 || command.argv.some((word) => word === "--help" || word === "-h")) return code;
  await setUp(command);
  return launch("lessons.course", command);
});

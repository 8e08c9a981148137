import { judgeWords, setUpAndLaunch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";

await main(async (command) => {
  const code = await judgeWords(command);
  if (code !== 0 || command.argv.some((word) => word === "--help" || word === "-h")) return code;
  return setUpAndLaunch("lessons.course", command);
});

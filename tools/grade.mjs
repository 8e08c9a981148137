import { launch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";
import { setUp } from "./setup/setup.mjs";

await main(async (command) => {
  await setUp(command);
  return launch("coursework.grade", command);
});

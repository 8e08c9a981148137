import { setUpAndLaunch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";

await main((command) => setUpAndLaunch("coursework.grade", command));

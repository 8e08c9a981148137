import { launch } from "./lessons/launch.mjs";
import { main } from "./setup/main.mjs";

await main((command) => launch("coursework.release", command));

import { launch } from "./lessons/launch.mjs";

await launch("notebooks", process.argv.slice(2));

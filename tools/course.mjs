import { launch } from "./lessons/launch.mjs";

await launch("course", process.argv.slice(2));

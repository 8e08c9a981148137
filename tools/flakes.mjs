import { main } from "./setup/main.mjs";
import { flakes } from "./suites/flakes.mjs";

await main(flakes);

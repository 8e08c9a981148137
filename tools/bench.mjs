import { bench } from "../bench/command.mjs";
import { main } from "./setup/main.mjs";

await main(bench);

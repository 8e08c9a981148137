import { main } from "./setup/main.mjs";
import { site } from "./website/site.mjs";

await main(site);

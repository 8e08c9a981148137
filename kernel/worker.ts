import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { shared, unbroken } from "./shared";

/*
 * The process that runs the cells. Its watchdog comes first, so that it sees the supervisor go
 * even while the compiler is still loading.
 */
const watchdog = new Worker(join(__dirname, "watchdog.js"), { workerData: shared });
watchdog.unref();
unbroken(() => {
  const { serveCells } = require("./cellServer") as typeof import("./cellServer");
  serveCells(watchdog);
});

import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { INTERRUPT_FD, lineReader } from "./channel";

/*
 * A thread beside the one that runs the cells. It passes interrupts on, and when the main thread
 * does not notice one, because it is in a busy loop, it terminates the loop from outside.
 */
const shared: Int32Array = workerData;
const PATIENCE_MS = 300;

const socket = new Socket({ fd: INTERRUPT_FD });
socket.on("data", lineReader<number>(interrupt));
// The supervisor has gone; the main thread may be too busy to see it.
socket.on("close", () => process.kill(process.pid, "SIGKILL"));

function interrupt(id: number): void {
  Atomics.store(shared, 0, 1);
  parentPort!.postMessage(id);
  while (Atomics.wait(shared, 0, 1, PATIENCE_MS) === "timed-out") {
    if (Atomics.load(shared, 1) === 0) terminateMainThread();
  }
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution");
  Atomics.wait(shared, 0, 1, PATIENCE_MS);
  session.disconnect();
}

import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { INTERRUPT_FD, lineReader } from "./channel";
import { ASKING, Asking, INTERRUPTED, NOTICE, UNBROKEN } from "./shared";

/*
 * A thread beside the one that runs the cells. It passes interrupts on, and when the main thread
 * does not notice one, because it is in a busy loop, it terminates the loop from outside. A cell
 * that asks for interrupts (interruption.ts) is told first, and gets time to end by itself.
 */
const shared: Int32Array = workerData;
/** How long a step of a loop that asks may take, and how long the rest of the cell after it was told. */
const STEP_MS = 500;
const GRACE_MS = 1000;
const PATIENCE_MS = 300;
/** A slow machine may need longer than that to unwind; a second blow would hit the kernel itself. */
const PATIENCE_AFTER_TERMINATION_MS = 1500;

const socket = new Socket({ fd: INTERRUPT_FD });
socket.on("data", lineReader<number>(interrupt));
// The supervisor has gone; the main thread may be too busy to see it.
socket.on("close", () => process.kill(process.pid, "SIGKILL"));

function interrupt(id: number): void {
  Atomics.store(shared, INTERRUPTED, id);
  if (Atomics.load(shared, ASKING) !== Asking.Nobody && endedByItself()) return;
  Atomics.store(shared, NOTICE, 1);
  parentPort!.postMessage(id);
  while (!noticed(PATIENCE_MS)) {
    if (Atomics.load(shared, UNBROKEN) === 0) terminateMainThread();
  }
}

function endedByItself(): boolean {
  Atomics.wait(shared, ASKING, Asking.Asks, STEP_MS);
  Atomics.wait(shared, ASKING, Asking.Told, GRACE_MS);
  return Atomics.load(shared, ASKING) === Asking.Nobody;
}

function noticed(withinMs: number): boolean {
  return Atomics.wait(shared, NOTICE, 1, withinMs) !== "timed-out";
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution");
  noticed(PATIENCE_AFTER_TERMINATION_MS);
  session.disconnect();
}

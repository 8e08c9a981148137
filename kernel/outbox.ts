import { writeSync } from "node:fs";
import { OUTPUT_FD, type Report } from "./channel";

const waiting = new Int32Array(new SharedArrayBuffer(4));

/**
 * Hands a report to the supervisor, and returns when the pipe has it: a busy cell shows its
 * progress, and a crash loses nothing that was printed before it.
 */
export function post(report: Report): void {
  const bytes = Buffer.from(`${JSON.stringify(report)}\n`);
  for (let from = 0; from < bytes.length; ) {
    try {
      from += writeSync(OUTPUT_FD, bytes, from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(waiting, 0, 0, 1);
    }
  }
}

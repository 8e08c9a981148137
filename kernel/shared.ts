/** Cells of the memory that the main thread of the worker and its watchdog share. */

/** 1 from when the watchdog passes an interrupt on until the main thread has noticed it. */
export const NOTICE = 0;
/** 1 while what must not be torn by a termination is at work: loading, and the compiler. */
export const UNBROKEN = 1;
/** The request that was interrupted last. */
export const INTERRUPTED = 2;
/** What the running cell has to do with interrupts: one of {@link Asking}. */
export const ASKING = 3;

export const shared = new Int32Array(new SharedArrayBuffer(16));

/** A computation of many steps asks between two of them whether it is to stop (interruption.ts). */
export enum Asking {
  Nobody = 0,
  Asks = 1,
  /** It was told so, and the cell is on its way out. */
  Told = 2,
}

/** Sets a shared cell, for the watchdog to see at once. */
export function tell(cell: number, value: number): void {
  Atomics.store(shared, cell, value);
  Atomics.notify(shared, cell);
}

/** Runs `work` out of the watchdog's reach. */
export function unbroken<T>(work: () => T): T {
  Atomics.store(shared, UNBROKEN, 1);
  try {
    return work();
  } finally {
    Atomics.store(shared, UNBROKEN, 0);
  }
}

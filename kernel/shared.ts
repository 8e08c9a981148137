/** Cells of the memory that the main thread of the worker and its watchdog share. */

/** 1 from when the watchdog passes an interrupt on until the main thread has noticed it. */
export const NOTICE = 0;
/** 1 while what must not be torn by a termination is at work: loading, and the compiler. */
export const UNBROKEN = 1;

export const shared = new Int32Array(new SharedArrayBuffer(8));

/** Runs `work` out of the watchdog's reach. */
export function unbroken<T>(work: () => T): T {
  Atomics.store(shared, UNBROKEN, 1);
  try {
    return work();
  } finally {
    Atomics.store(shared, UNBROKEN, 0);
  }
}

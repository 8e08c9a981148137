/** Cells of the memory that the main thread of the worker and its watchdog share. */

/** 1 from when the watchdog passes an interrupt on until the main thread has noticed it. */
export const NOTICE = 0;
/** 1 while the compiler works: to terminate it would tear its program. */
export const COMPILING = 1;

export const shared = new Int32Array(new SharedArrayBuffer(8));

/** Runs `work` out of the watchdog's reach. */
export function unbroken<T>(work: () => T): T {
  Atomics.store(shared, COMPILING, 1);
  try {
    return work();
  } finally {
    Atomics.store(shared, COMPILING, 0);
  }
}

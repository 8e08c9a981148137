import type { March } from "./march";

/** @throws Error if an interrupt ended the way early, and half of it is of no use. */
export function ensureArrived({ interrupted, time }: March, wanted: string): void {
  if (!interrupted) return;
  throw new Error(
    `Interrupted at time ${Number(time.toPrecision(4))}: ${wanted} needs the whole way.`,
  );
}

import type { Content } from "./wire";

/** File descriptors that the worker process inherits from the supervisor. */
export const OUTPUT_FD = 3;
export const REQUEST_FD = 4;
export const INTERRUPT_FD = 5;

/** What the supervisor asks the worker; `id` names the request in the answers. */
export type Request =
  | {
      readonly id: number;
      readonly kind: "execute";
      readonly code: string;
      /** How error messages name the cell: its execution count. */
      readonly cell: number;
      readonly userExpressions: Readonly<Record<string, string>>;
    }
  | {
      readonly id: number;
      readonly kind: "complete" | "inspect";
      readonly code: string;
      /** In code points, as the protocol counts. */
      readonly cursor: number;
    }
  | { readonly id: number; readonly kind: "is_complete"; readonly code: string };

/** What the worker tells the supervisor. */
export type Report =
  | { readonly type: "ready" }
  /** A message for iopub that belongs to request `id`. */
  | { readonly type: "output"; readonly id: number; readonly message: string; content: Content }
  | { readonly type: "reply"; readonly id: number; readonly content: Content };

/** Splits a stream of bytes into the JSON values that were written to it, one a line. */
export function lineReader<T>(receive: (value: T) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      pending.push(chunk.subarray(from, end));
      const line = Buffer.concat(pending).toString();
      pending = [];
      from = end + 1;
      receive(JSON.parse(line));
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  };
}

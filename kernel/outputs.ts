import { currentRun, Interrupted } from "./context";
import { post } from "./outbox";
import type { Content } from "./wire";

/** The forms in which a notebook shows a value, by MIME type. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface DisplayHook {
  /** Shows a bundle in the cell; with `update`, in place of what has the same `id`. */
  show(bundle: MimeBundle, options?: { id?: string; update?: boolean }): void;
  /** Removes the cell's output so far; with `wait`, only when the next output arrives. */
  clear(options?: { wait?: boolean }): void;
}

/** Sends a message for the cell whose code is running. */
function output(message: string, content: Content): void {
  const run = currentRun();
  if (run.cancelled) throw new Interrupted();
  post({ type: "output", id: run.id, message, content });
}

export const displayHook: DisplayHook = {
  show({ data, metadata = {} }, { id, update = false } = {}) {
    output(update ? "update_display_data" : "display_data", {
      data,
      metadata,
      transient: id === undefined ? {} : { display_id: id },
    });
  },
  clear({ wait = false } = {}) {
    output("clear_output", { wait });
  },
};

/** From now on console.log and its kin write to the cell, and libraries find {@link displayHook}. */
export function captureOutputs(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new TextDecoder();
    process[name].write = (
      chunk: string | Uint8Array,
      encoding?: unknown,
      callback?: unknown,
    ): boolean => {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      if (text !== "") output("stream", { name, text });
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") process.nextTick(done as () => void);
      return true;
    };
  }
  Object.assign(globalThis, { [Symbol.for("score-matching.display")]: displayHook });
}

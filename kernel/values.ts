import { inspect } from "node:util";
import type { MimeBundle } from "./outputs";
import { isTensor, tensorBundle } from "./tensor";

/** How a value is shown as the result of a cell; undefined shows nothing. */
export async function shown(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  if (value !== null && typeof value === "object") {
    const { toMimeBundle } = value as { toMimeBundle?: unknown };
    if (typeof toMimeBundle === "function") return (await toMimeBundle.call(value)) as MimeBundle;
    if (isTensor(value)) return tensorBundle(value);
  }
  return { data: { "text/plain": inspect(value) } };
}

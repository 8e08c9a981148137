import { inspect } from "node:util";
import type { MimeBundle } from "./outputs";
import { isTensor, tensorBundle } from "./tensor";

/** How a value is shown as the result of a cell; undefined shows nothing. */
export async function shown(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  if (value !== null && typeof value === "object") {
    const { toMimeBundle } = value as { toMimeBundle?: unknown };
    if (typeof toMimeBundle === "function") return checked(await toMimeBundle.call(value));
    if (isTensor(value)) return tensorBundle(value);
  }
  return { data: { "text/plain": inspect(value) } };
}

function checked(bundle: unknown): MimeBundle {
  const data = (bundle as MimeBundle | null | undefined)?.data;
  if (typeof data !== "object" || data === null) {
    throw new TypeError("toMimeBundle() has to give { data: { [MIME type]: ... } }.");
  }
  return bundle as MimeBundle;
}

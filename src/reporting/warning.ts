import { inNotebook, show } from "./display";
import { escaped } from "./html";

/**
 * Tells the reader, in the middle of a cell, of something that is allowed and probably not meant. Not
 * by the error stream: a graded cell that writes there counts as failed.
 */
export function warn(text: string): void {
  if (inNotebook()) {
    const html = `<div role="note" style="border-left: 4px solid #b26a00; padding-left: 8px"><b>Warning:</b> ${escaped(text)}</div>`;
    show({ data: { "text/html": html, "text/plain": `Warning: ${text}` } });
  } else process.emitWarning(text);
}

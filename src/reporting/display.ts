import type { MimeBundle } from "../numerics/mimeBundle";

/** How to show a bundle: under an id, so that it can be replaced later, or in place of an earlier one. */
export interface DisplayOptions {
  readonly id?: string;
  readonly update?: boolean;
}

interface DisplayHook {
  show(bundle: MimeBundle, options?: DisplayOptions): void;
}

const HOOK = Symbol.for("score-matching.display");

function hook(): DisplayHook | undefined {
  return (globalThis as { [HOOK]?: DisplayHook })[HOOK];
}

/** Whether a notebook shows what is displayed. Outside one, only plain text is printed. */
export function inNotebook(): boolean {
  return hook() !== undefined;
}

/** Shows a bundle at once, in the middle of a cell; outside a notebook prints its plain text. */
export function show(bundle: MimeBundle, options?: DisplayOptions): void {
  const notebook = hook();
  if (notebook) notebook.show(bundle, options);
  else console.log(bundle.data["text/plain"]);
}

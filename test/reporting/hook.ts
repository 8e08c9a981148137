import type { MimeBundle } from "../../src/numerics/mimeBundle";
import type { DisplayOptions } from "../../src/reporting/display";

export interface Shown {
  readonly bundle: MimeBundle;
  readonly options: DisplayOptions | undefined;
}

const HOOK = Symbol.for("score-matching.display");
const INTERRUPT = Symbol.for("score-matching.interrupt");

/** Stands in for the notebook; the list grows with each thing that is shown. */
export function hooked(): Shown[] {
  const shown: Shown[] = [];
  const show = (bundle: MimeBundle, options?: DisplayOptions) => shown.push({ bundle, options });
  Object.assign(globalThis, { [HOOK]: { show } });
  return shown;
}

export function unhook(): void {
  Reflect.deleteProperty(globalThis, HOOK);
  Reflect.deleteProperty(globalThis, INTERRUPT);
}

/** Stands in for the kernel's side of an interrupt: loops that ask are told what `requested` says. */
export function interruptible(requested: () => boolean): void {
  Object.assign(globalThis, { [INTERRUPT]: { requested } });
}

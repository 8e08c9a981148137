import { CannotCheck } from "./quantity";
import type { RejectedForm } from "./record";

/** Wrong formulas by name, each a function that computes its value from the inputs of the check. */
export type Rejects<Wrong extends (...inputs: never[]) => unknown> = Readonly<
  Record<string, Wrong>
>;

const LITERAL = /^\(?\s*\w*\s*\)?\s*=>\s*(\{\s*return\s+)?[-+(\s]*[\d.][\w.]*[)\s;]*\}?$/;

/** A form that could not be measured carries the reason why the check fails. */
export type MeasuredForm = RejectedForm & { readonly reason?: string };

/**
 * Measures each wrong formula. One that is not a function, returns a constant, throws, or lies too
 * close to the truth makes the check fail: the check could not have told it from the right one.
 */
export function measureRejects<Wrong extends (...inputs: never[]) => unknown>(
  rejects: Rejects<Wrong> | undefined,
  measure: (wrong: Wrong, name: string) => Omit<RejectedForm, "name">,
): readonly MeasuredForm[] {
  return Object.entries(rejects ?? {}).map(([name, wrong]) => {
    try {
      refuseLiteral(wrong, name);
      const form = { name, ...measure(wrong, name) };
      return tooClose(form) ? { ...form, reason: `cannot tell "${name}" from the truth` } : form;
    } catch (error) {
      const what = error instanceof CannotCheck ? error.message : `"${name}" throws: ${error}`;
      return { name, reason: what };
    }
  });
}

function refuseLiteral(wrong: unknown, name: string): void {
  if (typeof wrong !== "function") {
    throw new CannotCheck(
      `the wrong formula "${name}" is not a function: compute it from the inputs of the check`,
    );
  }
  if (LITERAL.test(Function.prototype.toString.call(wrong).trim())) {
    throw new CannotCheck(
      `the wrong formula "${name}" is a number written down: compute it from the inputs of the check`,
    );
  }
}

function tooClose(form: RejectedForm): boolean {
  return !((form.distance ?? 0) >= (form.least ?? Number.POSITIVE_INFINITY));
}

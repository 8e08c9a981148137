/** What an error message about a bad argument has to say. */
export interface Complaint {
  /** The argument as the caller wrote it, for example `covariance` or `weights[2]`. */
  readonly argument: string;
  /** The value that was given; it is shortened for the message. */
  readonly value: unknown;
  /** What is wrong with it, as the predicate of a sentence: "is not positive definite". */
  readonly problem: string;
  /** What would go wrong if we went on: "the density would have no finite integral". */
  readonly consequence: string;
  /** What to do instead, as an imperative: "give a symmetric matrix with positive eigenvalues". */
  readonly remedy: string;
}

/**
 * Thrown for bad input. The message names the argument, its value, the consequence and the remedy.
 */
export class InvalidArgument extends RangeError {
  override readonly name = "InvalidArgument";
  constructor(readonly complaint: Complaint) {
    const { argument, value, problem, consequence, remedy } = complaint;
    super(`${argument} = ${abbreviate(value)} ${problem}: ${consequence}. ${capitalised(remedy)}.`);
  }
}

/**
 * Thrown where numbers stop being finite. A simulation catches it to say at which of its steps that
 * happened.
 */
export class NotFinite extends InvalidArgument {}

/** Throws {@link InvalidArgument} unless `condition` holds. */
export function ensure(condition: boolean, complaint: () => Complaint): asserts condition {
  if (!condition) throw new InvalidArgument(complaint());
}

/** A value in at most about sixty characters, so that a message stays one readable sentence. */
export function abbreviate(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = Array.from(value as ArrayLike<unknown>);
    const shown = items.slice(0, 4).map(abbreviate).join(", ");
    return items.length > 4 ? `[${shown}, ... ${items.length} in all]` : `[${shown}]`;
  }
  if (value !== null && typeof value === "object") return `{${Object.keys(value).join(", ")}}`;
  return String(value);
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

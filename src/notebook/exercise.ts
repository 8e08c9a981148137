import type { MimeBundle } from "../numerics/mimeBundle";
import { escaped } from "../reporting/html";
import { type EqualOptions, evaluateEqual } from "./check/equal";
import { checkHead } from "./check/identifier";
import type { CheckRecord } from "./check/record";
import { row } from "./check/row";

/** What a notebook's output holds for an exercise; it never enters the ledger. */
export type ExerciseRecord =
  | {
      readonly id: string;
      readonly claim: string;
      readonly state: "your turn";
      readonly hint?: string;
    }
  | {
      readonly id: string;
      readonly claim: string;
      readonly state: "solved" | "not yet";
      readonly check: CheckRecord;
    };

export const EXERCISE_MIME = "application/vnd.score-matching.exercise+json";

/** What an exercise throws until its reader has written something in its place. */
class YourTurn extends Error {
  override readonly name = "YourTurn";
  constructor(readonly hint: string | undefined) {
    super(`this exercise waits for your lines${hint ? `: ${hint}` : ""}`);
  }
}

/**
 * Stands in an exercise where the reader's own lines go. It throws. A hint given here is read with the
 * stub; one for those who want it only stands folded in the text above.
 */
export function yourTurn(hint?: string): never {
  throw new YourTurn(hint);
}

/**
 * What became of an exercise. `attempt` calls the reader's function and returns what `check.equal`
 * takes. While the function is still a stub, the exercise is nobody's failure.
 *
 * @throws whatever the reader's function throws, so that its place in the cell is shown.
 */
export function evaluateExercise(
  id: string,
  claim: string,
  attempt: () => EqualOptions,
): ExerciseRecord {
  checkHead(id, claim);
  try {
    const options = attempt();
    const check = evaluateEqual(id, claim, options);
    if (check.holds) return { id, claim, state: "solved", check };
    const mistake = knownMistake(id, claim, options);
    const named = mistake && { reason: `${check.reason}; yours agree with "${mistake}"` };
    return { id, claim, state: "not yet", check: { ...check, ...named } };
  } catch (error) {
    if (!(error instanceof YourTurn)) throw error;
    const { hint } = error;
    return { id, claim, state: "your turn", ...(hint !== undefined && { hint }) };
  }
}

/** The wrong formula that gives what the reader's function gives, if one does. */
function knownMistake(
  id: string,
  claim: string,
  { value, expected, scale, rejects }: EqualOptions,
): string | undefined {
  const agreesWith = (wrong: () => EqualOptions["expected"]) =>
    evaluateEqual(id, claim, {
      value,
      expected: wrong(),
      ...(scale !== undefined && { scale }),
      rejects: { "the right answer": () => expected },
    }).holds;
  return Object.entries(rejects).find(([, wrong]) => agreesWith(wrong))?.[0];
}

/** What `check.task` throws, so that a validating or grading run sees that a test is not passed. */
export class NotYet extends Error {
  override readonly name = "NotYet";
}

/**
 * Throws what the row says in words, unless the exercise is solved.
 *
 * @throws NotYet
 */
export function ensureSolved(record: ExerciseRecord): void {
  if (record.state === "solved") return;
  throw new NotYet(String(exerciseRow(record).data["text/plain"]));
}

/** The row that a notebook shows for an exercise. */
export function exerciseRow(record: ExerciseRecord): MimeBundle {
  if (record.state !== "your turn") {
    const { "text/html": html, "text/plain": text } = row(record.check).data;
    return { data: { "text/html": html, "text/plain": text, [EXERCISE_MIME]: record } };
  }
  const { id, claim, hint } = record;
  return {
    data: {
      "text/html": [
        `<div role="group" aria-label="Exercise, your turn" style="border-left: 4px dotted #8a6d00; margin: 4px 0; padding: 2px 0 2px 10px">`,
        `<div><strong>\u270e your turn</strong> \u00b7 <strong>${escaped(id)}</strong> \u00b7 ${escaped(claim)}</div>`,
        "<div>Put your lines where the stub calls <code>yourTurn</code>, run that cell, then this one.</div>",
        hint ? `<details><summary>Hint</summary>${escaped(hint)}.</details>` : "",
        "</div>",
      ].join(""),
      "text/plain": `${id} \u00b7 ${claim}: your turn`,
      [EXERCISE_MIME]: record,
    },
  };
}

import type { MimeBundle } from "../../numerics/mimeBundle";
import { escaped } from "../../reporting/html";
import { inDigits, inWordsApart } from "../number";
import { CHECK_MIME, type CheckRecord, type DistanceUnit, type RejectedForm } from "./record";

/** The row that a notebook shows for a check: in words, as HTML, and as the record itself. */
export function row(record: CheckRecord): MimeBundle {
  const parts = partsOf(record);
  return {
    data: { "text/html": asHtml(parts), "text/plain": asText(parts), [CHECK_MIME]: record },
  };
}

interface Parts {
  readonly id: string;
  readonly claim: string;
  readonly holds: boolean;
  readonly reason: string;
  readonly compared: string;
  readonly rejected: string;
  readonly notTold: string;
  readonly remarks: readonly string[];
}

function partsOf(record: CheckRecord): Parts {
  const { id, claim, holds, bias, note } = record;
  const remarks = note ? [note] : [];
  if (bias) remarks.push(`a bias of at most ${inDigits(bias.atMost)} is allowed: ${bias.because}`);
  return {
    id,
    claim,
    holds,
    reason: record.reason ?? "",
    compared: comparedInWords(record),
    rejected: forms(record, true),
    notTold: forms(record, false),
    remarks,
  };
}

/** The wrong formulas that were told from the truth, or those that were not. */
function forms({ rejected, unit }: CheckRecord, told: boolean): string {
  return rejected
    .filter((form) => isTold(form) === told)
    .map((form) => rejectedInWords(form, unit))
    .join(", ");
}

function isTold({ distance, least }: RejectedForm): boolean {
  return distance !== undefined && least !== undefined && distance >= least;
}

function comparedInWords(record: CheckRecord): string {
  const { value, expected, distance, unit, tolerance, kind } = record;
  if (!value || !expected || distance === undefined || !unit) return "";
  const [left, right] = inWordsApart(value, expected, !record.holds);
  const limit = inDigits(tolerance ?? 0, 2);
  const apart = `${distanceInWords(record, distance, unit)} (at most ${limit})`;
  if (kind === "slope") {
    return `slope ${left} over ${record.entries} points against ${inDigits(expected.value)}, ${apart}`;
  }
  if (kind === "bound") {
    const room =
      unit === "relative"
        ? differenceInWords(record, Math.abs(distance))
        : `${inDigits(Math.abs(distance), 2)} ${unit}`;
    const margin = distance >= 0 ? `by ${room}` : `no, it is beyond by ${room}`;
    const where = record.entries ? `, closest of ${record.entries} at ${record.place}` : "";
    return `${left} ${record.bound} ${right}, ${margin} (more than ${limit} needed)${where}`;
  }
  if (record.entries === undefined) return `${left} against ${right}, ${apart}`;
  const place = `${distance === 0 ? "all equal, as" : "furthest apart"} at ${record.place}`;
  return `${record.entries} values, ${place}: ${left} against ${right}, ${apart}`;
}

function distanceInWords(record: CheckRecord, distance: number, unit: DistanceUnit): string {
  if (unit === "relative" && distance === 0) return "no difference";
  if (unit === "relative") return `they differ by ${differenceInWords(record, distance)}`;
  const number = inDigits(distance, 2);
  return unit === "standard errors" ? `${number} standard errors apart` : `${number} apart`;
}

/** "0.5, 0.016 of the largest, 32": a difference, and what part it is of what. */
function differenceInWords({ scale, kind, entries = 1 }: CheckRecord, relative: number): string {
  if (!scale) return `${inDigits(relative, 2)} of the larger`;
  const part = `${inDigits(relative * scale.value, 2)}, ${inDigits(relative, 2)} of`;
  if (scale.stated) return `${part} the scale, ${inDigits(scale.value)}`;
  // A bound is compared one entry at a time, and two numbers side by side need no third.
  if (kind === "bound" || entries === 1) return `${part} the larger`;
  return `${part} the largest, ${inDigits(scale.value)}`;
}

function rejectedInWords(
  { name, distance, off }: RejectedForm,
  unit: DistanceUnit | undefined,
): string {
  if (distance === undefined || !unit) return `${name} (not measured)`;
  // In the units of the value, so that a reader can lay it beside the numbers of the row.
  if (off !== undefined) return `${name} (off by ${inDigits(off, 2)})`;
  const number = inDigits(distance, 2);
  return unit === "standard errors"
    ? `${name} (${number} standard errors away)`
    : `${name} (${number} away)`;
}

function formsInWords({ rejected, notTold }: Parts): readonly string[] {
  return [rejected && `Rejected: ${rejected}`, notTold && `Not rejected: ${notTold}`].filter(
    Boolean,
  );
}

function asText(parts: Parts): string {
  const body = [parts.compared, ...formsInWords(parts), ...parts.remarks.map(capitalised)];
  const sentences = [...body, parts.holds ? "holds" : `fails: ${parts.reason}`].filter(Boolean);
  return `${parts.id} · ${parts.claim}: ${sentences.join(". ")}`;
}

function asHtml(parts: Parts): string {
  // The colour of the text stays the theme's: only the bar and the mark have their own, and both
  // differ in form (solid or double bar, tick or cross, the word) as well.
  const [mark, word, bar] = parts.holds
    ? ["\u2713", "holds", "4px solid #2e8b57"]
    : ["\u2717", "fails", "8px double #d9480f"];
  const line = (text: string) => (text ? `<div>${escaped(text)}.</div>` : "");
  return [
    `<div role="group" aria-label="${escaped(`Check ${parts.id} ${word}`)}" style="border-left: ${bar}; margin: 4px 0; padding: 2px 0 2px 10px">`,
    `<div><strong>${mark} ${word}</strong> \u00b7 <strong>${escaped(parts.id)}</strong> \u00b7 ${escaped(parts.claim)}</div>`,
    parts.reason && `<div><strong>Why: ${escaped(parts.reason)}.</strong></div>`,
    line(capitalised(parts.compared)),
    ...formsInWords(parts).map(line),
    ...parts.remarks.map((remark) => line(capitalised(remark))),
    "</div>",
  ].join("");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

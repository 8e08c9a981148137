import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { table } from "../numerics/table";

/** What a test of "both have the same distribution" says. */
export interface TestResult extends Displayable {
  /** How far apart the two are, in the unit that the test states. */
  readonly statistic: number;
  /** The probability of a statistic at least as large if the two have the same distribution. */
  readonly pValue: number;
  /** Where the p-value comes from. */
  readonly method: "exact" | "asymptotic" | "permutation";
  /** The points that were used: of the sample, and of the second one if there is one. */
  readonly n: readonly number[];
}

/** The result of a test, with the table that a notebook shows for it. */
export function testResult<R extends Omit<TestResult, "toMimeBundle">>(
  name: string,
  result: R,
  details: readonly (readonly [string, string | number])[] = [],
): R & TestResult {
  const { statistic, pValue, method, n } = result;
  const rows = [
    ["statistic", statistic],
    ["p-value", pValue],
    ["p-value by", method],
    ["points", n.join(" and ")],
    ...details,
  ] as const;
  const toMimeBundle = (): MimeBundle =>
    table({ title: name, header: ["", "value"], rowCount: rows.length, row: (i) => rows[i]! });
  return { ...result, toMimeBundle };
}

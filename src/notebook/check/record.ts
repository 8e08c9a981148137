/** The form in which a check is kept: what a notebook's output and the ledger hold. All of it is JSON. */
export interface CheckRecord {
  readonly id: string;
  readonly claim: string;
  readonly kind: "equal" | "everywhere" | "slope" | "bound";
  readonly holds: boolean;
  /** Why it fails. */
  readonly reason?: string;
  /** What was compared; of several entries, those that lie furthest apart. */
  readonly value?: Reading;
  readonly expected?: Reading;
  /** Which side of `expected` a bound is kept on. */
  readonly bound?: "below" | "above";
  /** The number of entries compared and the place of those shown, where there are several. */
  readonly entries?: number;
  readonly place?: string;
  /** How far value and expected lie apart, in `unit`. */
  readonly distance?: number;
  readonly unit?: DistanceUnit;
  /** What a relative distance is relative to. */
  readonly scale?: Scale;
  /** The largest distance at which the check holds, in `unit`. */
  readonly tolerance?: number;
  readonly rejected: readonly RejectedForm[];
  readonly bias?: Bias;
  /** What else a reader of the row should know. */
  readonly note?: string;
}

/** "relative": the difference over the scale. "slope": the difference of two fitted slopes. */
export type DistanceUnit = "relative" | "standard errors" | "slope";

/** Of the value: the largest magnitude among those compared, unless the check states another. */
export interface Scale {
  readonly value: number;
  readonly stated: boolean;
}

/** A number as it was measured; without a standard error if it is exact up to rounding. */
export interface Reading {
  readonly value: number;
  readonly standardError?: number;
}

/** A wrong formula and how far it lies from the truth. */
export interface RejectedForm {
  readonly name: string;
  readonly value?: number;
  /** In the unit of the check. */
  readonly distance?: number;
  /** The same in the units of the value, where distances are relative. */
  readonly off?: number;
  /** The least distance at which the check can tell it from the truth. */
  readonly least?: number;
}

/** A known discretisation bias: two routes may differ by this much beyond their tolerance. */
export interface Bias {
  /** In the units of the value itself. */
  readonly atMost: number;
  /** Where it comes from: "a central difference with step 1e-5". */
  readonly because: string;
}

export const CHECK_MIME = "application/vnd.score-matching.check+json";

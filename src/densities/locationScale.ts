import { ensureFinite, ensurePositive } from "./guards";

/** Where a density on the line sits, and the unit in which it is wide. */
export interface LocationScale {
  /** 0 if left out. */
  readonly location?: number;
  readonly scale: number;
}

/** @throws InvalidArgument if the location is not finite or the scale not positive. */
export function locationScale({ location = 0, scale }: LocationScale): Required<LocationScale> {
  ensureFinite("location", location);
  ensurePositive("scale", scale, "the density would have no width");
  return { location, scale };
}

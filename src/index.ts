export { InvalidArgument } from "./numerics/errors";
export type { Estimate } from "./numerics/estimate";
export type { Binding, Functional, NoiseKind, PlainFunction } from "./numerics/functional";
export { functional } from "./numerics/functional";
export type { Measure } from "./numerics/measure";
export type { Displayable, MimeBundle } from "./numerics/mimeBundle";
export { type Points, type PointsLike, points } from "./numerics/points";
export { type Rng, rng } from "./numerics/rng";

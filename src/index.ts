export { InvalidArgument } from "./numerics/errors";
export type { Displayable, MimeBundle } from "./numerics/mimeBundle";
export { type Points, type PointsLike, points } from "./numerics/points";
export type { Rng } from "./numerics/rng";

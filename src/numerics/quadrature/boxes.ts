import type { Panel } from "./chart";

/** All boxes that have one panel of each axis as their sides. */
export function boxes(axes: readonly (readonly Panel[])[]): Panel[][] {
  return axes.reduce<Panel[][]>(
    (made, panels) => made.flatMap((box) => panels.map((panel) => [...box, panel])),
    [[]],
  );
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Points, points } from "../numerics/points";

/** What was measured of each penguin, and how the package calls it. */
const COLUMNS = {
  beakLength: "Beak Length (mm)",
  beakDepth: "Beak Depth (mm)",
  flipperLength: "Flipper Length (mm)",
  bodyMass: "Body Mass (g)",
} as const;

/** A measurement of the penguins: lengths in mm, the mass in g. */
export type PenguinMeasurement = keyof typeof COLUMNS;

/**
 * Measurements of the 342 penguins of three species at Palmer Station, Antarctica, of which all four
 * are known: a point for each penguin, a coordinate for each measurement asked for.
 *
 *     penguins("beakLength", "beakDepth")    // three clusters, one of each species
 *
 * Source: Gorman, Williams and Fraser (2014); Horst, Hill and Gorman (2020), CC0. Read from the npm
 * package vega-datasets (BSD-3-Clause).
 */
export function penguins(
  ...measurements: readonly [PenguinMeasurement, ...PenguinMeasurement[]]
): Points {
  const build = createRequire(__filename).resolve("vega-datasets");
  const file = join(dirname(build), "..", "data", "penguins.json");
  const rows: Readonly<Record<string, unknown>>[] = JSON.parse(readFileSync(file, "utf8"));
  const known = rows.filter((row) => Object.values(COLUMNS).every((c) => row[c] !== null));
  return points(known.map((row) => measurements.map((m) => row[COLUMNS[m]] as number)));
}

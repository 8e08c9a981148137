import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ensure } from "../numerics/errors";
import { type Points, points } from "../numerics/points";

/** Handwritten digits. */
export interface Digits {
  /** [1797, 64]: rows of 8 by 8 pixels, each a whole number from 0 (paper) to 16 (ink). */
  readonly images: Points;
  /** Which digit each image shows: [1797]. */
  readonly labels: readonly number[];
}

const PIXELS = 64;

/**
 * 1,797 handwritten digits of 8 by 8 pixels, the test part of the UCI collection.
 *
 * Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, CC BY 4.0. Read from
 * the Python package scikit-learn (BSD-3-Clause) in the course's own environment.
 *
 * @throws InvalidArgument if the environment is not there.
 */
export function digits(): Digits {
  const file = digitsFile(courseEnvironment(__dirname));
  const lines = gunzipSync(readFileSync(file)).toString("ascii").trim().split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  return {
    images: points(rows.map((row) => row.slice(0, PIXELS))),
    labels: rows.map((row) => row[PIXELS]!),
  };
}

/** The Python environment of the clone in which this file lies, built or not. */
function courseEnvironment(folder: string): string {
  const environment = join(folder, ".lab", "python");
  const above = dirname(folder);
  return existsSync(environment) || above === folder ? environment : courseEnvironment(above);
}

function digitsFile(environment: string): string {
  const inPackage = ["site-packages", "sklearn", "datasets", "data", "digits.csv.gz"];
  const unix = join(environment, "lib");
  const folders = existsSync(unix)
    ? readdirSync(unix).map((name) => join(unix, name))
    : [join(environment, "Lib")];
  const found = folders.map((folder) => join(folder, ...inPackage)).find(existsSync);
  ensure(found !== undefined, () => ({
    argument: "digits",
    value: environment,
    problem: "has no scikit-learn, which holds the images",
    consequence: "there are no digits to learn",
    remedy: "run `npm start -- --check` in the course's folder, which completes the environment",
  }));
  return found!;
}

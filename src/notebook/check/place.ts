import { CannotCheck } from "./quantity";

/** What the entries of a value are called, one name for each: places, sizes, lines of a derivation. */
export type EntryNames = readonly (string | number)[] | Float64Array;

const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
] as const;

/** How a row calls an entry: by its name where names are given, by its position otherwise. */
export function namedEntries(
  names: EntryNames | undefined,
  entries: number,
): (index: number) => string {
  if (names === undefined) return (index) => position(index);
  if (names.length !== entries) {
    throw new CannotCheck(`at has ${names.length} names and the value has ${entries} entries`);
  }
  return (index) => nameOf(names[index] as string | number);
}

function nameOf(name: string | number): string {
  return typeof name === "string" ? name : String(Number(name.toPrecision(4)));
}

function position(index: number): string {
  const ordinal = ORDINALS[index];
  return ordinal ? `the ${ordinal}` : `number ${index + 1}`;
}

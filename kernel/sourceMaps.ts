import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { CLONE } from "./clone";

/** A place in what a person wrote. Lines and columns count from 1. */
export interface Place {
  /** Absent for a place in a cell. */
  readonly file?: string;
  readonly cell?: number;
  /** The line of the cell. */
  readonly text?: string;
  readonly line: number;
  readonly column: number;
}

const CELL = "score-matching-cell-";

/** The name under which V8 knows the script of a cell; `n` tells all scripts of a session apart. */
export function cellScript(n: number): string {
  return `${CELL}${n}`;
}

export function isCell(script: string): boolean {
  return script.startsWith(CELL);
}

type Lookup = (line: number, column: number) => Place | undefined;

const lookups = new Map<string, Lookup | undefined>();

/** Says where the lines of a script that never was a file come from. */
export function registerScript(script: string, lookup: Lookup): void {
  lookups.set(script, lookup);
}

/** The place in the source for a place in what runs, or undefined if nobody knows better. */
export function originalPlace(script: string, line: number, column: number): Place | undefined {
  if (!lookups.has(script)) lookups.set(script, fileLookup(script));
  return lookups.get(script)?.(line, column);
}

/** Looks up a place in a map; counts from 1 on both sides. */
export function find(map: SourceMap, line: number, column: number) {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalLine" in entry) || entry.originalLine === undefined) return undefined;
  return {
    source: entry.originalSource,
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

/** Only our own files are mapped: reading the maps of large packages would take seconds. */
function fileLookup(script: string): Lookup | undefined {
  const path = script.startsWith("file://") ? new URL(script).pathname : script;
  const mapFile = `${path}.map`;
  if (relative(join(CLONE, "src", "dist"), path).startsWith("..") || !existsSync(mapFile)) return;
  const map = new SourceMap(JSON.parse(readFileSync(mapFile, "utf8")) as SourceMapPayload);
  return (line, column) => {
    const found = find(map, line, column);
    if (!found) return undefined;
    const file = relative(CLONE, resolve(dirname(path), found.source));
    return { file, line: found.line, column: found.column };
  };
}

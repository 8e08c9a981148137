import { relative } from "node:path";
import { inspect } from "node:util";
import { CLONE } from "./clone";
import { isCell, originalPlace, type Place } from "./sourceMaps";

/** The content of a Jupyter `error` message. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const FRAMES_SHOWN = 20;
const places = new WeakMap<object, Place>();
/** Stacks as we wrote them: Node puts a line of JavaScript above the stack of what leaves a cell. */
const stacks = new WeakMap<object, string>();

/** Has every stack trace name what people wrote: cells and src/**\/*.ts, without the kernel's own frames. */
export function readableStacks(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, callSites) => {
    const frames: string[] = [];
    for (const site of callSites) {
      const frame = readable(error, site);
      if (frame !== undefined && frames.length < FRAMES_SHOWN) frames.push(`\n    at ${frame}`);
    }
    const stack = `${headline(error)}${frames.join("")}`;
    stacks.set(error, stack);
    return stack;
  };
}

function readable(error: object, site: NodeJS.CallSite): string | undefined {
  const script = site.getScriptNameOrSourceURL?.() ?? site.getFileName();
  if (!script || script.startsWith("node:") || isKernel(script)) return undefined;
  const line = site.getLineNumber() ?? 0;
  const column = site.getColumnNumber() ?? 0;
  const place = originalPlace(script, line, column);
  // The code that tslab puts around a cell has no place in it.
  if (!place && isCell(script)) return undefined;
  const where = place ? placeName(place) : `${nearby(script)}:${line}:${column}`;
  if (place?.cell !== undefined && !places.has(error)) places.set(error, place);
  const name = site.getFunctionName();
  if (!name) return where;
  const prefix = site.isConstructor() ? "new " : site.isAsync() ? "async " : "";
  return `${prefix}${name} (${where})`;
}

export function placeName({ file, cell, line, column }: Place): string {
  return cell === undefined ? `${file}:${line}:${column}` : `cell ${cell}, line ${line}`;
}

function stackOf(error: Error): string {
  // Reading the stack is what has it written.
  const stack = String(error.stack ?? headline(error));
  return stacks.get(error) ?? stack;
}

function isKernel(script: string): boolean {
  return script.startsWith(__dirname) || /node_modules\/@?tslab\//.test(script);
}

function nearby(script: string): string {
  const path = relative(CLONE, script);
  return path.startsWith("..") ? script : path;
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/** What a notebook shows for something thrown, which need not be an Error. Never throws. */
export function errorContent(thrown: unknown): ErrorContent {
  try {
    return described(thrown);
  } catch {
    // Looking at it runs code of the cell: a getter, a proxy, its own inspection.
    const evalue = "A value that cannot be shown was thrown: looking at it throws again.";
    return { ename: "Thrown", evalue, traceback: [evalue] };
  }
}

function described(thrown: unknown): ErrorContent {
  if (!(thrown instanceof Error)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`Thrown, though not an Error: ${evalue}`] };
  }
  const ename = String(thrown.name || thrown.constructor?.name || "Error");
  const evalue = String(thrown.message);
  const traceback = [stackOf(thrown)];
  const place = places.get(thrown);
  if (place?.text !== undefined) traceback.push(excerpt(place.text, place.line, place.column));
  for (let cause = thrown.cause, depth = 0; cause !== undefined && depth < 5; depth++) {
    traceback.push(`Caused by: ${cause instanceof Error ? stackOf(cause) : inspect(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return { ename, evalue, traceback };
}

/** A line of a cell, with a caret under the column. */
export function excerpt(text: string, line: number, column: number): string {
  const label = `${line} | `;
  const margin = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${label}${text}\n${" ".repeat(label.length)}${margin}^`;
}

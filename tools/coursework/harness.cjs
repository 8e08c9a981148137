// Runs inside the sandbox: the cells of one submission, then the probes, in one plain process with
// the kernel's own compiler. It knows inputs and no truth, and every line of it is in the students'
// reach, so it decides nothing. What it says goes out as lines of JSON; whoever forges one has to
// forge the right values.
//
//   node harness.cjs COURSE FD
//
// Standard input, a line of JSON each: {"cells": [...], "functions": [...], "probes": "..."}, then for
// each {"at": "next"} of ours a question {"name": ..., "input": ...}, or {"end": true}.
// So no cell can read a question ahead.

const fs = require("node:fs");
const { join } = require("node:path");

// Kept from what cells may do to the globals.
const { parse, stringify } = JSON;
const { writeSync, readSync } = fs;
const { isArray } = Array;
const { keys } = Object;
const { isFinite: finite } = Number;
const isView = ArrayBuffer.isView;
const soon = setImmediate;
const { nextTick } = process;
const bytes = Buffer;
const { wait } = Atomics;
const text = String;

const [course, descriptor] = process.argv.slice(2);
const channel = Number(descriptor);
const pause = new Int32Array(new SharedArrayBuffer(4));
const soonest = queueMicrotask;
const LONGEST_TEXT = 2000;
const DEEPEST = 8;
const MOST_VALUES = 50_000;

/** @param {Record<string, unknown>} event */
function say(event) {
  writeSync(channel, `${stringify(event)}\n`);
}

let unread = bytes.alloc(0);

/** The next line of standard input. Nothing else runs until it has come. */
function heard() {
  const piece = bytes.alloc(65_536);
  for (;;) {
    const end = unread.indexOf(10);
    if (end >= 0) {
      const line = unread.toString("utf8", 0, end);
      unread = unread.subarray(end + 1);
      return parse(line);
    }
    let size = 0;
    try {
      size = readSync(0, piece);
      if (size === 0) throw new Error("nobody asks any more");
    } catch (error) {
      // A cell has looked at process.stdin, and it no longer waits.
      if (error.code !== "EAGAIN") throw error;
      wait(pause, 0, 0, 5);
    }
    unread = bytes.concat([unread, piece.subarray(0, size)]);
  }
}

/** The cell whose turn it is; undefined while a question is asked, which is known outside. */
let cellAtWork;
/** The cell whose timer has gone off meanwhile. */
let late;

function back() {
  late = undefined;
  say({ at: "back" });
}

/** A timer of a cell goes off while something else is at work: what it does is said to be the cell's,
 * and so is what follows from it before the next turn. */
function ownTimers() {
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const original = globalThis[name];
    const wrapped = (callback, ...more) => {
      const owner = late ?? cellAtWork;
      if (typeof callback !== "function" || owner === undefined) return original(callback, ...more);
      return original(
        (...given) => {
          if (cellAtWork === owner) return callback(...given);
          late = owner;
          say({ at: "late", id: owner });
          // Behind all promises that the callback settles, and all that wait for these.
          soonest(() => nextTick(back));
          return callback(...given);
        },
        ...more,
      );
    };
    // What util.promisify finds there: a promise of its own, which is no callback.
    globalThis[name] = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  }
}

/** A value as JSON can carry it; what it cannot is named in words. */
function encoded(value) {
  let left = MOST_VALUES;
  return encode(value, 0);

  function encode(part, depth) {
    left -= 1;
    if (left < 0) return { not: "values: there are too many" };
    if (typeof part === "number") return finite(part) ? part : { number: text(part) };
    if (typeof part === "string") return part.slice(0, LONGEST_TEXT);
    if (typeof part === "boolean" || part === null) return part;
    if (typeof part !== "object") return { not: part === undefined ? "undefined" : typeof part };
    if (depth === DEEPEST) return { not: "values: they are nested too deeply" };
    if (isArray(part) || isView(part)) {
      const list = [];
      for (let i = 0; i < part.length && left >= 0; i++) list[i] = encode(part[i], depth + 1);
      return list;
    }
    const object = {};
    for (const key of keys(part).slice(0, 50)) object[key] = encode(part[key], depth + 1);
    return { object };
  }
}

/** What was thrown, in words: throwing anything and lying about it is allowed. */
function problem(thrown) {
  try {
    const { name, message } = thrown;
    if (message !== undefined)
      return `${text(name ?? "Error")}: ${text(message)}`.slice(0, LONGEST_TEXT);
    return text(thrown).slice(0, LONGEST_TEXT);
  } catch {
    return "something that cannot be shown";
  }
}

function report(outcome) {
  if (outcome.kind === "value") return {};
  if (outcome.kind === "thrown") return { problem: problem(outcome.thrown) };
  const places = outcome.diagnostics
    .slice(0, 3)
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  return {
    problem: `not run, for the compiler refuses it: ${places.join("; ")}`.slice(0, LONGEST_TEXT),
  };
}

async function main() {
  const { cells, functions, probes } = heard();
  // As in the kernel: a stray failure of a cell is no reason to end.
  process.on("uncaughtException", () => {});
  process.on("unhandledRejection", () => {});
  process.exit = () => {
    throw new Error("process.exit is not for notebooks: to stop a cell early, throw an Error.");
  };
  require("node:util").isNullOrUndefined ??= (value) => value === null || value === undefined;
  const library = require(join(course, "node_modules", "score-matching"));
  const { createSession } = require(join(course, "kernel", "dist", "tslab.js"));
  const session = createSession(process.cwd(), () => {});
  const module = { exports: {} };
  new Function("module", "exports", "require", probes)(module, module.exports, require);
  const probe = module.exports.probes ?? {};
  ownTimers();
  say({ at: "ready" });

  for (const { id, source } of cells) {
    cellAtWork = id;
    say({ at: "cell", id });
    const outcome = await session.run(source, 1);
    // What a cell leaves for the next turn still belongs to it.
    await new Promise((resolve) => soon(resolve));
    say({ at: "done", id, ...report(outcome) });
  }

  cellAtWork = undefined;
  const student = {};
  for (const name of functions) {
    say({ at: "name", id: name });
    const outcome = await session.run(name, 1);
    if (outcome.kind === "value" && typeof outcome.value === "function") {
      student[name] = outcome.value;
      continue;
    }
    student[name] = () => {
      throw new Error(`there is no function ${name}`);
    };
  }

  for (;;) {
    say({ at: "next" });
    const question = heard();
    if (question.end) break;
    let answer;
    try {
      answer = { value: encoded(await probe[question.name](student, question.input, library)) };
    } catch (thrown) {
      answer = { problem: problem(thrown) };
    }
    say({ at: "answer", ...answer });
  }
  say({ at: "end" });
}

main().then(
  () => process.reallyExit(0),
  () => process.reallyExit(1),
);

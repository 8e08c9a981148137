import { Socket } from "node:net";
import type { Worker } from "node:worker_threads";
import { lineReader, REQUEST_FD, type Request } from "./channel";
import { complete } from "./completion";
import { currentRun, followTimers, isInterrupted } from "./context";
import { errorContent, readableStacks } from "./errors";
import { createCellRunner } from "./executor";
import { inspect } from "./inspection";
import { answerLoops } from "./interruption";
import { post } from "./outbox";
import { captureOutputs, displayHook } from "./outputs";
import { NOTICE, shared } from "./shared";
import { createSession } from "./tslab";
import type { Content } from "./wire";

// The kernel's own turns must not be dropped with an interrupted cell's timers (see context.ts).
const laterOn = setImmediate;

/** Takes requests from the supervisor until it goes. Everything that a cell can break is in here. */
export function serveCells(watchdog: Worker): void {
  readableStacks();
  restoreForTensorFlow();
  const session = createSession(process.cwd(), (bundle) => displayHook.show(bundle));
  const cells = createCellRunner(session);

  async function answer(request: Request): Promise<Content> {
    switch (request.kind) {
      case "execute":
        return await cells.execute(request);
      case "complete":
        return complete(session, request.code, request.cursor);
      case "inspect":
        return inspect(session, request.code, request.cursor);
      case "is_complete": {
        const { completed, indent } = session.isComplete(request.code);
        return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
      }
    }
  }

  // By await alone, here and in what it calls: a cell may have replaced the methods of promises.
  async function handle(request: Request): Promise<void> {
    const { id, kind } = request;
    let content: Content;
    try {
      content = await answer(request);
    } catch (thrown) {
      const error = { ...errorContent(thrown) };
      if (kind === "execute") post({ type: "output", id, message: "error", content: error });
      content = { status: "error", ...error };
    }
    // What a cell leaves for the next turn, such as a rejection nobody handled, comes first.
    laterOn(() => post({ type: "reply", id, content }));
  }

  watchdog.on("message", (id: number) => {
    Atomics.store(shared, NOTICE, 0);
    Atomics.notify(shared, NOTICE);
    ignoreSignal();
    cells.interrupt(id);
  });
  ignoreSignal();
  surviveCells();
  keepPromise();
  followTimers();
  captureOutputs();
  answerLoops();

  const requests = new Socket({ fd: REQUEST_FD });
  requests.on(
    "data",
    lineReader<Request>((request) => laterOn(() => void handle(request))),
  );
  // The supervisor has gone, so nobody listens any more.
  requests.on("close", () => process.kill(process.pid, "SIGKILL"));
  post({ type: "ready" });
}

/** tfjs-node calls a function that Node 23 removed. */
function restoreForTensorFlow(): void {
  const utilities = require("node:util") as Record<string, unknown>;
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}

/** Ctrl-C in a terminal reaches the whole process group; the supervisor acts on it. */
function ignoreSignal(): void {
  if (process.listenerCount("SIGINT") === 0) process.on("SIGINT", () => {});
}

/** What would end a script is shown in the cell, and the kernel goes on. */
function surviveCells(): void {
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ""}) is not for notebooks: the kernel goes on. To stop a cell early, throw an Error.`,
    );
  };
  process.on("uncaughtException", (error) => showStray("Uncaught", error));
  process.on("unhandledRejection", (reason) =>
    showStray("A promise was rejected and nobody awaited it", reason),
  );
}

/** tslab and the kernel look for Promise by its name at every cell; without it none would end. */
function keepPromise(): void {
  const own = Promise;
  Object.defineProperty(globalThis, "Promise", {
    configurable: false,
    enumerable: false,
    get: () => own,
    set(value: unknown) {
      if (value === own) return;
      throw new TypeError(
        "globalThis.Promise cannot be replaced in a notebook, for the kernel runs the cells with it. It is as it was; keep yours under another name.",
      );
    },
  });
}

function showStray(what: string, thrown: unknown): void {
  if (isInterrupted(thrown)) return;
  const text = `${what}: ${errorContent(thrown).traceback.join("\n")}\n`;
  const content = { name: "stderr", text };
  post({ type: "output", id: currentRun().id, message: "stream", content });
}

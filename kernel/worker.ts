import { Socket } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { lineReader, REQUEST_FD, type Request } from "./channel";
import { complete } from "./completion";
import { currentRun, followTimers, Interrupted } from "./context";
import { errorContent, readableStacks } from "./errors";
import { createCellRunner } from "./executor";
import { inspect } from "./inspection";
import { post } from "./outbox";
import { captureOutputs, displayHook } from "./outputs";
import { NOTICE, shared } from "./shared";
import { createSession } from "./tslab";
import type { Content } from "./wire";

/** The process that runs the cells. Everything that a cell can break is in here. */
const laterOn = setImmediate;

// tfjs-node calls a function that Node 23 removed.
const utilities = require("node:util") as Record<string, unknown>;
utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;

readableStacks();
const session = createSession(process.cwd(), (bundle) => displayHook.show(bundle));
const cells = createCellRunner(session);

const watchdog = new Worker(join(__dirname, "watchdog.js"), { workerData: shared });
watchdog.on("message", (id: number) => {
  Atomics.store(shared, NOTICE, 0);
  Atomics.notify(shared, NOTICE);
  ignoreSignal();
  cells.interrupt(id);
});
watchdog.unref();

async function answer(request: Request): Promise<Content> {
  switch (request.kind) {
    case "execute":
      return cells.execute(request);
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

function handle(request: Request): void {
  answer(request)
    .catch((error) => ({ status: "error", ...errorContent(error) }))
    // What a cell has left for the next turn (a nextTick, a rejection nobody handled) comes first.
    .then((content) => laterOn(() => post({ type: "reply", id: request.id, content })));
}

/** The terminal's Ctrl-C reaches the whole process group; the supervisor acts on it. */
function ignoreSignal(): void {
  if (process.listenerCount("SIGINT") === 0) process.on("SIGINT", () => {});
}

function showStray(what: string, thrown: unknown): void {
  if (thrown instanceof Interrupted) return;
  const { traceback } = errorContent(thrown);
  const text = `${what}: ${traceback.join("\n")}\n`;
  post({
    type: "output",
    id: currentRun().id,
    message: "stream",
    content: { name: "stderr", text },
  });
}

process.exit = (code) => {
  throw new Error(
    `process.exit(${code ?? ""}) is not for notebooks: the kernel goes on. To stop a cell early, throw an Error.`,
  );
};
process.on("uncaughtException", (error) =>
  showStray("Uncaught, after its cell had gone on", error),
);
process.on("unhandledRejection", (reason) =>
  showStray("A promise was rejected and nobody awaited it", reason),
);
ignoreSignal();

followTimers();
captureOutputs();
const requests = new Socket({ fd: REQUEST_FD });
requests.on(
  "data",
  lineReader<Request>((request) => laterOn(() => handle(request))),
);
// The supervisor has gone, so nobody listens any more.
requests.on("close", () => process.kill(process.pid, "SIGKILL"));
post({ type: "ready" });

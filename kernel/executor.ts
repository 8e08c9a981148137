import type { Request } from "./channel";
import { Interrupted, type Run, startRun } from "./context";
import { diagnosticsContent } from "./diagnostics";
import { type ErrorContent, errorContent } from "./errors";
import { post } from "./outbox";
import type { MimeBundle } from "./outputs";
import { ASKING, Asking, tell } from "./shared";
import type { Outcome, Session } from "./tslab";
import { shown } from "./values";
import type { Content } from "./wire";

type ExecuteRequest = Extract<Request, { kind: "execute" }>;
interface Ending {
  readonly error?: ErrorContent;
  readonly result?: MimeBundle | undefined;
  readonly userExpressions?: Content;
}

// The kernel's own turns must not be dropped with an interrupted cell's timers (see context.ts).
const laterOn = setImmediate;

/** Runs cells, one at a time, and ends them when they are interrupted. */
export function createCellRunner(session: Session) {
  let running: { run: Run; end: (ending: Ending) => void } | undefined;
  let lastStarted = 0;
  const interruptedBeforeStart = new Set<number>();

  /** Never settles if the watchdog ends it inside a busy loop; hence the race in `execute`. */
  async function runCell(request: ExecuteRequest, run: Run): Promise<Ending> {
    const { code, cell, userExpressions } = request;
    const outcome = await session.run(code, cell);
    if (outcome.kind === "thrown" && isCtrlC(outcome.thrown)) {
      run.cancelled = true;
      return { error: interrupted() };
    }
    if (outcome.kind !== "value") return { error: failure(outcome, code, cell) };
    try {
      const result = await shown(outcome.value);
      if (run.told) return { result };
      const answers: Content = {};
      for (const [name, expression] of Object.entries(userExpressions)) {
        answers[name] = await evaluated(expression, cell);
      }
      return { result, userExpressions: answers };
    } catch (error) {
      return { error: errorContent(error) };
    }
  }

  /** What the reader is told: that it was heard, and what there is to go on with. */
  function interrupted(onItsWayOut?: ErrorContent): ErrorContent {
    const names = session.abandon();
    const { ename, evalue, traceback } = errorContent(new Interrupted(names));
    const rest = onItsWayOut ? ["After that the cell failed.", ...onItsWayOut.traceback] : [];
    return { ename, evalue, traceback: [...traceback, ...rest] };
  }

  async function evaluated(expression: string, cell: number): Promise<Content> {
    const outcome = await session.run(`(${expression})`, cell);
    if (outcome.kind !== "value") {
      return { status: "error", ...failure(outcome, expression, cell) };
    }
    const { data, metadata = {} } = (await shown(outcome.value)) ?? { data: {} };
    return { status: "ok", data, metadata };
  }

  return {
    async execute(request: ExecuteRequest): Promise<Content> {
      const { id } = request;
      const run: Run = { id, cancelled: false, told: false };
      lastStarted = id;
      tell(ASKING, Asking.Nobody);
      const ending = await new Promise<Ending>((resolve, reject) => {
        running = { run, end: resolve };
        if (interruptedBeforeStart.delete(id)) {
          resolve({ error: errorContent(new Interrupted()) });
          return;
        }
        // A fresh turn of the event loop: if the cell is terminated, only that turn is torn.
        laterOn(async () => {
          startRun(run);
          try {
            resolve(await runCell(request, run));
          } catch (error) {
            reject(error);
          }
        });
      });
      running = undefined;
      let error = showResult(id, ending.result) ?? ending.error;
      if (run.told && !run.cancelled) error = interrupted(error);
      tell(ASKING, Asking.Nobody);
      if (error) {
        post({ type: "output", id, message: "error", content: { ...error } });
        return { status: "error", ...error };
      }
      return { status: "ok", user_expressions: ending.userExpressions ?? {} };
    },

    /** Interrupts request `id`, whether it runs or is still on its way. */
    interrupt(id: number): void {
      if (id > lastStarted) interruptedBeforeStart.add(id);
      if (running?.run.id !== id) return;
      running.run.cancelled = true;
      running.end({ error: interrupted() });
    },
  };
}

function failure(outcome: Exclude<Outcome, { kind: "value" }>, code: string, cell: number) {
  return outcome.kind === "refused"
    ? diagnosticsContent(outcome.diagnostics, code, cell)
    : errorContent(outcome.thrown);
}

/** Gives an error if the bundle holds what JSON cannot. */
function showResult(id: number, bundle: MimeBundle | undefined): ErrorContent | undefined {
  if (!bundle) return undefined;
  const { data, metadata = {} } = bundle;
  try {
    post({ type: "output", id, message: "execute_result", content: { data, metadata } });
  } catch (error) {
    return errorContent(error);
  }
  return undefined;
}

/** Node itself ends a busy cell when the terminal's Ctrl-C reaches the worker. */
function isCtrlC(thrown: unknown): boolean {
  try {
    return (thrown as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
  } catch {
    return false;
  }
}

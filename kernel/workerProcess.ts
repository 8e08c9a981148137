import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import {
  INTERRUPT_FD,
  lineReader,
  OUTPUT_FD,
  REQUEST_FD,
  type Report,
  type Request,
} from "./channel";
import { CLONE } from "./clone";

export interface WorkerEvents {
  report(report: Report): void;
  /** Text that native code or a subprocess wrote past the kernel, straight to the terminal. */
  native(stream: "stdout" | "stderr", text: string): void;
  /** The process has ended and all that it wrote has been reported. */
  died(how: string): void;
}

/** The process that runs the cells, as its supervisor sees it. */
export class WorkerProcess {
  readonly #child: ChildProcess;

  constructor(events: WorkerEvents) {
    this.#child = spawn(
      process.execPath,
      // The watchdog ends a busy loop by terminating JavaScript, which leaves the stack of async
      // hooks unbalanced; Node would take that for a corruption and abort.
      ["--no-force-async-hooks-checks", join(__dirname, "worker.js")],
      { stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"], env: environment() },
    );
    const child = this.#child;
    child.stdout!.setEncoding("utf8").on("data", (text: string) => events.native("stdout", text));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => events.native("stderr", text));
    const output = child.stdio[OUTPUT_FD] as Readable;
    output.on("data", lineReader<Report>(events.report));
    // The worker may die while we write to it; its exit says so.
    for (const fd of [REQUEST_FD, INTERRUPT_FD]) this.#pipe(fd).on("error", () => {});

    let how = "";
    const parts = new Set(["exit", "output", "stderr"]);
    const ended = (part: string) => {
      if (parts.delete(part) && parts.size === 0) events.died(how);
    };
    output.on("close", () => ended("output"));
    child.stderr!.on("close", () => ended("stderr"));
    child.on("error", (error) => {
      how = error.message;
      for (const part of [...parts]) ended(part);
    });
    child.on("exit", (code, signal) => {
      how = signal ? `signal ${signal}` : `exit code ${code}`;
      ended("exit");
      // A subprocess of the worker may hold its stderr open for as long as it likes.
      setTimeout(() => ended("stderr"), 300);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(request: Request): void {
    this.#pipe(REQUEST_FD).write(`${JSON.stringify(request)}\n`);
  }

  /** Stops request `id`, started or not; 0 stops whatever keeps the worker busy. */
  interrupt(id: number): void {
    this.#pipe(INTERRUPT_FD).write(`${id}\n`);
  }

  #pipe(fd: number): Writable {
    return (this.#child.stdio as readonly unknown[])[fd] as Writable;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

function environment(): NodeJS.ProcessEnv {
  // Notebooks may lie anywhere: what is not found beside them is taken from the clone.
  const modules = [process.env.NODE_PATH, join(CLONE, "node_modules")].filter(Boolean);
  return {
    // TensorFlow greets on stderr, which graders and readers take for a warning.
    TF_CPP_MIN_LOG_LEVEL: "2",
    ...process.env,
    NODE_PATH: modules.join(delimiter),
  };
}

import type { Socket } from "zeromq";
import type { Report, Request } from "./channel";
import { type Connection, closeSockets, type Sockets } from "./connection";
import { History } from "./history";
import { KERNEL_INFO } from "./kernelInfo";
import { sortNativeText } from "./nativeLog";
import { createPublisher } from "./publisher";
import { createSender, type Sender } from "./sender";
import { type Content, createWire, type Message } from "./wire";
import { WorkerProcess } from "./workerProcess";

type Reader = Sockets["shell"];

/**
 * The process that Jupyter talks to. It never runs a line of a notebook, so it answers whatever a
 * cell does: it queues requests, passes them one at a time to the worker process, and starts a
 * fresh worker when one dies.
 */
export function supervise(connection: Connection, sockets: Sockets): void {
  const wire = createWire(connection.key);
  const iopub = createSender(sockets.iopub);
  const publisher = createPublisher(wire, iopub);
  const replies = new Map<Reader, Sender>();
  for (const socket of [sockets.shell, sockets.control]) replies.set(socket, createSender(socket));
  const history = new History();
  const queue: { socket: Reader; message: Message }[] = [];
  const pending = new Map<number, (content: Content) => void>();
  let executionCount = 0;
  let nextId = 1;
  let stopping = false;
  let draining = false;
  let abortNext = false;
  let newborn = 0;
  let lastRun: number | undefined;
  const quiet = new Set<number>();
  let worker = startWorker();

  publisher.status("starting", undefined);
  listen(sockets.shell, (message) => {
    queue.push({ socket: sockets.shell, message });
    void drain();
  });
  listen(sockets.control, (message) => void handle(sockets.control, message));
  void echo();
  // Jupyter asks for an interrupt by a message; people ask by Ctrl-C or kill -INT.
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", () => stop());
  if (process.env.JPY_PARENT_PID !== undefined) endWithParent();

  function startWorker(): WorkerProcess {
    return new WorkerProcess({ report, native, died });
  }

  function report(report: Report): void {
    if (report.type === "ready") {
      newborn = 0;
    } else if (report.type === "reply") {
      pending.get(report.id)?.(report.content);
    } else if (!quiet.has(report.id)) {
      if (report.message === "execute_result") report.content.execution_count = executionCount;
      publisher.output(report.message, report.content, report.id);
    }
  }

  function native(name: "stdout" | "stderr", written: string): void {
    const { cell: text, log } = sortNativeText(written);
    if (log !== "") process.stderr.write(log);
    if (text === "") return;
    if (lastRun === undefined) process.stderr.write(text);
    else if (!quiet.has(lastRun)) publisher.output("stream", { name, text }, lastRun);
  }

  function died(how: string): void {
    if (stopping) return;
    newborn += 1;
    if (newborn > 2) {
      process.stderr.write(`The worker of the score-matching kernel does not start (${how}).\n`);
      process.exit(1);
    }
    const running = [...pending.entries()];
    executionCount = 0;
    for (const [id, reply] of running) {
      const error = {
        ename: "KernelDied",
        evalue: `The process that runs the cells ended with ${how}.`,
        traceback: [
          `KernelDied: The process that runs the cells ended with ${how}.`,
          "A fresh one has been started. All variables and imports are lost: run the notebook again from its top.",
        ],
      };
      if (id === lastRun && !quiet.has(id)) publisher.output("error", error, id);
      reply({ status: "error", ...error, dead: true });
    }
    worker = startWorker();
    // After the replies, so that the front end first closes the cell, then announces the restart.
    setImmediate(() => {
      publisher.status("restarting", undefined);
      publisher.status("starting", undefined);
      publisher.status("idle", undefined);
    });
  }

  function ask(request: Omit<Request, "id"> & Partial<Request>): Promise<Content> {
    const id = request.id ?? nextId++;
    return new Promise((resolve) => {
      pending.set(id, (content) => {
        pending.delete(id);
        resolve(content);
      });
      worker.send({ ...request, id } as Request);
    });
  }

  function interrupt(): void {
    worker.interrupt(Math.max(0, ...pending.keys()));
  }

  async function drain(): Promise<void> {
    if (draining) return;
    draining = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await handle(next.socket, next.message);
    }
    draining = false;
  }

  async function handle(socket: Reader, message: Message): Promise<void> {
    publisher.status("busy", message.header);
    const type = message.header.msg_type;
    try {
      const content = await answer(type, message);
      if (content) reply(socket, message, type.replace("_request", "_reply"), content);
      else if (type === "comm_open") {
        // No comms here; the front end hears so at once.
        const { comm_id } = message.content;
        publisher.publish("comm_close", { comm_id, data: {} }, message.header);
      }
      if (type === "shutdown_request")
        publisher.publish("shutdown_reply", content!, message.header);
    } finally {
      publisher.status("idle", message.header);
    }
    if (type === "execute_request" && abortNext) abortQueue();
    if (type === "shutdown_request") stop();
  }

  async function answer(type: string, message: Message): Promise<Content | undefined> {
    const { content } = message;
    const code = String(content.code ?? "");
    const cursor = Number(content.cursor_pos ?? 0);
    switch (type) {
      case "kernel_info_request":
        return KERNEL_INFO;
      case "execute_request":
        return execute(message, code);
      case "complete_request":
        return ask({ kind: "complete", code, cursor });
      case "inspect_request":
        return ask({ kind: "inspect", code, cursor });
      case "is_complete_request":
        return ask({ kind: "is_complete", code });
      case "history_request":
        return { status: "ok", history: history.answer(content) };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "interrupt_request":
        interrupt();
        return { status: "ok" };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      default:
        return undefined;
    }
  }

  async function execute(message: Message, code: string): Promise<Content> {
    const { content, header } = message;
    const silent = content.silent === true;
    const stored = !silent && content.store_history !== false;
    if (stored) {
      executionCount += 1;
      history.add(executionCount, code);
    }
    const id = nextId++;
    lastRun = id;
    publisher.adopt(id, header);
    if (silent) quiet.add(id);
    else publisher.publish("execute_input", { code, execution_count: executionCount }, header);
    const count = executionCount;
    const userExpressions = (content.user_expressions ?? {}) as Record<string, string>;
    const answer = await ask({ id, kind: "execute", code, cell: count, userExpressions });
    publisher.flush();
    const { dead, ...outcome } = answer;
    abortNext = outcome.status === "error" && (dead === true || content.stop_on_error !== false);
    return { ...outcome, execution_count: count, payload: [] };
  }

  /** The protocol's answer to an error: what was queued behind it is not run, and each says so. */
  function abortQueue(): void {
    const rest = queue.splice(0);
    for (const entry of rest) {
      if (entry.message.header.msg_type !== "execute_request") {
        queue.push(entry);
        continue;
      }
      publisher.status("busy", entry.message.header);
      reply(entry.socket, entry.message, "execute_reply", {
        status: "aborted",
        execution_count: executionCount,
      });
      publisher.status("idle", entry.message.header);
    }
  }

  function reply(socket: Reader, message: Message, type: string, content: Content): void {
    replies.get(socket)!.send(wire.encode(message.identities, type, content, message.header));
  }

  function listen(socket: Reader, receive: (message: Message) => void): void {
    void readFrames(socket, (frames) => {
      let message: Message;
      try {
        message = wire.decode(frames);
      } catch (error) {
        process.stderr.write(`Ignored a message to the kernel: ${(error as Error).message}.\n`);
        return;
      }
      receive(message);
    });
  }

  async function echo(): Promise<void> {
    try {
      for await (const frames of sockets.heartbeat) await sockets.heartbeat.send(frames);
    } catch (error) {
      // A beat may come in together with the request to stop, which closes the socket under it.
      if (!stopping) throw error;
    }
  }

  /** Ends when the process that started us has ended, however it ended. */
  function endWithParent(): void {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 1000).unref();
  }

  function stop(): void {
    if (stopping) return;
    stopping = true;
    worker.kill();
    publisher.flush();
    const all = [iopub, ...replies.values()].map((sender) => sender.sent());
    // Closed sockets linger until what was sent has left, for a second at most.
    void Promise.allSettled(all).then(() => closeSockets(sockets));
    setTimeout(() => process.exit(0), 100);
  }
}

async function readFrames(
  socket: Socket & AsyncIterable<Buffer[]>,
  receive: (frames: Buffer[]) => void,
): Promise<void> {
  for await (const frames of socket) receive(frames);
}

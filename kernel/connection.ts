import { readFileSync } from "node:fs";
import { Publisher, Reply, Router } from "zeromq";

/** The connection file that Jupyter writes for a kernel. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export interface Sockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: Publisher;
  readonly heartbeat: Reply;
}

export function readConnectionFile(path: string): Connection {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Binds all five sockets and only then hands them out: a request that is read while iopub is
 * still unbound would be answered into the void, and its client would wait for ever.
 */
export async function bindSockets(connection: Connection): Promise<Sockets> {
  // No high-water mark: a publisher that reaches it drops output without a word.
  const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };
  const sockets: Sockets = {
    shell: new Router(unlimited),
    control: new Router(unlimited),
    stdin: new Router(unlimited),
    iopub: new Publisher({ sendHighWaterMark: 0, linger: 1000 }),
    heartbeat: new Reply({ linger: 0 }),
  };
  const address = (port: number) =>
    connection.transport === "ipc"
      ? `ipc://${connection.ip}-${port}`
      : `tcp://${connection.ip}:${port}`;
  await Promise.all([
    sockets.iopub.bind(address(connection.iopub_port)),
    sockets.shell.bind(address(connection.shell_port)),
    sockets.control.bind(address(connection.control_port)),
    sockets.stdin.bind(address(connection.stdin_port)),
    sockets.heartbeat.bind(address(connection.hb_port)),
  ]);
  return sockets;
}

export function closeSockets(sockets: Sockets): void {
  for (const socket of Object.values(sockets)) socket.close();
}

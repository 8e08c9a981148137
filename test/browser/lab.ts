import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Display } from "../../tools/setup/display.mjs";
import { serveLab } from "../../tools/setup/lab.mjs";
import { fillMyNotebooks, lessonsIn } from "../../tools/setup/myNotebooks.mjs";
import { here, pathsOf } from "../../tools/setup/paths.mjs";
import { Interrupted } from "../../tools/setup/problem.mjs";

/** JupyterLab as `npm start` serves it, on notebooks of its own: a student's are never touched. */
export interface Lab {
  /** With the token. */
  readonly url: string;
  stop(): Promise<void>;
}

export const output = join(here, "build", "browser");

/** @param published a folder of notebooks, the course's own by default; the first of them is opened */
export async function startLab(published = pathsOf(here).published): Promise<Lab> {
  const own = join(output, "lab");
  rmSync(own, { recursive: true, force: true });
  const paths = {
    ...pathsOf(here),
    published,
    mine: join(own, "my-notebooks"),
    jupyter: join(own, "jupyter"),
    logs: join(own, "logs"),
  };
  mkdirSync(paths.mine, { recursive: true });
  await fillMyNotebooks(paths);
  const stopper = new AbortController();
  const quiet = new Display({ stream: { write: () => true } });
  const port = await freePort();
  const [open] = await lessonsIn(paths.mine);
  return new Promise((resolve, reject) => {
    const ended = serveLab({
      paths,
      stopping: stopper.signal,
      display: quiet,
      port,
      browser: false,
      open,
      serving: async (url: string) =>
        resolve({
          url,
          stop: async () => {
            stopper.abort();
            await ended;
          },
        }),
    }).catch((problem: unknown) => {
      if (!(problem instanceof Interrupted)) reject(problem);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

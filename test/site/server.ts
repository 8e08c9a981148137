import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { folder } from "./builtSite";

const kinds: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

/** Serves the built site on this machine alone, packed as web servers pack it. */
export async function serve(): Promise<{ address: string; sent: number[]; stop: () => void }> {
  const sent: number[] = [];
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = join(folder, normalize(decodeURIComponent(pathname)));
    const content = await readFile(path).catch(() => undefined);
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    const packed = /\.(html|css|js|svg)$/.test(path);
    const body = packed ? gzipSync(content) : content;
    sent.push(body.length);
    response.writeHead(200, {
      "content-type": kinds[extname(path)] ?? "application/octet-stream",
      ...(packed ? { "content-encoding": "gzip" } : {}),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    sent,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { bindSockets, readConnectionFile } from "./connection";
import { supervise } from "./supervisor";

/** `node main.js --connection-file FILE`: what the kernelspec runs. */
async function main(): Promise<void> {
  const at = process.argv.indexOf("--connection-file");
  const file = process.argv[at + 1];
  if (at < 0 || file === undefined) {
    throw new Error("Jupyter starts this kernel: node main.js --connection-file FILE");
  }
  const connection = readConnectionFile(file);
  supervise(connection, await bindSockets(connection));
}

main().catch((error: Error) => {
  process.stderr.write(`The score-matching kernel could not start: ${error.message}\n`);
  process.exit(1);
});

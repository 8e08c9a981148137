import { Problem } from "../tools/setup/problem.mjs";
import { parseWords } from "../tools/setup/words.mjs";

export const usage = `npm run bench                  this library, PyTorch, JAX and NumPy on the same work, side by side

npm run bench -- --only W4     only workloads whose name begins so; may be given more than once
npm run bench -- --rounds 9    rounds of each (otherwise 7, with --quick 3)
npm run bench -- --threads 1   numbers of threads, separated by commas (otherwise 1,2)
npm run bench -- --peers numpy only peers whose name contains one of these words, separated by commas
npm run bench -- --quick       shorter rounds, for a first look
npm run bench -- --help        prints this

All results are compared before anything is timed. Writes bench/results.json and bench/results.svg;
with --only, --peers or --quick into build/bench instead.`;

/**
 * @param {string[]} argv
 * @param {readonly string[]} names of the workloads
 */
export function parseOptions(argv, names) {
  const { values } = parseWords(
    {
      args: argv,
      strict: true,
      options: {
        help: { type: "boolean", short: "h" },
        quick: { type: "boolean" },
        only: { type: "string", multiple: true },
        rounds: { type: "string" },
        threads: { type: "string" },
        peers: { type: "string" },
      },
    },
    usage,
  );
  const quick = values.quick ?? false;
  const rounds = Number(values.rounds ?? (quick ? 3 : 7));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Problem(`--rounds takes a whole number from 1 on, and not ${values.rounds}.`, {
      code: 2,
    });
  const threads = (values.threads ?? "1,2").split(",").map(Number);
  if (threads.some((count) => !Number.isInteger(count) || count < 1))
    throw new Problem(`--threads takes numbers such as 1,2, and not ${values.threads}.`, {
      code: 2,
    });
  const only = values.only ?? [];
  for (const prefix of only) {
    if (!names.some((name) => name.startsWith(prefix)))
      throw new Problem(`No workload begins with ${prefix}: there are ${names.join(", ")}.`, {
        code: 2,
      });
  }
  const peers = values.peers?.toLowerCase().split(",");
  return {
    help: values.help ?? false,
    quick,
    rounds,
    threads,
    peers,
    whole: !quick && only.length === 0 && peers === undefined,
    chosen: names.filter(
      (name) => only.length === 0 || only.some((prefix) => name.startsWith(prefix)),
    ),
  };
}

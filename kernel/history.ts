import type { Content } from "./wire";

type Entry = [session: number, line: number, input: string];

/** The inputs of this session, for the front end's search and arrow keys. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push([0, line, input]);
  }

  /** Answers `tail`, `range` and `search` requests; with `output` the output is always null. */
  answer(request: Content): unknown[] {
    const shown = this.#select(request);
    if (request.output !== true) return shown;
    return shown.map(([session, line, input]) => [session, line, [input, null]]);
  }

  #select(request: Content): Entry[] {
    const last = typeof request.n === "number" ? request.n : this.#entries.length;
    switch (request.hist_access_type) {
      case "range": {
        const start = Number(request.start ?? 0);
        const stop = typeof request.stop === "number" ? request.stop : Number.POSITIVE_INFINITY;
        return this.#entries.filter(([, line]) => line >= start && line < stop);
      }
      case "search": {
        const matches = glob(String(request.pattern ?? "*"));
        let found = this.#entries.filter(([, , input]) => matches.test(input));
        if (request.unique === true) {
          found = found.filter(([, , input], i) => !found.slice(i + 1).some((e) => e[2] === input));
        }
        return found.slice(Math.max(0, found.length - last));
      }
      default:
        return this.#entries.slice(Math.max(0, this.#entries.length - last));
    }
  }
}

/** A pattern of * and ? as a regular expression. */
function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}

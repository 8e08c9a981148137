import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

// Written here and not taken from a package, since it runs before any package is installed and
// should look the same afterwards.

/**
 * @typedef {object} Step
 * @property {(note: string) => void} note a few words on what it is doing, shown beside the clock
 * @property {(folder: string) => void} watch a folder whose growing size is shown
 * @property {(bytes: number) => void} size the size, when the step knows it
 */

/**
 * Shows steps as they run: on a terminal one live line with the time and size, elsewhere plain
 * lines, with a sign of life every half minute.
 */
export class Display {
  /** @type {{title: string, began: number, note: string, bytes: number, folder?: string, spoke: number} | undefined} */
  #now;
  /** @type {NodeJS.Timeout | undefined} */
  #ticking;
  #measuring = false;

  /**
   * @param {{
   *   stream?: {write(text: string): unknown, isTTY?: boolean, columns?: number},
   *   clock?: () => number, quietFor?: number
   * }} [options] quietFor: milliseconds between signs of life on a stream that is no terminal
   */
  constructor({ stream = process.stdout, clock = Date.now, quietFor = 30_000 } = {}) {
    this.stream = stream;
    this.clock = clock;
    this.quietFor = quietFor;
  }

  /**
   * Runs `work` under `title`. What `work` returns as `said` ends its line ("already there"); with
   * `failed` the line is marked so.
   *
   * @template {{said?: string, failed?: boolean} | undefined | void} T
   * @param {string} title
   * @param {(step: Step) => Promise<T> | T} work
   * @returns {Promise<T>}
   */
  async step(title, work) {
    const began = this.clock();
    const now = { title, began, note: "", bytes: 0, spoke: began };
    this.#now = now;
    this.#ticking = setInterval(() => this.tick(), this.stream.isTTY ? 100 : 1000);
    this.#ticking.unref();
    if (this.stream.isTTY) this.tick();
    else this.stream.write(`${title} ...\n`);
    try {
      const result = await work({
        note: (note) => this.#change({ note }),
        watch: (folder) => this.#change({ folder }),
        size: (bytes) => this.#change({ bytes }),
      });
      this.#end(result?.failed ? "✗" : "✓", result?.said);
      return result;
    } catch (error) {
      this.#end("✗");
      throw error;
    }
  }

  /** A line of its own. @param {string} text */
  say(text) {
    this.#wipe();
    this.stream.write(`${text}\n`);
    if (this.#now && this.stream.isTTY) this.tick();
  }

  /** Draws the live line, or says after a long silence that the step still runs. */
  tick() {
    const now = this.#now;
    if (!now) return;
    this.#measure();
    const time = this.clock();
    if (this.stream.isTTY) {
      const wheel = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[Math.floor(time / 100) % 10];
      const line = [
        `${wheel} ${now.title}`,
        seconds(time - now.began),
        sizeText(now.bytes),
        now.note,
      ];
      const width = Math.max(20, (this.stream.columns || 80) - 1);
      this.stream.write(`\r\x1b[2K${shorten(line.filter(Boolean).join("  "), width)}`);
    } else if (time - now.spoke >= this.quietFor) {
      now.spoke = time;
      const more = [seconds(time - now.began), sizeText(now.bytes), now.note].filter(Boolean);
      this.stream.write(`  still at it: ${more.join(", ")}\n`);
    }
  }

  /** Ends whatever is shown, for Ctrl-C. */
  stop() {
    clearInterval(this.#ticking);
    this.#wipe();
    this.#now = undefined;
  }

  /** @param {string} sign @param {string} [said] */
  #end(sign, said) {
    clearInterval(this.#ticking);
    const now = this.#now;
    if (!now) return;
    this.#now = undefined;
    if (this.stream.isTTY) this.stream.write("\r\x1b[2K");
    const more = [said, seconds(this.clock() - now.began), sizeText(now.bytes)].filter(Boolean);
    this.stream.write(`${sign} ${now.title}  ${more.join("  ")}\n`);
  }

  /** @param {Partial<{note: string, folder: string, bytes: number}>} change */
  #change(change) {
    if (this.#now) Object.assign(this.#now, change);
  }

  #wipe() {
    if (this.#now && this.stream.isTTY) this.stream.write("\r\x1b[2K");
  }

  #measure() {
    const now = this.#now;
    if (!now?.folder || this.#measuring) return;
    this.#measuring = true;
    const began = this.clock();
    void folderSize(now.folder).then((bytes) => {
      if (now.folder) now.bytes = Math.max(now.bytes, bytes);
      // A walk over many files costs time that the step itself could use: rest ten times as long.
      setTimeout(
        () => {
          this.#measuring = false;
        },
        Math.max(500, 10 * (this.clock() - began)),
      ).unref();
    });
  }
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  const whole = milliseconds / 1000;
  if (whole < 60) return `${whole.toFixed(1)} s`;
  return `${Math.floor(whole / 60)} min ${String(Math.floor(whole % 60)).padStart(2, "0")} s`;
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1e5) return "";
  return bytes < 1e9
    ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
    : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** @param {string} line @param {number} width */
function shorten(line, width) {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/**
 * The bytes of all files below a folder; 0 when there is none.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
export async function folderSize(folder) {
  let total = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += await folderSize(path);
    else if (entry.isFile())
      total += await lstat(path).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return total;
}

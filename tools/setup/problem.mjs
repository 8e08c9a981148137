/**
 * Something the person at the keyboard can put right. It is shown as one sentence with its remedy,
 * never with a stack trace; any other error is a defect of ours and shows one.
 */
export class Problem extends Error {
  /**
   * @param {string} sentence what is missing and what to do about it
   * @param {{log?: string, tail?: string, code?: number}} [more] the full log's path, its last lines
   */
  constructor(sentence, { log, tail, code = 1 } = {}) {
    super(sentence);
    this.name = "Problem";
    this.log = log;
    this.tail = tail;
    this.code = code;
  }

  /** What is printed. */
  get text() {
    const tail = this.tail?.trim() ? `${indent(this.tail.trim())}\n` : "";
    return `${tail}${this.message}${this.log ? `\nThe full log: ${this.log}` : ""}`;
  }
}

/** Ctrl-C, or the end of the terminal. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, "    ");
}

/**
 * The sentence for an error of the file system, or undefined when it is none that we know.
 *
 * @param {unknown} error
 * @param {string} [folder]
 * @returns {Problem | undefined}
 */
export function fileSystemProblem(error, folder) {
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error) ?? {};
  const where = path ?? folder ?? "the folder";
  if (code === "ENOSPC" || code === "EDQUOT")
    return new Problem(
      `The disk is full (while writing ${where}): free some space and run the same command again; it continues where it stopped.`,
    );
  if (code === "EROFS" || code === "EACCES" || code === "EPERM")
    return new Problem(
      `${where} cannot be written (${code}): move the clone to a folder that you may write to, or change its permissions, and run the same command again.`,
    );
  return undefined;
}

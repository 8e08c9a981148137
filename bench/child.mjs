import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { cleanEnvironment, end } from "../tools/setup/processes.mjs";

/**
 * A process that answers one line to each line.
 */
export class Child {
  #process;
  /** @type {AsyncIterator<string>} */
  #lines;
  #said = "";

  /**
   * @param {string[]} command
   * @param {NodeJS.ProcessEnv} environment what is added to the environment
   * @param {AbortSignal} [stopping]
   */
  constructor(command, environment, stopping) {
    const [program, ...args] = command;
    this.#process = spawn(/** @type {string} */ (program), args, {
      env: { ...cleanEnvironment(), ...environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    this.#process.on("error", (error) => {
      this.#said += error.message;
    });
    this.#process.stdin.on("error", () => {});
    this.#process.stderr.setEncoding("utf8").on("data", (text) => {
      this.#said = (this.#said + text).slice(-2000);
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    stopping?.addEventListener("abort", () => this.end(), { once: true });
  }

  /**
   * @param {object} question
   * @returns {Promise<any>}
   */
  async ask(question) {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the process ended: ${this.#said.trim() || "it said nothing"}`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async end() {
    await end(this.#process.pid, 2000);
  }
}

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jupyterEnvironment } from "../../tools/setup/lab.mjs";
import { here, pathsOf, venvPython } from "../../tools/setup/paths.mjs";
import { run } from "../../tools/setup/processes.mjs";
import { chromiumNeeded, chromiumPath, flags } from "./chromium";
import { type Lab, output, startLab } from "./lab";
import { NotebookPage } from "./notebookPage";

const mustRun = Boolean(process.env.CI) && process.env.CI !== "false";
if (!chromiumPath && !mustRun) console.warn(`NOT RUN: Validate in a browser. ${chromiumNeeded}`);

const line = (slope: string) => `
function bestLine(data: number[]): { k: number; m: number; lowest: number } {
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const m = mean(data);
  const k = ${slope} / mean(data.map((x) => (x - m) ** 2));
  return { k, m, lowest: -k / 2 };
}`;

// The tests follow one student: each goes on where the one before it ended.
describe.skipIf(!chromiumPath && !mustRun)("the Validate button", () => {
  let edition: string;
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  let notebook: NotebookPage;

  beforeAll(async () => {
    if (!chromiumPath) throw new Error(chromiumNeeded);
    mkdirSync(output, { recursive: true });
    edition = mkdtempSync(join(tmpdir(), "edition-"));
    lab = await startLab(await released(edition));
    browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    notebook = new NotebookPage(page);
    await notebook.open(lab.url);
    await notebook.idle();
  });

  afterAll(async () => {
    await page?.screenshot({ path: join(output, "validate-last.png") }).catch(() => {});
    await browser?.close();
    await lab?.stop();
    if (edition) rmSync(edition, { recursive: true, force: true });
  });

  it("names every task that nobody has begun", async () => {
    const said = await validate();
    expect(said.match(/: your turn/g)).toHaveLength(6);
    expect(said).not.toContain("Success");
  }, 300_000);

  it("says of a wrong solution what differs and by how much", async () => {
    await write("bestLine", line("1.5"));
    const said = await validate();
    expect(said).toMatch(
      /furthest apart at [a-z ]+: -?[\d.]+ against -?[\d.]+, they differ by [\d.]+/,
    );
    expect(said).not.toMatch(/assert/i);
    expect(said.match(/: your turn/g)).toHaveLength(5);
    await page.screenshot({ path: join(output, "validate.png") });
  }, 300_000);

  it("says why a solution is refused by the compiler", async () => {
    await write("bestLine", line("1").replace("lowest: -k", "lowest: -kay"));
    expect(await validate()).toContain("Cannot find name 'kay'");
  }, 300_000);

  it("says nothing of it once it is right", async () => {
    await write("bestLine", line("1"));
    const said = await validate();
    expect(said).not.toContain("against");
    expect(said.match(/: your turn/g)).toHaveLength(5);
  }, 300_000);

  /** The folder with the first assignment of a student edition, made as an instructor makes it. */
  async function released(folder: string): Promise<string> {
    const paths = pathsOf(here);
    const env = { ...jupyterEnvironment(paths), PYTHONPATH: join(here, "tools") };
    const words = ["-m", "coursework.release", join(folder, "student")];
    const { code, output } = await run(venvPython(paths.venv), words, { cwd: here, env });
    expect(code, output).toBe(0);
    const published = join(folder, "published");
    mkdirSync(published);
    copyFileSync(join(folder, "student", "notebooks", "a1.ipynb"), join(published, "a1.ipynb"));
    return published;
  }

  /** Puts other lines into the cell that defines this function, as a student does. */
  async function write(name: string, source: string): Promise<void> {
    const cell = notebook.all(`.jp-CodeCell:has-text("function ${name}(")`).first();
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(source);
  }

  /** Presses the button, and gives what the dialog says. */
  async function validate(): Promise<string> {
    await page.locator(".validate-button").first().click();
    const dialog = page.locator(".jp-Dialog", { hasText: "Validation Results" });
    await dialog.waitFor({ timeout: 240_000 });
    const said = await dialog.innerText();
    await dialog.getByRole("button", { name: "OK" }).click();
    await dialog.waitFor({ state: "detached" });
    return said;
  }
});

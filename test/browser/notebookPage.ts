import type { Locator, Page } from "playwright-core";

/** A notebook open in JupyterLab, driven as a reader drives it: by its menus, buttons and keys. */
export class NotebookPage {
  constructor(readonly page: Page) {}

  async open(url: string): Promise<void> {
    // On a busy machine the lab takes its time.
    await this.page.goto(url, { timeout: 120_000 });
    await this.page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 120_000 });
  }

  /** Waits until the kernel is there and has nothing to do. */
  async idle(timeout = 120_000): Promise<void> {
    await this.page
      .locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
      .waitFor({ state: "attached", timeout });
  }

  async menu(name: string, entry: string): Promise<void> {
    await this.page.locator(".lm-MenuBar-item", { hasText: new RegExp(`^${name}$`) }).click();
    await this.page.locator(".lm-Menu-item", { hasText: entry }).first().click();
  }

  /** Runs all cells, and waits until the last of them has run. */
  async runAll(timeout: number): Promise<void> {
    await this.menu("Run", "Run All Cells");
    const last = this.page.locator(".jp-CodeCell").last();
    await last.scrollIntoViewIfNeeded();
    await prompt(last, /^\[\d+\]:$/, timeout);
    await this.idle(timeout);
  }

  /** What the cells hold, whether or not it is in view. */
  all(selector: string): Locator {
    return this.page.locator(".jp-Notebook").locator(selector);
  }

  /** Brings something to the upper edge of the notebook, and waits until the page stands still. */
  async scrollToTop(what: Locator): Promise<void> {
    await what.scrollIntoViewIfNeeded();
    await what.evaluate((e) => e.scrollIntoView({ block: "start" }));
    // Cells get their height when they come into view.
    await this.page.waitForTimeout(1500);
    await what.evaluate((e) => e.scrollIntoView({ block: "start" }));
    await this.page.waitForTimeout(500);
  }

  /** Adds a code cell at the end, types into it, and does not run it. */
  async type(source: string): Promise<Locator> {
    await this.page.locator(".jp-Cell").last().locator(".jp-InputPrompt").click();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("b");
    const cell = this.page.locator(".jp-CodeCell").last();
    await cell.locator(".cm-content").click();
    await this.page.keyboard.insertText(source);
    return cell;
  }

  /** Types a cell, runs it, and waits for its end. */
  async run(source: string, timeout = 30_000): Promise<Locator> {
    const cell = await this.type(source);
    await this.page.keyboard.press("Control+Enter");
    await prompt(cell, /^\[\d+\]:$/, timeout);
    return cell;
  }

  async interrupt(): Promise<void> {
    await this.page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  }
}

/** Waits until a cell's prompt reads so: [*]: while it runs, [7]: afterwards. */
export async function prompt(cell: Locator, wanted: RegExp, timeout: number): Promise<void> {
  await cell.locator(".jp-InputPrompt").filter({ hasText: wanted }).waitFor({ timeout });
}

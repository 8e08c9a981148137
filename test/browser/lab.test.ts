import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { here } from "../../tools/setup/paths.mjs";
import { chromiumNeeded, chromiumPath, flags } from "./chromium";
import { type Lab, output, startLab } from "./lab";
import { NotebookPage, prompt } from "./notebookPage";
import { differingPixels } from "./pixels";

const mustRun = Boolean(process.env.CI) && process.env.CI !== "false";
if (!chromiumPath && !mustRun) console.warn(`NOT RUN: the lab in a browser. ${chromiumNeeded}`);

const lesson = readdirSync(join(here, "notebooks")).find((name) => name.startsWith("01-"))!;
const sources: string[] = JSON.parse(readFileSync(join(here, "notebooks", lesson), "utf8"))
  .cells.filter((cell: { cell_type: string }) => cell.cell_type === "code")
  .map((cell: { source: string[] }) => cell.source.join(""));
const calls = (pattern: RegExp) => sources.flatMap((source) => [...source.matchAll(pattern)]);

// The tests follow one reader through one page: each goes on where the one before it ended.
describe.skipIf(!chromiumPath && !mustRun)("lesson 1 in JupyterLab", () => {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  let blank: Page;
  let notebook: NotebookPage;
  const elsewhere = new Set<string>();

  beforeAll(async () => {
    if (!chromiumPath) throw new Error(chromiumNeeded);
    mkdirSync(output, { recursive: true });
    [lab, browser] = await Promise.all([
      startLab(),
      chromium.launch({ executablePath: chromiumPath, args: flags }),
    ]);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1")
        elsewhere.add(request.url());
    });
    [page, blank] = [await context.newPage(), await context.newPage()];
    page.on("websocket", (socket) => {
      if (new URL(socket.url()).hostname !== "127.0.0.1") elsewhere.add(socket.url());
    });
    notebook = new NotebookPage(page);
  });

  afterAll(async () => {
    await page?.screenshot({ path: join(output, "last.png") }).catch(() => {});
    await browser?.close();
    await lab?.stop();
  });

  it("opens with the course's own kernel", async () => {
    await notebook.open(lab.url);
    await expect
      .poll(() => page.locator(".jp-KernelName").innerText(), { timeout: 60_000 })
      .toBe("TypeScript (score-matching)");
  });

  it("runs every cell, and every check holds", async () => {
    await notebook.runAll(240_000);
    const wanted = calls(/\bcheck\.(?!exercise)\w+\(/g).length;
    // A cell out of view gets its outputs only when it is next seen: walk through the notebook
    // until all are there. Their text is read whether or not it is in view just then.
    const walk = async () => {
      for (const cell of await notebook.all(".jp-CodeCell").all())
        await cell.scrollIntoViewIfNeeded();
      return notebook.all('[role="group"][aria-label^="Check B"]').allTextContents();
    };
    const found = async () => (await walk()).filter((row) => row.trim() !== "").length;
    await expect.poll(found, { timeout: 120_000 }).toBeGreaterThanOrEqual(wanted);
    const rows = await walk();
    expect(rows.filter((row) => !/\bholds\b/.test(row) || /\bfails\b/.test(row))).toEqual([]);
    expect(await notebook.all('[data-mime-type="application/vnd.jupyter.error"]').count()).toBe(0);
    expect(await notebook.all('[data-mime-type="application/vnd.jupyter.stderr"]').count()).toBe(0);
  }, 420_000);

  it("draws every figure, and shows its caption", async () => {
    const figures = await notebook.all(".js-plotly-plot").all();
    expect(figures.length).toBe(calls(/\bplot\.\w+\(/g).length);
    const captions = calls(/\bcaption:\s*(["'`])(.{20})/g).map((match) => match[2]!);
    for (const [i, figure] of figures.entries()) {
      const paths = async () => {
        await figure.scrollIntoViewIfNeeded();
        return drawnPaths(figure);
      };
      await expect.poll(paths, { message: `figure ${i + 1}`, timeout: 30_000 }).toBeGreaterThan(0);
      expect(await drawnPixels(figure), `figure ${i + 1}`).toBeGreaterThan(300);
      const words = figure.locator("text.annotation-text", { hasText: captions[i]! });
      expect((await words.boundingBox())?.height ?? 0, captions[i]).toBeGreaterThan(10);
    }
  });

  it("has a picture for the README: checks above, the figure below them", async () => {
    await page.setViewportSize({ width: 1280, height: 1080 });
    await page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current").click();
    const cell = notebook.all(".jp-CodeCell:has(.js-plotly-plot)").first();
    const figure = cell.locator(".js-plotly-plot");
    // The code of the figure is folded away, so that both fit.
    await cell.locator(".jp-InputArea-prompt").click();
    await notebook.menu("View", "Collapse Selected Code");
    await figure.scrollIntoViewIfNeeded();
    await notebook.scrollToTop(notebook.all('[aria-label^="Check B"]').first());
    await page.screenshot({ path: join(output, "lesson-01.png") });
    const bottom = await figure.evaluate((e) => e.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThan(1080);
    await notebook.menu("View", "Expand Selected Code");
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("shows a progress bar that moves", async () => {
    const cell = await notebook.type(
      'const { progress } = await import("score-matching");\n' +
        'for (const step of progress(8, { label: "eight steps" }))\n' +
        "await new Promise((done) => setTimeout(done, 250 + step));",
    );
    await page.keyboard.press("Control+Enter");
    const bar = cell.locator('progress, [role="progressbar"]');
    await bar.first().waitFor();
    const value = async () => Number(await bar.first().getAttribute("value"));
    await expect.poll(value, { timeout: 10_000 }).toBeGreaterThan(0.2);
    const early = await value();
    await prompt(cell, /^\[\d+\]:$/, 20_000);
    expect(await value()).toBeGreaterThan(early);
    expect(await bar.count()).toBe(1);
  });

  it("completes a name by Tab, and explains it by Shift-Tab", async () => {
    const cell = await notebook.type("gaussianMix");
    await page.keyboard.press("Tab");
    await expect
      .poll(async () => (await cell.locator(".cm-content").innerText()) + (await completions()), {
        timeout: 30_000,
      })
      .toContain("gaussianMixture");
    await page.keyboard.press("Escape");
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("points");
    await page.keyboard.press("Shift+Tab");
    const tooltip = page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    expect(await tooltip.innerText()).toMatch(/Points/);
    await page.keyboard.press("Escape");
  });

  it("shows a type error in the cell, with its line", async () => {
    const cell = await notebook.run('const one = 1;\nconst two: number = "two";');
    const error = await cell.locator(".jp-OutputArea-output").innerText();
    expect(error).toContain("Type 'string' is not assignable to type 'number'");
    expect(error).toMatch(/\b2\b/);
    await cell.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(output, "type-error.png") });
  });

  it("stops a loop by the interrupt button, and the next cell works", async () => {
    const loop = await notebook.type("for (;;) {}");
    await page.keyboard.press("Control+Enter");
    await prompt(loop, /^\[\*\]:$/, 10_000);
    await page.waitForTimeout(1000);
    const pressed = Date.now();
    await notebook.interrupt();
    await prompt(loop, /^\[\d+\]:$/, 10_000);
    expect(Date.now() - pressed).toBeLessThan(5000);
    expect(await loop.locator(".jp-OutputArea-output").innerText()).toMatch(/interrupt/i);
    const next = await notebook.run("seed + 41");
    expect((await next.locator(".jp-OutputArea-output").innerText()).trim()).toBe("42");
  });

  it("asks nothing of any other machine", () => {
    expect([...elsewhere]).toEqual([]);
  });

  async function completions(): Promise<string> {
    return (await page.locator(".jp-Completer").allInnerTexts()).join("\n");
  }

  /** Paths of the plotting area that have an outline and an extent on the screen. */
  function drawnPaths(figure: Locator): Promise<number> {
    return figure.locator(".main-svg .mlayer path").evaluateAll(
      (paths) =>
        paths.filter((path) => {
          const { width, height } = path.getBoundingClientRect();
          return (path.getAttribute("d") ?? "").length > 10 && width + height > 5;
        }).length,
    );
  }

  /** Pixels that change when what the paths draw is taken away. */
  async function drawnPixels(figure: Locator): Promise<number> {
    const shown = await figure.screenshot();
    await figure.evaluate((e) => {
      const style = document.createElement("style");
      style.textContent = ".main-svg .mlayer { display: none; }";
      e.append(style);
    });
    const hidden = await figure.screenshot();
    await figure
      .locator("style")
      .last()
      .evaluate((e) => e.remove());
    return differingPixels(blank, shown, hidden);
  }
});

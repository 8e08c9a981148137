import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumNeeded, chromiumPath, flags } from "../browser/chromium";
import { folder, lessons, pages, source } from "./builtSite";
import { serve } from "./server";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const mustRun = Boolean(process.env.CI) && process.env.CI !== "false";
if (!chromiumPath && !mustRun) console.warn(`NOT RUN: the site in a browser. ${chromiumNeeded}`);

const withSlider = lessons.find((page) => /figure-06-denoiser/.test(source(page)))!;
const others = ["index.html", "ledger.html", "search.html", "genindex.html"].concat(
  pages.filter((page) => /^(glossary|symbols|notes\/a|reference\/densities)\.html$/.test(page)),
);

describe.skipIf(!chromiumPath && !mustRun)("the site in a browser", () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let faults: string[];

  beforeAll(async () => {
    if (!chromiumPath) throw new Error(chromiumNeeded);
    server = await serve();
    browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  });

  afterAll(async () => {
    await browser?.close();
    server?.stop();
  });

  /** A page whose complaints, and requests to anywhere else, are written down and refused. */
  async function open(
    page: string,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    // A second on a quiet machine, a minute on one that eight share.
    context.setDefaultTimeout(100_000);
    faults = [];
    const note = (text: string) => faults.push(`${page}: ${text}`);
    await context.route("**", (route) => {
      const address = route.request().url();
      if (address.startsWith(server.address) || /^(data|blob|file):/.test(address))
        return route.continue();
      note(`asks for ${address}`);
      return route.abort();
    });
    const tab = await context.newPage();
    tab.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) note(message.text());
    });
    tab.on("pageerror", (error) => note(error.message));
    tab.on("response", (response) => {
      if (response.status() >= 400) note(`${response.status()} ${response.url()}`);
    });
    await tab.goto(page.startsWith("file:") ? page : `${server.address}/${page}`);
    await tab.evaluate(() => document.fonts.ready);
    return { page: tab, context };
  }

  /** Scrolls to each figure of the page and waits until it is drawn. */
  async function drawAll(tab: Page): Promise<number> {
    const figures = await tab.locator("figure.live").all();
    for (const figure of figures) {
      await figure.scrollIntoViewIfNeeded();
      await expect
        .poll(() => figure.locator(".figure-live .main-svg path").count(), { timeout: 90_000 })
        .toBeGreaterThan(3);
    }
    return figures.length;
  }

  it("opens every page without an error and without a request to anywhere else", async () => {
    const found = [];
    for (const page of pages) {
      const { context } = await open(page);
      found.push(...faults);
      await context.close();
    }
    expect(found).toEqual([]);
  }, 900_000);

  it.each(lessons)("shows the pictures of %s first, then draws every figure", async (lesson) => {
    const { page, context } = await open(lesson, { viewport: { width: 1280, height: 500 } });
    const first = page.locator("figure.live img").first();
    expect(await page.locator(".figure-live").count()).toBe(0);
    expect((await first.getAttribute("alt"))?.length).toBeGreaterThan(20);
    expect(await drawAll(page)).toBeGreaterThan(2);
    const captions = await page.locator("figure.live figcaption").allInnerTexts();
    expect(captions.every((words) => words.length > 40)).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  it.each(lessons)("%s needs at most 1 MB for its first view", async (lesson) => {
    const before = server.sent.length;
    const { page, context } = await open(lesson);
    await page.waitForLoadState("networkidle");
    const bytes = server.sent.slice(before).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(1_000_000);
    // Plotly is half of that: it waits until a figure is near.
    expect(await page.evaluate(() => "Plotly" in window)).toBe(false);
    await context.close();
  });

  it("moves a figure by its slider, which the keyboard can do", async () => {
    const { page, context } = await open(withSlider);
    const figure = page.locator("#figure-06-denoiser");
    await figure.scrollIntoViewIfNeeded();
    const slider = figure.getByRole("slider");
    await slider.waitFor({ timeout: 90_000 });
    const path = () => figure.locator(".scatterlayer path.js-line").nth(1).getAttribute("d");
    const before = await path();
    const said = await slider.getAttribute("aria-valuetext");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(path).not.toBe(before);
    expect(await slider.getAttribute("aria-valuetext")).not.toBe(said);
    await context.close();
  });

  it("works from the disk, without a server", async () => {
    const { page, context } = await open(pathToFileURL(join(folder, withSlider)).href);
    expect(await drawAll(page)).toBeGreaterThan(2);
    expect(faults).toEqual([]);
    await context.close();
  });

  it("shows pictures and mathematics with scripts off", async () => {
    const { page, context } = await open(withSlider, { javaScriptEnabled: false });
    const pictures = page.locator("figure.live img");
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      const box = await picture.boundingBox();
      expect(box?.width).toBeGreaterThan(300);
      expect(box?.height).toBeGreaterThan(150);
    }
    expect(await page.locator(".equation .katex-html").first().isVisible()).toBe(true);
    expect(await page.locator("math").count()).toBeGreaterThan(50);
    expect(await page.locator(".check").count()).toBeGreaterThan(8);
    await context.close();
  });

  it("finds a word", async () => {
    const { page, context } = await open("search.html?q=Tweedie");
    const results = page.locator("#search-results li a");
    await results.first().waitFor({ timeout: 90_000 });
    const found = await results.allInnerTexts();
    expect(found.join("\n")).toContain("Denoising score matching");
    expect(faults).toEqual([]);
    await context.close();
  });

  it("filters the ledger by note, status and lesson", async () => {
    const { page, context } = await open("ledger.html");
    const rows = page.locator("table.ledger tbody tr:visible");
    const all = await rows.count();
    expect(all).toBe(35);
    await page.getByLabel("Lesson").selectOption("6");
    const six = await rows.count();
    expect(six).toBeLessThan(10);
    await page.getByLabel("Note").selectOption("E");
    const both = await rows.count();
    expect(both).toBeGreaterThan(0);
    expect(await page.locator("#b14").isVisible()).toBe(false);
    await page.getByLabel("Lesson").selectOption("");
    await page.getByLabel("Note").selectOption("");
    await page.getByLabel("Status").selectOption("erratum");
    const errata = await rows.count();
    expect(errata).toBeGreaterThan(10);
    expect(errata).toBeLessThan(all);
    await context.close();
  });

  it.each([...lessons, ...others])("fits %s into 360 pixels", async (name) => {
    const { page, context } = await open(name, { viewport: { width: 360, height: 740 } });
    await drawAll(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    // What is wider than its column scrolls in a box of its own, and nothing is cut off.
    const cut = await page.evaluate(() => {
      const scrolls = (element: Element | null): boolean =>
        element !== null &&
        (/(auto|scroll)/.test(getComputedStyle(element).overflowX) ||
          scrolls(element.parentElement));
      return [...document.querySelectorAll("article p, article pre, article img, article td")]
        .filter((element) => element.getBoundingClientRect().right > 361)
        .filter((element) => !scrolls(element.parentElement) && !scrolls(element))
        .map((element) => (element.textContent ?? "").slice(0, 60));
    });
    expect(cut).toEqual([]);
    await context.close();
  });

  it.each(
    [...lessons, ...others].flatMap((name) => ["light", "dark"].map((theme) => ({ name, theme }))),
  )("gives a screen reader $name, legibly, when $theme", async ({ name, theme }) => {
    const { page, context } = await open(name, { colorScheme: theme as "light" | "dark" });
    if (theme === "light") await drawAll(page);
    await page.addScriptTag({ path: axe });
    const serious = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(
            context: unknown,
            options: unknown,
          ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      };
      // What KaTeX draws is hidden from readers, who get its MathML.
      const { violations } = await axe.run(
        { exclude: [[".katex-html"]] },
        { resultTypes: ["violations"] },
      );
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.length} such as ${nodes[0]?.html.slice(0, 160)}`);
    });
    expect(serious).toEqual([]);
    await context.close();
  });

  it("is there for the keyboard alone: search, navigation, theme, a figure", async () => {
    const { page, context } = await open(withSlider);
    const reached = new Set<string>();
    for (let i = 0; i < 400 && reached.size < 4; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (element?.matches(".search-button, .search-button-field")) return "search";
        if (element?.matches(".theme-switch-button")) return "theme";
        if (element?.matches(".bd-links a, nav.bd-links a")) return "navigation";
        if (element?.closest("figure.live")) return "figure";
        return "";
      });
      if (at) reached.add(at);
      if (at === "theme") {
        // A menu: system settings, light, dark.
        for (const key of ["Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"])
          await page.keyboard.press(key);
        expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
      }
    }
    expect([...reached].sort()).toEqual(["figure", "navigation", "search", "theme"]);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Tweedie");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\.html\?q=Tweedie/);
    await context.close();
  });

  it("draws Chinese terms with a font that has them", async () => {
    const { page, context } = await open(withSlider);
    const session = await context.newCDPSession(page);
    await session.send("DOM.enable");
    await session.send("CSS.enable");
    const { root } = await session.send("DOM.getDocument");
    const term = page.locator("p", { hasText: "去噪得分匹配" }).first();
    await term.evaluate((element) => {
      element.id = "terms";
    });
    const { nodeId } = await session.send("DOM.querySelector", {
      nodeId: root.nodeId,
      selector: "#terms",
    });
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    expect(fonts.map(({ familyName }) => familyName).join()).toMatch(/CJK|Han|Hei|Song|PingFang/);
    await context.close();
  });
});

import { describe, expect, it } from "vitest";
import { goodLesson } from "./goodLesson";
import { lint } from "./lint";
import { readLesson } from "./lint/lesson";
import { codeLinesOf, wordsOf } from "./lint/size";

const around = { lessons: ["01-good", "02-next"], items: ["B1", "B2"] };
const whatsOf = (text: string) => lint("01-good", text, around).map(({ what }) => what);

/** The good lesson with one thing changed; a test whose change does not apply fails. */
function changed(from: string | RegExp, to: string): string {
  const text = goodLesson.replace(from, () => to);
  expect(text).not.toBe(goodLesson);
  return text;
}

it("finds nothing wrong with a good lesson", () => {
  expect(lint("01-good", goodLesson, around)).toEqual([]);
});

it("names the line of the file", () => {
  const text = changed("\\tag{1.3}", "\\tag{1.7}");
  const line = text.split("\n").findIndex((l) => l.includes("{1.7}"));
  expect(lint("01-good", text, around)[0]!.line).toBe(line); // the $$ stands one line above
});

describe("it refuses a lesson", () => {
  it.each<[string, string | RegExp, string, RegExp]>([
    ["with another header", "language: typescript", "language: python", /header differs/],
    [
      "with text outside its cells",
      "<!-- #endregion -->\n",
      "<!-- #endregion -->\nlost words\n",
      /outside any cell: lost words/,
    ],
    [
      "with a region that does not end",
      /<!-- #endregion -->\n$/,
      "",
      /no line <!-- #endregion --> ends/,
    ],
    ["with a cell without a tag", ' tags=["break"]', "", /one block tag.*\[\]/],
    ["with an unknown tag", 'tags=["break"]', 'tags=["break", "solution"]', /unknown tag solution/],
    ["with two block tags on a cell", 'tags=["break"]', 'tags=["break", "plot"]', /one block tag/],
    [
      "with code where only text may stand",
      'tags=["code"]',
      'tags=["derive"]',
      /derive tags Markdown/,
    ],
    [
      "with text where only code may stand",
      '<!-- #region tags=["question"]',
      '<!-- #region tags=["parameters"]',
      /parameters tags code/,
    ],
    [
      "without one of its blocks",
      /<!-- #region tags=\["break"\][\s\S]*?#endregion -->\n/,
      "",
      /no cell is tagged break/,
    ],
    [
      "with blocks in another order",
      'tags=["derive"]',
      'tags=["note"]',
      /claim comes after|no cell is tagged derive/,
    ],
    [
      "that derives after it checks",
      'tags=["break"]',
      'tags=["derive"]',
      /derive comes after check/,
    ],
    [
      "with a round whose claim has no check",
      '```typescript tags=["check"]\ncheck.equal("B2"',
      '```typescript tags=["plot"]\ncheck.equal("B2"',
      /round with a claim and without a check/,
    ],
    ["with an equation without a kind", "<!-- definition -->\n", "", /without its kind/],
    ["with a kind that is none", "<!-- definition -->", "<!-- lemma -->", /without its kind/],
    ["with an equation without a number", " \\tag{1.1}", "", /\\tag\{1\.1\}, is without/],
    ["with equations out of order", "\\tag{1.2}", "\\tag{1.4}", /\\tag\{1\.2\}, is 1\.4/],
    [
      "that refers to an equation it does not have",
      "From (1.1)",
      "From (1.9)",
      /no equation has the number \(1\.9\)/,
    ],
    [
      "with a claim without a check",
      'check.equal("B2"',
      'check.equal("B1"',
      /a claim of B2, which no check/,
    ],
    [
      "with a claim of an unknown item",
      "claim B2",
      "claim B77",
      /B77 is not in lessons\/items\.yml/,
    ],
    ["with another title", "# 1. A lesson", "# A lesson", /title should begin/],
    ["without the Chinese terms", "得分函数", "", /Chinese terms/],
    ["with two titles", "## The question", "# The question", /second heading/],
    ["without a seed", "const seed = 1;", "", /const seed = 1;/],
    ["whose seed is not 1", "const seed = 1;", "const seed = 7;", /const seed = 1;/],
    ["with random numbers of a fixed key", "points([1, 2])", 'rng(3, "x")', /rng\(seed/],
    [
      "with random numbers that no seed fixes",
      "points([1, 2])",
      "Math.random()",
      /Math\.random gives/,
    ],
    ["that writes to stderr", "points([1, 2])", 'console.warn("x")', /console\.warn writes/],
    ["with a figure without a caption", ', caption: "It rises."', "", /figure without a caption/],
    ["with a figure whose caption is empty", '"It rises."', '""', /figure without a caption/],
    ["with a figure without an id", 'id: "line", ', "", /figure without an id/],
    [
      "with two figures of one id",
      "plot.curves",
      'plot.field({ id: "line", caption: "x" })\nplot.curves',
      /second figure with the id line/,
    ],
    [
      "with a link to a lesson that is not there",
      "02-next.md",
      "07-later.md",
      /07-later\.md leads neither/,
    ],
    [
      "with a link into its own folder",
      "https://example.org/paper",
      "items.yml",
      /items\.yml leads neither/,
    ],
    [
      "with a path of one machine",
      "It breaks.",
      "It breaks in /home/ann/x.",
      /\/home\/ann\/x\. is a path/,
    ],
    [
      "with another sign for the logarithm",
      "It breaks.",
      "It is $\\ln 2$.",
      /logarithm is .log, not/,
    ],
    ["with a fraction in one sign", "It breaks.", "It has a ½.", /fraction is set as/],
    [
      "with a comma in four digits",
      "It breaks.",
      "It has 2,000 points.",
      /together: 2000, not 2,000/,
    ],
    ["with a bare decimal point", "It breaks.", "It is .5.", /begins with 0, not \.5/],
    ["with a dash", "It breaks.", "It breaks — always.", /needs no dash/],
    [
      "with a hint in the stub",
      "points([1, 2])",
      'yourTurn("think")',
      /hint is folded into the text/,
    ],
    ["with too few words", "word ".repeat(1600), "word ".repeat(1400), /words beside derivations/],
    ["with too many words", "It breaks.", "word ".repeat(1000), /words beside derivations/],
    ["with too much code", "const x =", `${"void 0;\n".repeat(300)}const x =`, /lines of code/],
    [
      "with code too wide for a cell",
      "const x = points([1, 2]);",
      `const x = "${"x".repeat(100)}";`,
      /characters of code/,
    ],
  ])("%s", (_, from, to, expected) => {
    const found = whatsOf(changed(from, to));
    expect(
      found.some((what) => expected.test(what)),
      found.join("\n"),
    ).toBe(true);
  });
});

it("takes five digits with a comma, and decimals with their 0", () => {
  expect(whatsOf(changed("It breaks.", "Of 20,000 points 0.5 lie in $[1, 200]$."))).toEqual([]);
});

it("does not count derivations, displayed equations and links as words", () => {
  const lesson = (...lines: string[]) =>
    readLesson(
      "01-x",
      goodLesson.replace("It breaks.", () => lines.join("\n")),
    );
  const words = wordsOf(lesson("It breaks."));
  expect(wordsOf(lesson("It breaks.", "$$ a b c \\tag{1.3} $$"))).toBe(words);
  expect(wordsOf(lesson("It [breaks](https://example.org/a/b/c)."))).toBe(words);
  expect(wordsOf(lesson("It breaks a lot."))).toBe(words + 2);
  const derive = readLesson("01-x", changed("1. From (1.1)", "1. Many more words. From (1.1)"));
  expect(wordsOf(derive)).toBe(words);
});

it("does not count comments and blank lines as code", () => {
  const lines = codeLinesOf(readLesson("01-x", goodLesson));
  const more = changed("const x =", "// a comment\n\n/** another\n * comment */\nconst x =");
  expect(codeLinesOf(readLesson("01-x", more))).toBe(lines);
});

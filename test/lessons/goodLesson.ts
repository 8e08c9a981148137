import { header } from "./lint/lesson";

const markdown = (tag: string, ...lines: string[]) =>
  [`<!-- #region tags=["${tag}"] -->`, ...lines, "<!-- #endregion -->", ""].join("\n");
const code = (tags: string, ...lines: string[]) =>
  [`\`\`\`typescript tags=[${tags}]`, ...lines, "```", ""].join("\n");

/** A small lesson that breaks no rule; tests break it in one place at a time. */
export const goodLesson = [
  header,
  markdown("title", "# 1. A lesson", "", "Terms: score 得分函数."),
  code('"parameters"', 'import { points } from "score-matching";', "", "const seed = 1;"),
  markdown("question", "## The question", "", "word ".repeat(1600)),
  markdown("note", "Note A says so."),
  markdown(
    "claim",
    "<!-- definition -->",
    "$$ s = f' \\tag{1.1} $$",
    "",
    "<!-- claim B1 -->",
    "$$ s = 0 \\tag{1.2} $$",
  ),
  markdown("derive", "1. From (1.1) follows (1.2)."),
  code('"code"', "const x = points([1, 2]);"),
  code('"check"', "declare const check: any;", 'check.equal("B1", "they agree", {});'),
  markdown("break", "It breaks."),
  code('"plot"', "declare const plot: any;", 'plot.curves({ id: "line", caption: "It rises." })'),
  markdown("claim", "<!-- claim B2 -->", "$$", "Z = 1 \\tag{1.3}", "$$"),
  code('"check"', 'check.equal("B2", "it is one", {});'),
  markdown("exercise", "Try it."),
  markdown("next", "See [the next one](02-next.md) and [a paper](https://example.org/paper)."),
].join("\n");

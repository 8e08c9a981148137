import { blockProblems } from "./blocks";
import { contentProblems } from "./content";
import { equationProblems } from "./equations";
import { type Problem, readLesson } from "./lesson";
import { sizeProblems } from "./size";
import { voiceProblems } from "./voice";

/** What surrounds a lesson: the names of all lessons, and the ids of all items. */
export interface Surroundings {
  readonly lessons: readonly string[];
  readonly items: readonly string[];
}

/** All that is wrong with the text of a lesson, each with its line, in the order of the file. */
export function lint(name: string, text: string, { lessons, items }: Surroundings): Problem[] {
  const lesson = readLesson(name, text);
  return [
    ...lesson.strays,
    ...blockProblems(lesson),
    ...equationProblems(lesson, items),
    ...contentProblems(lesson, lessons),
    ...sizeProblems(lesson),
    ...voiceProblems(lesson),
  ].sort((a, b) => a.line - b.line);
}

/** Problems as an author reads them: lessons/01-x.md:12 what is wrong. */
export function sentences(name: string, problems: readonly Problem[]): string[] {
  return problems.map(({ line, what }) => `lessons/${name}.md:${line} ${what}`);
}

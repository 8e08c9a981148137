import { ensure } from "../../numerics/errors";

/** What every figure says of itself. */
export interface FigureHead {
  /** Lower-case words joined by hyphens, also the name of its file: "density-and-score". */
  readonly id: string;
  readonly title: string;
  /** The conclusion that the figure supports, in a sentence; it stands below the axes. */
  readonly caption: string;
  /** For those who do not see it; by default made from the data. */
  readonly description?: string;
}

/** @throws InvalidArgument unless the id is fit to be a file's name, and title and caption say something. */
export function ensureHead({ id, title, caption, description }: FigureHead): void {
  ensure(typeof id === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id), () => ({
    argument: "id",
    value: id,
    problem: "is not made of lower-case words joined by hyphens",
    consequence: "the figure could not be written to a file of that name",
    remedy: 'write it like "density-and-score"',
  }));
  for (const [argument, value] of Object.entries({ title, caption, description })) {
    if (argument === "description" && value === undefined) continue;
    ensure(typeof value === "string" && value.trim() !== "", () => ({
      argument,
      value,
      problem: "is empty",
      consequence: "a reader could not tell what the figure shows",
      remedy: argument === "caption" ? "state the conclusion in a sentence" : "say it in words",
    }));
  }
}

/**
 * Colours that people with any kind of colour vision tell apart (Okabe and Ito, "Color universal
 * design", 2008), without the yellow, which is too pale on white.
 */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#000000", "#a3497f", "#7d6608"] as const;
// Each second one lets what lies below shine through: two curves that coincide are both seen.
const DASHES = ["solid", "dash", "longdashdot", "dot", "longdash", "dashdot"] as const;
const SYMBOLS = ["circle", "square", "diamond", "x", "triangle-up", "cross"] as const;
/** Of the filling of bars. */
const PATTERNS = ["", "/", "x", ".", "-", "+"] as const;

/** More lines than this cannot be told apart without colour. */
export const MOST_STYLES = DASHES.length;

/** How the k-th of several things looks: distinct in colour, and in form as well. */
export interface Style {
  readonly colour: string;
  readonly dash: string;
  readonly symbol: string;
  readonly pattern: string;
}

export function style(k: number): Style {
  const of = <T>(list: readonly T[]) => list[k % list.length] as T;
  return { colour: of(COLOURS), dash: of(DASHES), symbol: of(SYMBOLS), pattern: of(PATTERNS) };
}

export const INK = "#222222";
export const GRID = "#e3e3e3";
export const PAPER = "#ffffff";
export const FONT = "Helvetica, Arial, sans-serif";

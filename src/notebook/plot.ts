import { curves } from "./plot/curves";

/** Builders of figures that a notebook shows interactively, as SVG and in words. */
export const plot = { curves };

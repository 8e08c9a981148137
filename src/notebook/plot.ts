import { bars } from "./plot/bars";
import { convergence } from "./plot/convergence";
import { curves } from "./plot/curves";
import { field } from "./plot/field";
import { histogram } from "./plot/histogram";
import { images } from "./plot/images";
import { paths } from "./plot/paths";

/** Builders of figures that a notebook shows interactively, as SVG and in words. */
export const plot = { bars, convergence, curves, field, histogram, images, paths };

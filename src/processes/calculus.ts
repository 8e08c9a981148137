import { type Points, points } from "../numerics/points";
import { derivativesAlongColumns, diagonalDerivative } from "./diffusionDerivative";
import type { Calculus, Sde } from "./sde";

/**
 * The same process, written in Stratonovich's sense: of dx = f dt + G dW (Ito),
 *
 *     dx = (f - c) dt + G o dW,   c_r = 1/2 sum_jk G_jk d G_rk / d x_j,
 *
 * which is c_k = 1/2 g_k d g_k / d x_k where each coordinate has a noise of its own, and 0 for additive
 * noise. If the equation runs down in time, c is added: it belongs to |dt|. The solution is the same;
 * the form is what `heun` wants. Derivatives that the diffusion does not give are central differences.
 *
 * Source: Kloeden and Platen (1992), section 4.9; Sarkka and Solin (2019), chapter 4.
 */
export function toStratonovich(sde: Sde): Sde {
  return converted(sde, "stratonovich", -1);
}

/** The same process, written in Ito's sense: c is added to the drift; see {@link toStratonovich}. */
export function toIto(sde: Sde): Sde {
  return converted(sde, "ito", 1);
}

function converted(sde: Sde, calculus: Calculus, sign: 1 | -1): Sde {
  if ((sde.calculus ?? "ito") === calculus) return sde;
  if (sde.diffusion.kind === "additive") return { ...sde, calculus };
  const [from, to] = sde.interval;
  const factor = sign * Math.sign(to - from);
  return {
    ...(sde.dim !== undefined && { dim: sde.dim }),
    interval: sde.interval,
    calculus,
    diffusion: sde.diffusion,
    drift(x: Points, t: number): Points {
      const c = correction(sde, x, t);
      return points(
        sde.drift(x, t).data.map((f, j) => f + factor * c[j]!),
        x.dim,
      );
    },
  };
}

function correction({ diffusion }: Sde, x: Points, t: number): Float64Array {
  const c = new Float64Array(x.data.length);
  if (diffusion.kind === "diagonal") {
    const slope = diagonalDerivative(diffusion, x, t).data;
    return diffusion.at(x, t).data.map((g, j) => 0.5 * g * slope[j]!);
  }
  if (diffusion.kind === "matrix") {
    const noises = diffusion.noiseDim;
    for (const [j, along] of derivativesAlongColumns(diffusion, x, t).entries()) {
      for (let r = 0; r < c.length; r++) c[r]! += 0.5 * along[r * noises + j]!;
    }
  }
  return c;
}

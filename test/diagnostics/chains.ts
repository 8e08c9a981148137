import { type Points, points } from "../../src/numerics/points";
import type { Rng } from "../../src/numerics/rng";

/** x_i = phi x_(i-1) + sqrt(1 - phi^2) z_i, stationary, N(0, 1); tau = (1 + phi) / (1 - phi). */
export function autoregressive(n: number, phi: number, r: Rng): Float64Array {
  const z = r.normal(n);
  for (let i = 1; i < n; i++) z[i] = phi * z[i - 1]! + Math.sqrt(1 - phi * phi) * z[i]!;
  return z;
}

/** Several of them. */
export function several(count: number, n: number, phi: number, r: Rng): Float64Array[] {
  return Array.from({ length: count }, (_, k) => autoregressive(n, phi, r.split(k)));
}

/** The same numbers as a sampler keeps them: points for each time; the second coordinate is noise. */
export function asHistory(chains: readonly Float64Array[], dim: 1 | 2): Points[] {
  return Array.from({ length: chains[0]!.length }, (_, time) =>
    points(
      Float64Array.from({ length: chains.length * dim }, (_, i) =>
        i % dim === 0 ? chains[i / dim]![time]! : (i * time) % 7,
      ),
      dim,
    ),
  );
}

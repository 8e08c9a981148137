import { type Rng, rng } from "../../src/numerics/rng";

/** How often something holds over many seeds, and the standard error of that if the truth is `share`. */
export function rateOf(
  times: number,
  label: string,
  share: number,
  holds: (r: Rng) => boolean,
): { readonly rate: number; readonly standardError: number } {
  const r = rng(1, label);
  let count = 0;
  for (let i = 0; i < times; i++) if (holds(r.split(i))) count++;
  const rate = count / times;
  return { rate, standardError: Math.sqrt((share * (1 - share)) / times) };
}

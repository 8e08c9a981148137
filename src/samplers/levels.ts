import { ensure } from "../numerics/errors";

/** @throws InvalidArgument unless the levels fall, from much noise to little, and none is negative. */
export function ensureFalling(argument: string, levels: ArrayLike<number>): void {
  ensure(levels.length >= 1, () => ({
    argument,
    value: levels,
    problem: "is empty",
    consequence: "there would be no density to draw from",
    remedy: "give at least one level",
  }));
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i]!;
    ensure(typeof level === "number" && level >= 0 && Number.isFinite(level), () => ({
      argument: `${argument}[${i}]`,
      value: level,
      problem: "is not a finite number of at least 0",
      consequence: "there is no such amount of noise",
      remedy: "give levels from much noise to little, 0 for none",
    }));
    ensure(i === 0 || level < levels[i - 1]!, () => ({
      argument: `${argument}[${i}]`,
      value: level,
      problem: `is not below ${argument}[${i - 1}] = ${levels[i - 1]}`,
      consequence: "sampling goes from much noise to little",
      remedy: "give the levels in falling order, each once",
    }));
  }
}

function powerSum(data: Float64Array, k: number): number {
  return data.reduce((sum, x) => sum + x ** k, 0);
}

function quarticSM(data: Float64Array): number {
  return (3 * powerSum(data, 2)) / powerSum(data, 6);
}

function quarticMLE(data: Float64Array): number {
  return data.length / powerSum(data, 4);
}

function gaussianFit(data: Float64Array): [mean: number, variance: number] {
  const mean = powerSum(data, 1) / data.length;
  return [mean, data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length];
}

function varianceUnderNoise(a: number, h: number, x: number, sigma: number): number {
  return sigma ** 2 * (a + h * x) ** 2 + (sigma ** 4 * h ** 2) / 2;
}

import { fourierTransform } from "./fourierTransform";

/**
 * The autocovariances c_t = 1/n sum_i (x_i - mean) (x_(i+t) - mean) of a series at all lags, by two Fourier
 * transforms: with n log n operations, however slowly they fall.
 */
export function autocovariance(series: Float64Array): Float64Array {
  const n = series.length;
  const mean = series.reduce((sum, x) => sum + x, 0) / n;
  // Twice as long, and the rest zero, so that the end of the series does not meet its start.
  const size = 2 ** Math.ceil(Math.log2(2 * n));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let i = 0; i < n; i++) real[i] = series[i]! - mean;
  fourierTransform(real, imaginary);
  for (let k = 0; k < size; k++) {
    real[k] = real[k]! ** 2 + imaginary[k]! ** 2;
    imaginary[k] = 0;
  }
  // The power spectrum is even, so this is the inverse transform but for the factor 1 / size.
  fourierTransform(real, imaginary);
  return real.subarray(0, n).map((sum) => sum / (size * n));
}

export { type Digits, digits } from "./datasets/digits";
export { type PenguinMeasurement, penguins } from "./datasets/penguins";
export { beta } from "./densities/beta";
export type {
  Density,
  DensityFamily,
  Level,
  ScoreFamily,
  ScoreField,
} from "./densities/density";
export { energy } from "./densities/energy";
export { exponential } from "./densities/exponential";
export { type Gaussian, gaussian } from "./densities/gaussian";
export { type GaussianMixture, gaussianMixture } from "./densities/gaussianMixture";
export { type KernelDensity, kernelDensity } from "./densities/kernelDensity";
export { laplace } from "./densities/laplace";
export { type LinearScore, linearScore } from "./densities/linearScore";
export { logistic } from "./densities/logistic";
export { logNormal } from "./densities/logNormal";
export { type Mixture, mixture } from "./densities/mixture";
export { quartic } from "./densities/quartic";
export { scoreField } from "./densities/scoreField";
export { smoothed } from "./densities/smoothed";
export { studentT } from "./densities/studentT";
export { truncated } from "./densities/truncated";
export { uniform } from "./densities/uniform";
export type { UnivariateDensity } from "./densities/univariate";
export type { ChainOptions, Chains } from "./diagnostics/chains";
export { type EffectiveSampleSize, effectiveSampleSize } from "./diagnostics/effectiveSampleSize";
export { energyDistance } from "./diagnostics/energyDistance";
export { kolmogorovSmirnov } from "./diagnostics/kolmogorovSmirnov";
export {
  type DiscrepancyOptions,
  type MaximumMeanDiscrepancy,
  maximumMeanDiscrepancy,
} from "./diagnostics/maximumMeanDiscrepancy";
export {
  type NearestNeighbours,
  nearestNeighbours,
} from "./diagnostics/nearestNeighbours";
export type { PermutationOptions, PermutationTest } from "./diagnostics/permutationTest";
export { splitRHat } from "./diagnostics/splitRHat";
export type { TestResult } from "./diagnostics/testResult";
export { wasserstein1d } from "./diagnostics/wasserstein1d";
export { boundaryFlux } from "./divergences/boundaryFlux";
export { fisherDivergence } from "./divergences/fisherDivergence";
export { fisherDivergenceGaussian } from "./divergences/fisherDivergenceGaussian";
export { fisherInformation } from "./divergences/fisherInformation";
export { klDivergence } from "./divergences/klDivergence";
export { klDivergenceGaussian } from "./divergences/klDivergenceGaussian";
export type { LineFlux } from "./divergences/lineFlux";
export type { PointFunction } from "./divergences/localDeviation";
export { type LocalVarianceOptions, localVariance } from "./divergences/localVariance";
export { logRatio } from "./divergences/logRatio";
export { type LogRatioGradientOptions, logRatioGradient } from "./divergences/logRatioGradient";
export type { SphereOptions } from "./divergences/sphereFlux";
export { squaredLogRatio } from "./divergences/squaredLogRatio";
export {
  type SquaredLogRatioGradientOptions,
  squaredLogRatioGradient,
} from "./divergences/squaredLogRatioGradient";
export { type AdjointGradient, adjointGradient } from "./flows/adjointGradient";
export {
  type BackpropagationOptions,
  backpropagatedGradient,
} from "./flows/backpropagatedGradient";
export { partialLogDensityRate, totalLogDensityRate } from "./flows/logDensityRate";
export { type LikelihoodOptions, type LogLikelihood, logLikelihood } from "./flows/logLikelihood";
export {
  type DenseOdeSolution,
  type OdeOptions,
  type OdeSolution,
  odeSolve,
} from "./flows/odeSolve";
export type { ParametricField } from "./flows/parametricField";
export { type ProbabilityFlow, probabilityFlow } from "./flows/probabilityFlow";
export type { GradientOptions, SolverGradient } from "./flows/solverGradient";
export type { OdeMethod, SolverOptions } from "./flows/solverOptions";
export { StepUnderflow } from "./flows/stepUnderflow";
export { type VelocityField, velocityField } from "./flows/velocityField";
export { type Captured, CaptureError, capture } from "./networks/capture";
export { type EnergyNetwork, energyNetwork } from "./networks/energyNetwork";
export type { NetworkOptions } from "./networks/network";
export {
  type NoiseConditionalScoreNetwork,
  noiseConditionalScoreNetwork,
} from "./networks/noiseConditionalScoreNetwork";
export { randomNormal } from "./networks/randomNormal";
export { type ScoreNetwork, scoreNetwork } from "./networks/scoreNetwork";
export { loadNetwork, saveNetwork } from "./networks/storage";
export { type Backend, tensorflow } from "./networks/tensorflow";
export { type TrainingRun, type TrainOptions, train } from "./networks/train";
export { TrainingFailed } from "./networks/trainingFailed";
export { check } from "./notebook/check";
export type { CheckRecord } from "./notebook/check/record";
export { yourTurn } from "./notebook/exercise";
export { plot } from "./notebook/plot";
export type { Figure } from "./notebook/plot/figure";
export { InvalidArgument } from "./numerics/errors";
export type { Estimate } from "./numerics/estimate";
export { expectation } from "./numerics/expectation";
export type { Binding, Functional, NoiseKind, PlainFunction } from "./numerics/functional";
export { functional } from "./numerics/functional";
export { type Integral, integrate } from "./numerics/integrate";
export { logSumExp } from "./numerics/logSumExp";
export type { Measure } from "./numerics/measure";
export type { Displayable, MimeBundle } from "./numerics/mimeBundle";
export { minus } from "./numerics/minus";
export { type Points, type PointsLike, points } from "./numerics/points";
export { type Rng, rng } from "./numerics/rng";
export { coordinate, dot, rows } from "./numerics/rows";
export { average } from "./numerics/statistics/average";
export { bootstrap } from "./numerics/statistics/bootstrap";
export { chainAverage } from "./numerics/statistics/chainAverage";
export { fraction } from "./numerics/statistics/fraction";
export { logLogSlope } from "./numerics/statistics/logLogSlope";
export { ratio } from "./numerics/statistics/ratio";
export { variance } from "./numerics/statistics/variance";
export { type DenoisingOptions, denoisingScoreMatching } from "./objectives/denoisingScoreMatching";
export {
  denoisingScoreMatchingOverTime,
  type OverTimeOptions,
  type PerturbationKernel,
} from "./objectives/denoisingScoreMatchingOverTime";
export { explicitScoreMatching } from "./objectives/explicitScoreMatching";
export {
  type FiniteDifferenceOptions,
  finiteDifferenceScoreMatching,
} from "./objectives/finiteDifferenceScoreMatching";
export { type HutchinsonOptions, hutchinsonTrace } from "./objectives/hutchinsonTrace";
export { implicitScoreMatching } from "./objectives/implicitScoreMatching";
export {
  type MultiNoiseOptions,
  multiNoiseScoreMatching,
} from "./objectives/multiNoiseScoreMatching";
export { nonNegativeScoreMatching } from "./objectives/nonNegativeScoreMatching";
export { type Probe, probes } from "./objectives/probe";
export {
  type SlicedOptions,
  slicedScoreMatching,
  slicedScoreMatchingVR,
} from "./objectives/slicedScoreMatching";
export * as problems from "./problems";
export { type LinearBetasOptions, linearBetas, sampledBetas } from "./processes/betas";
export { type BrownianBridgeOptions, brownianBridge } from "./processes/brownianBridge";
export { type BrownianMotionOptions, brownianMotion } from "./processes/brownianMotion";
export type { BrownianPath } from "./processes/brownianPath";
export { toIto, toStratonovich } from "./processes/calculus";
export { type DdpmChain, ddpmChain } from "./processes/ddpmChain";
export { exponentialVarianceExploding } from "./processes/exponentialVarianceExploding";
export { type FokkerPlanckOptions, fokkerPlanckResidual } from "./processes/fokkerPlanckResidual";
export {
  type GeometricBrownianMotion,
  geometricBrownianMotion,
} from "./processes/geometricBrownianMotion";
export { inTime } from "./processes/inTime";
export { itoProcess, type ProcessOptions, stratonovichProcess } from "./processes/itoProcess";
export { type Integrand, itoSum } from "./processes/itoSum";
export type { LinearBetaOptions } from "./processes/linearBeta";
export { ornsteinUhlenbeck } from "./processes/ornsteinUhlenbeck";
export { quadraticVariation } from "./processes/quadraticVariation";
export { type ReverseOptions, type ReverseSde, reverse } from "./processes/reverse";
export type { LinearSde, Sde, TimeScores } from "./processes/sde";
export { type SolveOptions, type SolverName, solve } from "./processes/solve";
export { subVariancePreserving } from "./processes/subVariancePreserving";
export { totalVariation } from "./processes/totalVariation";
export type { Trajectory } from "./processes/trajectory";
export {
  type VarianceExploding,
  type VarianceExplodingOptions,
  varianceExploding,
} from "./processes/varianceExploding";
export { type VariancePreserving, variancePreserving } from "./processes/variancePreserving";
export { type WhiteNoise, whiteNoise } from "./processes/whiteNoise";
export { Diverged } from "./reporting/diverged";
export { type Progress, progress } from "./reporting/progress";
export { type AncestralOptions, ancestral } from "./samplers/ancestral";
export { type AnnealedLangevinOptions, annealedLangevin } from "./samplers/annealedLangevin";
export * as correctors from "./samplers/correctors";
export type { Corrector } from "./samplers/correctors/corrector";
export { type DdimOptions, ddim } from "./samplers/ddim";
export { type EdmHeunOptions, edmHeun } from "./samplers/edmHeun";
export { type GridLaw, type GridLawOptions, gridLaw } from "./samplers/gridLaw";
export { type KarrasOptions, karrasSigmas } from "./samplers/karrasSigmas";
export { type LangevinOptions, langevin } from "./samplers/langevin";
export { type MalaOptions, type MalaRun, mala } from "./samplers/mala";
export { type MetropolisTarget, malaLogRatio } from "./samplers/metropolis";
export type { NoiseProcess } from "./samplers/noiseProcess";
export {
  type PredictorCorrectorOptions,
  predictorCorrector,
} from "./samplers/predictorCorrector";
export * as predictors from "./samplers/predictors";
export type { Predictor } from "./samplers/predictors/predictor";
export type { SamplerOptions, SamplingRun, Snapshot } from "./samplers/samplingRun";
export { type StabilityLimit, stabilityLimit } from "./samplers/stabilityLimit";
export type { PointSource } from "./samplers/start";
export { langevinTransition, malaTransition, type Transition } from "./samplers/transition";
export {
  type UnderdampedLangevinOptions,
  type UnderdampedLangevinRun,
  underdampedLangevin,
} from "./samplers/underdampedLangevin";
export { type Symbolic, type SymbolicGradient, symbolic } from "./symbolic/symbolic";

export { disjointBumps } from "./disjointBumps";
export { doubleWell } from "./doubleWell";
export { gaussianPair } from "./gaussianPair";
export { mirroredModes } from "./mirroredModes";
export { planarGaussianPair } from "./planarGaussianPair";
export { ring } from "./ring";
export { skewedMixture } from "./skewedMixture";

export { ancestral } from "./ancestral";
export { ddim } from "./ddim";
export { eulerMaruyama } from "./eulerMaruyama";
export { heun } from "./heun";
export { identity } from "./identity";
export { reverseDiffusion } from "./reverseDiffusion";

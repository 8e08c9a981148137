export { identity } from "./identity";
export { langevin } from "./langevin";

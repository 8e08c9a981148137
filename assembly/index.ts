export { move, scoreRows } from "./mixture";
export { normalRows } from "./normal";

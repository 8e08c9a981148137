import type { Content } from "./wire";

/** The answer to `kernel_info_request`. */
export const KERNEL_INFO: Content = {
  status: "ok",
  protocol_version: "5.3",
  implementation: "score-matching",
  implementation_version: "0.1.0",
  language_info: {
    name: "typescript",
    version: "5.0.4",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    // JupyterLab reads `mode`; notebook 6 and nbconvert read `name` and `typescript`.
    codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
    nbconvert_exporter: "script",
  },
  banner: `TypeScript 5.0.4 on Node ${process.versions.node}, with strict checking; import from "score-matching".`,
  help_links: [],
  debugger: false,
};

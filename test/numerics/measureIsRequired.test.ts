import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

it("the compiler refuses an expectation that lacks its measure, and nothing else", () => {
  const file = fileURLToPath(new URL("./measureIsRequired.types.ts", import.meta.url));
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const source = program.getSourceFile(file)!;
  const problems = program.getSemanticDiagnostics(source).map(({ messageText, start }) => {
    const line = source.getLineAndCharacterOfPosition(start!).line + 1;
    return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  expect(problems).toEqual([]);
}, 60_000);

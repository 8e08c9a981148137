import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type ts from "typescript";
import type { Lesson, Problem } from "./lesson";

// The compiler inside tslab, which the kernel uses; it is older than the one that builds the library.
const require = createRequire(import.meta.url);
const tslab = createRequire(require.resolve("tslab/package.json"));
const compiler = tslab("@tslab/typescript-for-tslab") as typeof ts;

const root = dirname(dirname(dirname(import.meta.dirname)));
const virtual = (name: string) => join(root, "lessons", `${name}.cells.ts`).replaceAll("\\", "/");

export const compilerVersion: string = compiler.version;

/** What the kernel compiles a cell under; see kernel/. */
export const options: ts.CompilerOptions = {
  strict: true,
  target: compiler.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: compiler.ModuleKind.ESNext,
  moduleResolution: compiler.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules", "@types")],
};

/**
 * The type errors of lessons, each lesson's cells one module: what one cell declares the next may
 * use, and no name is declared twice. A cell that shows an error on purpose is left out.
 */
export function typeProblems(lessons: readonly Lesson[]): Map<string, Problem[]> {
  const modules = new Map(lessons.map((lesson) => [virtual(lesson.name), moduleOf(lesson)]));
  const host = compiler.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = modules.get(file)?.text;
    return text === undefined
      ? getSourceFile(file, ...rest)
      : compiler.createSourceFile(file, text, compiler.ScriptTarget.ES2022, true);
  };
  const program = compiler.createProgram([...modules.keys()], options, host);
  return new Map(lessons.map(({ name }) => [name, problemsOf(virtual(name))]));

  function problemsOf(file: string): Problem[] {
    const source = program.getSourceFile(file)!;
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map((diagnostic) => ({
      line: modules.get(file)!.lines[
        source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line
      ]!,
      what: `TS${diagnostic.code} ${compiler.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`,
    }));
  }
}

/** The cells of a lesson as one module, and for each of its lines the line of the lesson. */
function moduleOf({ cells }: Lesson): { text: string; lines: number[] } {
  const code = cells.filter(
    ({ kind, tags }) => kind === "code" && !tags.includes("raises-exception"),
  );
  const text: string[] = ["export {};"];
  const lines: number[] = [1];
  // The semicolon keeps a cell's last expression apart from the next cell.
  for (const cell of code)
    for (const [i, line] of [...cell.source.split("\n"), ";"].entries()) {
      text.push(line);
      lines.push(cell.line + i);
    }
  return { text: text.join("\n"), lines };
}

/** Type declarations that the kernel's compiler cannot read, or reads as `any` without saying so. */
export function declarationProblems(files: ReadonlyMap<string, string>): string[] {
  const generic = [...files].flatMap(([file, text]) =>
    [...text.matchAll(/\b\w*Array<ArrayBuffer(?:Like)?>/g)].map((match) => `${file}: ${match[0]}`),
  );
  const program = compiler.createProgram([...files.keys()], { ...options, skipLibCheck: false });
  const unread = [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(
      ({ messageText }) => `${file}: ${compiler.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
  return [...generic, ...unread];
}

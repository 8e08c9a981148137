import { existsSync, readdirSync, statSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { CLONE, slashed } from "./clone";
import { currentRun, resumeRun } from "./context";
import { declaredNames, withoutUnreached } from "./declarations";
import type { Diagnostic } from "./diagnostics";
import type { MimeBundle } from "./outputs";
import { unbroken } from "./shared";
import { cellScript, find, registerScript } from "./sourceMaps";

/*
 * The one file that knows tslab from the inside. tslab reads its compiler as a module object and
 * takes no options, so we hand it a compiler of which four functions are ours.
 */

export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "thrown"; readonly thrown: unknown };

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly { readonly name: string; readonly kind: string }[];
}

export interface Session {
  /** Checks and runs the code of a cell. */
  run(code: string, cell: number): Promise<Outcome>;
  /** Ends the run that was interrupted; gives the variables of it that the next cell can use. */
  abandon(): readonly string[];
  complete(code: string, offset: number): Completion;
  /** What is known about the name at `offset`: its declaration and its documentation. */
  inspect(code: string, offset: number): { signature: string; documentation: string } | undefined;
  isComplete(code: string): { completed: boolean; indent?: string };
}

const CANNOT_FIND_MODULE = 2307;
const UNTYPED_MODULE = 7016;
const AWAIT_OUTSIDE_ASYNC = 1308;
const UNTERMINATED_TEMPLATE = 1160;
/** tslab puts one line before the code of a cell. */
const LINES_BEFORE = 1;

const ts = adaptedCompiler();
const { createConverter, isCompleteCode } =
  require("tslab/dist/converter") as typeof import("tslab/dist/converter");
const { createExecutor } = require("tslab/dist/executor") as typeof import("tslab/dist/executor");

/** Source maps of the two steps of a translation, the second of which is done last. */
let translations: { source: string; lines: number; map: SourceMap; final: SourceMap }[] = [];
const watched = new Map<string, { changed: (kind: number) => void; stamp: string }>();

export function createSession(cwd: string, show: (bundle: MimeBundle) => void): Session {
  let converter = createConverter();
  let diagnostics: readonly Diagnostic[] = [];
  let lastExpression: string | undefined;
  let source = { code: "", cell: 0 };
  let scripts = 0;
  /** The script whose end is awaited; an interrupted one is not. */
  let running = 0;
  /** What the next cell can use. tslab's own memory of it leaves out all that a failed cell did. */
  let declared = "";
  /** What the running cell, or the last one, adds to that. */
  let adds = { declarations: "", names: [] as readonly string[] };
  let kept: readonly string[] = [];
  let thrown: unknown;
  let printed: unknown;

  function convert(code: string) {
    notifyChanges();
    translations = [];
    let result: ReturnType<typeof converter.convert>;
    try {
      result = converter.convert(declared, code);
      if (result.diagnostics.some((d) => hasAppeared(cwd, d))) {
        renew();
        result = converter.convert(declared, code);
      }
    } catch (error) {
      renew();
      throw error;
    }
    diagnostics = result.diagnostics.map((d) => ({
      code: d.code,
      message: d.messageText,
      line: d.start.line + 1,
      column: d.start.character + 1,
      ...(d.fileName === undefined ? {} : { file: d.fileName }),
    }));
    lastExpression = result.lastExpressionVar;
    for (const translation of translations) register(translation);
    if (result.diagnostics.length === 0) {
      const names = declaredNames(result.output ?? "");
      adds = { declarations: result.declOutput ?? "", names };
    }
    // The name by which stack traces know the cell.
    if (result.output) result.output += `\n//# sourceURL=${cellScript(scripts)}`;
    return result;
  }

  /** Keeps what the cell has declared, and of a cell that ended early what it came to. */
  function end(complete: boolean): void {
    running = 0;
    const { declarations, names } = adds;
    const missing = (name: string) => !complete && executor.locals[name] === undefined;
    const unreached = new Set(names.filter(missing));
    const { text, variables } = withoutUnreached(ts, declarations, unreached);
    declared = complete ? declarations : text;
    kept = [...variables].filter((name) => names.includes(name));
  }

  /** A converter whose program was torn by an exception, or which remembers a missing file. */
  function renew(): void {
    converter.close();
    watched.clear();
    converter = createConverter();
  }

  function register({
    source: path,
    lines: length,
    map,
    final,
  }: (typeof translations)[number]): void {
    const isCell = path === "__tslab__.ts";
    const { code, cell } = source;
    const lines = code.split("\n");
    const script = isCell ? cellScript(scripts) : join(cwd, path.replace(/\.tsx?$/, ".js"));
    registerScript(script, (line, column) => {
      if (line > length) return undefined;
      const step = find(final, line, column);
      const place = step && find(map, step.line, step.column);
      if (!place) return undefined;
      if (!isCell) return { file: path, line: place.line, column: place.column };
      const at = place.line - LINES_BEFORE;
      return { cell, line: at, column: place.column, text: lines[at - 1] ?? "" };
    });
  }

  const executor = createExecutor(
    cwd,
    {
      node: {
        convert: (_, code) => unbroken(() => convert(code)),
        inspect: (_, ...where) => unbroken(() => converter.inspect(declared, ...where)),
        complete: (_, ...where) => unbroken(() => converter.complete(declared, ...where)),
        addModule: (...args) => converter.addModule(...args),
        close: () => converter.close(),
      },
      get browser(): never {
        throw new Error("Cells for the browser are not supported: leave out the @browser tag.");
      },
      close: () => converter.close(),
    },
    {
      // tslab prints what we want to have: the value of the last expression, and what was thrown.
      log: (value: unknown) => {
        printed = value;
      },
      error: (...args: unknown[]) => {
        if (args.length === 1) thrown = args[0];
      },
    },
  );
  const tslab = (globalThis as Record<string, unknown>).__tslab__ as Record<string, unknown>;
  tslab.run = currentRun;
  tslab.resume = (run: ReturnType<typeof currentRun>, value: unknown) => {
    resumeRun(run);
    return value;
  };
  // What `import { display } from "tslab"` calls.
  const jupyter = require("tslab/dist/jupyter") as { lastWriteDisplayData: unknown };
  jupyter.lastWriteDisplayData = show;

  return {
    async run(code, cell) {
      source = { code, cell };
      scripts += 1;
      const script = scripts;
      running = script;
      kept = [];
      adds = { declarations: declared, names: [] };
      diagnostics = [];
      lastExpression = undefined;
      thrown = undefined;
      printed = undefined;
      let succeeded: boolean;
      try {
        succeeded = await executor.execute(code);
      } catch (error) {
        return { kind: "thrown", thrown: error };
      }
      if (running === script) end(succeeded);
      if (diagnostics.length > 0) return { kind: "refused", diagnostics };
      if (!succeeded) return { kind: "thrown", thrown };
      // tslab prints neither undefined nor null.
      const value =
        lastExpression !== undefined && executor.locals[lastExpression] === null ? null : printed;
      return { kind: "value", value };
    },

    abandon() {
      executor.interrupt();
      if (running !== 0) end(false);
      return kept;
    },

    complete(code, offset) {
      notifyChanges();
      const { start, end, candidates, original } = executor.complete(code, offset);
      const kinds = new Map(original?.entries.map((entry) => [entry.name, entry.kind as string]));
      return {
        start,
        end,
        candidates: candidates.map((name) => ({ name, kind: kinds.get(name) ?? "" })),
      };
    },

    inspect(code, offset) {
      notifyChanges();
      const info = executor.inspect(code, offset);
      if (!info || ts.displayPartsToString(info.displayParts) === "any") return undefined;
      const text = (parts: readonly TypeScript.SymbolDisplayPart[] | undefined) =>
        (parts ?? []).map((part) => part.text).join("");
      const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${text(tag.text)}`.trimEnd());
      return {
        signature: text(info.displayParts),
        documentation: [text(info.documentation), ...tags].filter(Boolean).join("\n"),
      };
    },

    isComplete(code) {
      const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest) as unknown as {
        parseDiagnostics: readonly TypeScript.Diagnostic[];
      };
      const open = file.parseDiagnostics.some((d) => d.code === UNTERMINATED_TEMPLATE);
      return open ? { completed: false, indent: "" } : isCompleteCode(code);
    },
  };
}

/** TypeScript with strict checks, source maps, and modules that are found from any folder. */
function adaptedCompiler(): typeof TypeScript {
  const name = require.resolve("@tslab/typescript-for-tslab");
  const original = require(name) as typeof TypeScript & {
    getPreEmitDiagnosticsOfFiles(
      program: TypeScript.Program,
      files: readonly TypeScript.SourceFile[],
    ): readonly TypeScript.Diagnostic[];
  };
  // tslab lets Node poll every file of the program and trips over changes between two cells; we
  // look for changes before each cell instead.
  original.sys.watchFile = watchFile;
  original.sys.watchDirectory = () => ({ close() {} });

  const adapted = {
    ...original,
    // Without this mark tslab would copy the object thrice.
    __esModule: true,

    createWatchCompilerHost(
      roots: string[],
      options: TypeScript.CompilerOptions,
      system: TypeScript.System,
      ...rest: never[]
    ) {
      const modules = slashed(join(CLONE, "node_modules"));
      // Relative, or the compiler finds no name for the types of values that the library makes.
      const nearby = slashed(relative(process.cwd(), modules));
      const strict: TypeScript.CompilerOptions = {
        ...options,
        strict: true,
        // tslab asks for output without "use strict", which TypeScript takes for a contradiction.
        alwaysStrict: false,
        inlineSourceMap: true,
        inlineSources: false,
        types: ["node"],
        typeRoots: [`${modules}/@types`],
        paths: { "*": ["./node_modules/*", `./${nearby}/*`, `./${nearby}/@types/*`] },
        pathsBasePath: process.cwd(),
      };
      const create = original.createWatchCompilerHost as unknown as (
        ...args: unknown[]
      ) => TypeScript.WatchCompilerHost<TypeScript.BuilderProgram>;
      const host = create(roots, strict, system, ...rest);
      const createProgram = host.createProgram;
      host.createProgram = (...args) => declaringAll(original, createProgram(...args));
      return host;
    },

    getPreEmitDiagnosticsOfFiles(
      program: TypeScript.Program,
      files: readonly TypeScript.SourceFile[],
    ) {
      const complaints = original
        .getPreEmitDiagnosticsOfFiles(program, files)
        // A package without declarations is `any`; that is no mistake of the cell.
        .filter((d) => d.code !== UNTYPED_MODULE)
        // As one text; tslab would make a diagnostic of every line.
        .map((d) => ({
          ...d,
          messageText: original.flattenDiagnosticMessageText(d.messageText, "\n"),
        }));
      return [...complaints, ...files.flatMap((file) => topLevelForAwait(original, file))];
    },

    /** The second step, from ES modules to CommonJS: keeps the map, and guards each await. */
    transpileModule(text: string, options: TypeScript.TranspileOptions) {
      const { code, map } = withoutMap(text);
      const result = original.transpileModule(code, {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
        transformers: { before: [guardAwaits(original)] },
      });
      const outputText = withoutMap(result.outputText).code;
      if (map && result.sourceMapText) {
        const source = relative(process.cwd(), resolve("outDir", map.sources[0] ?? ""));
        translations.push({
          source: sourceName(source, map),
          lines: outputText.split("\n").length,
          map: new SourceMap(map),
          final: new SourceMap(JSON.parse(result.sourceMapText) as SourceMapPayload),
        });
      }
      return { ...result, outputText };
    },
  };
  require.cache[name]!.exports = adapted;
  return adapted as unknown as typeof TypeScript;
}

/**
 * Has the declarations of a cell written even where a type has no name outside its module, and
 * lets nobody complain of it: a cell is no library, but tslab takes its declarations for what the
 * next cell knows. What has no name is `any` there.
 */
function declaringAll(
  ts: typeof TypeScript,
  builder: TypeScript.BuilderProgram,
): TypeScript.BuilderProgram {
  const program = builder.getProgram();
  program.getDeclarationDiagnostics = () => [];
  const emit = program.emit as (...args: unknown[]) => TypeScript.EmitResult;
  program.emit = (file, write, token, onlyDeclarations, transformers) => {
    const after = [shorthandInFull(ts, program.getTypeChecker()), ...(transformers?.after ?? [])];
    // Not in the public signature.
    const forceDeclarations = true;
    const all = { ...transformers, after };
    return emit(file, write, token, onlyDeclarations, all, forceDeclarations);
  };
  return builder;
}

/**
 * `{ sigma }` becomes `{ sigma: exports.sigma }` where an earlier cell has declared sigma. tslab does
 * the like for every other use of such a name; of a shorthand it finds the property, not the value.
 */
function shorthandInFull(
  ts: typeof TypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const { factory } = ts;
  const isEarlier = (node: TypeScript.ShorthandPropertyAssignment) =>
    checker
      .getShorthandAssignmentValueSymbol(ts.getOriginalNode(node))
      ?.declarations?.some((d) => d.getSourceFile().fileName.endsWith("/__prev__.d.ts"));
  return (context) => (file) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node)) return visited;
      const { objectAssignmentInitializer: preset } =
        visited as TypeScript.ShorthandPropertyAssignment;
      const exported = factory.createIdentifier("exports");
      const value = factory.createPropertyAccessExpression(exported, node.name.text);
      return factory.createPropertyAssignment(
        node.name.text,
        preset ? factory.createAssignment(value, preset) : value,
      );
    };
    return ts.visitEachChild(file, visit, context);
  };
}

/** The map's own idea of where its source lies, relative to the notebook's folder. */
function sourceName(source: string, map: SourceMapPayload): string {
  return slashed(map.sourceRoot ? join(map.sourceRoot, source) : source);
}

const MAP = /\n?\/\/# sourceMappingURL=(?:data:application\/json;base64,(\S+)|\S+)\s*$/;

function withoutMap(text: string): { code: string; map?: SourceMapPayload } {
  const match = MAP.exec(text);
  if (!match) return { code: text };
  const code = text.slice(0, match.index);
  if (match[1] === undefined) return { code };
  return { code, map: JSON.parse(Buffer.from(match[1], "base64").toString()) };
}

/**
 * `await e` becomes `__tslab__.resume(__tslab__.run(), await e)`: after each await the code says
 * to which cell it belongs, and stops there if that cell was interrupted.
 */
function guardAwaits(ts: typeof TypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const { factory } = ts;
  const call = (name: string, args: TypeScript.Expression[]) =>
    factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier("__tslab__"), name),
      undefined,
      args,
    );
  return (context) => (file) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (isLastExpression(ts, visited)) return anonymous(ts, visited);
      if (!ts.isAwaitExpression(visited)) return visited;
      return call("resume", [call("run", []), visited]);
    };
    return ts.visitEachChild(file, visit, context);
  };
}

/** tslab stores the last expression of a cell in a constant of this name. */
function isLastExpression(
  ts: typeof TypeScript,
  node: TypeScript.Node,
): node is TypeScript.VariableDeclaration {
  return (
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    /^tsLastExpr\d*$/.test(node.name.text)
  );
}

/** Keeps a nameless function from taking the name of that constant. */
function anonymous(ts: typeof TypeScript, declaration: TypeScript.VariableDeclaration) {
  const { factory } = ts;
  const { name, exclamationToken, type, initializer } = declaration;
  if (!initializer) return declaration;
  const hidden = factory.createComma(factory.createNumericLiteral(0), initializer);
  return factory.updateVariableDeclaration(
    declaration,
    name,
    exclamationToken,
    type,
    factory.createParenthesizedExpression(hidden),
  );
}

/**
 * tslab takes a cell for asynchronous when the compiler complains of an await at its top; of a
 * `for await` the compiler does not complain, so we do.
 */
function topLevelForAwait(
  ts: typeof TypeScript,
  file: TypeScript.SourceFile,
): TypeScript.Diagnostic[] {
  if (!/\bfor\s+await\b/.test(file.text)) return [];
  const search = (node: TypeScript.Node): TypeScript.Node | undefined => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return undefined;
    if (ts.isForOfStatement(node) && node.awaitModifier) return node.awaitModifier;
    return ts.forEachChild(node, search);
  };
  const found = search(file);
  if (!found) return [];
  const start = found.getStart(file);
  return [
    {
      category: ts.DiagnosticCategory.Error,
      code: AWAIT_OUTSIDE_ASYNC,
      file,
      start,
      length: found.end - start,
      messageText: "A for await loop at the top of a cell.",
    },
  ];
}

function watchFile(path: string, changed: (path: string, kind: number) => void) {
  // Installed packages do not change under a running kernel, and their code would not follow.
  if (path.includes("/node_modules/") || path.startsWith(slashed(join(CLONE, "src", "dist")))) {
    return { close() {} };
  }
  watched.set(path, { changed: (kind) => changed(path, kind), stamp: stamp(path) });
  return { close: () => void watched.delete(path) };
}

function notifyChanges(): void {
  for (const [path, entry] of [...watched]) {
    const now = stamp(path);
    if (now === entry.stamp) continue;
    const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
    const kind = now === "" ? Deleted : entry.stamp === "" ? Created : Changed;
    entry.stamp = now;
    entry.changed(kind);
  }
}

function stamp(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : "";
}

/** Whether the compiler misses a module that has appeared since it first looked. */
function hasAppeared(cwd: string, { code, messageText }: { code: number; messageText: string }) {
  if (code !== CANNOT_FIND_MODULE) return false;
  const name = /'([^']+)'/.exec(messageText)?.[1];
  if (name === undefined) return false;
  if (!name.startsWith(".")) {
    return [cwd, CLONE].some((folder) => existsSync(join(folder, "node_modules", name)));
  }
  const path = resolve(cwd, name);
  if (existsSync(path)) return true;
  const folder = dirname(path);
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((file) => resolve(folder, file).startsWith(`${path}.`));
}

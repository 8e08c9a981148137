import { type ErrorContent, excerpt } from "./errors";

/** A complaint of the compiler. Line and column count from 1. */
export interface Diagnostic {
  readonly code: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Absent when the place is in the cell. */
  readonly file?: string;
}

const SHOWN = 10;
const CANNOT_FIND_NAME = 2304;
const ARITHMETIC_WANTS_NUMBERS = [2362, 2363];
const TOO_FEW_ARGUMENTS = 2554;
const WANTS_POINTS = /is not assignable to (parameter of )?type 'Points'/;
const WANTS_RNG = /is not assignable to (parameter of )?type 'Rng'/;
const WANTS_NUMBER =
  /[Tt]ype '(Integral|Estimate)' is not assignable to (parameter of )?type 'number'|^Operator .* types .*'(Integral|Estimate)'/;

/** The compiler's complaints as a Jupyter error: each with its place, its line and a caret. */
export function diagnosticsContent(
  diagnostics: readonly Diagnostic[],
  code: string,
  cell: number,
): ErrorContent {
  const lines = code.split("\n");
  const first = diagnostics[0]!;
  const ename = first.code < 2000 ? "SyntaxError" : "TypeCheckError";
  const more = diagnostics.length - 1;
  const count = more === 0 ? "" : ` (and ${more} more)`;
  const evalue = `${first.file === undefined ? "" : `${first.file}, `}line ${first.line}, column ${first.column}: ${first.message}${count}`;
  const traceback = diagnostics.slice(0, SHOWN).map((d) => {
    const where = d.file === undefined ? `cell ${cell}, line` : `${d.file}, line`;
    const head = `${where} ${d.line}, column ${d.column}: error TS${d.code}: ${d.message}`;
    return d.file === undefined
      ? `${head}\n${excerpt(lines[d.line - 1] ?? "", d.line, d.column)}`
      : head;
  });
  if (diagnostics.length > SHOWN) traceback.push(`... ${diagnostics.length - SHOWN} more`);
  traceback[0] = `${ename}: ${traceback[0]}`;
  traceback.push(["The cell was not run.", ...advice(diagnostics, lines)].join(" "));
  return { ename, evalue, traceback };
}

/** What a beginner can do about the complaints that beginners meet most. */
function advice(diagnostics: readonly Diagnostic[], lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  if (diagnostics.some((d) => d.code === CANNOT_FIND_NAME)) {
    found.push("If a cell above defines the name, run that one first.");
  }
  if (diagnostics.some((d) => WANTS_POINTS.test(d.message))) {
    found.push(
      "Points on the line are written points([1, 2]), in the plane points([[1, 2], [3, 4]]).",
    );
  }
  if (diagnostics.some(wantsUnder)) {
    found.push(
      "This objective does not know under which density to average: expectation(f, { under: p }), with a density or a sample.",
    );
  }
  if (
    diagnostics.some(
      (d) => WANTS_NUMBER.test(d.message) || ARITHMETIC_WANTS_NUMBERS.includes(d.code),
    )
  ) {
    found.push("The number itself of an integral or an estimate is .value.");
  }
  if (diagnostics.some((d) => WANTS_RNG.test(d.message) || drawsWithoutRng(d, lines))) {
    found.push('Random numbers are written rng(seed, "a label").');
  }
  return found;
}

/** A free functional where a bound one is expected, and no `under` in the options, if there are any. */
function wantsUnder({ message }: Diagnostic): boolean {
  return (
    /is not assignable to (parameter of )?type 'Functional<"bound">'/.test(message) &&
    (!message.includes("Overload 2 of 2") || message.includes("Property 'under' is missing"))
  );
}

/** `p.sample(10)`: the complaint stands at the name of the method and does not tell what is missing. */
function drawsWithoutRng(d: Diagnostic, lines: readonly string[]): boolean {
  const called = (lines[d.line - 1] ?? "").slice(d.column - 1);
  return d.code === TOO_FEW_ARGUMENTS && d.file === undefined && called.startsWith("sample(");
}

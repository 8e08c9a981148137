import type { MathNode } from "mathjs";
import { ensure, InvalidArgument } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";

/** An expression that can be differentiated, evaluated and shown as a formula. */
export interface Symbolic extends Displayable {
  /** What the coordinates of a point are called, in their order. */
  readonly variables: readonly string[];
  /** The values at each point: [n]. */
  at(x: Points): Float64Array;
  /** The derivative with respect to one variable or parameter. */
  derivative(name: string): Symbolic;
  /** The derivatives with respect to all variables: the score, for the expression of a log density. */
  gradient(): SymbolicGradient;
  /** The sum of the second derivatives: the divergence of the score. */
  laplacian(): Symbolic;
  /** The expression in the syntax of mathjs. */
  toString(): string;
  /** The expression in TeX. */
  toTex(): string;
}

/** The gradient of an expression. */
export interface SymbolicGradient extends Displayable {
  readonly components: readonly Symbolic[];
  /** The gradient at each point: [n, dim]. */
  at(x: Points): Points;
}

/** What `symbolic` takes beside the expression. */
export interface SymbolicOptions {
  /** What the coordinates of a point are called, in their order. */
  readonly variables: readonly string[];
  /** Values for the other letters of the expression, which stay letters in the formulas shown. */
  readonly parameters?: Readonly<Record<string, number>>;
}

/**
 * An expression for a computer algebra system (mathjs, loaded at the first call), as a second route to
 * what the library computes from formulas of its own:
 *
 *     const logDensity = symbolic("-(x - mu)^2 / (2 v)", { variables: ["x"], parameters: { mu: 1, v: 2 } });
 *     logDensity.gradient().at(points([0, 1, 2]))
 *
 * It evaluates what is written, in float64: far out, the logarithm of a sum of exponentials is -Infinity
 * where the library's own densities are still right, and that is refused.
 *
 * @throws InvalidArgument if the expression cannot be parsed or has a letter without a meaning, and,
 * when evaluated, if points have another dimension or a value is not a finite real number.
 */
export function symbolic(expression: string, options: SymbolicOptions): Symbolic {
  const { variables, parameters = {} } = options;
  ensure(variables.length > 0 && new Set(variables).size === variables.length, () => ({
    argument: "variables",
    value: variables,
    problem: variables.length === 0 ? "is empty" : "names a variable twice",
    consequence: "the coordinates of a point would have no names of their own",
    remedy: 'name each coordinate once, as in ["x", "y"]',
  }));
  const node = parsed(expression);
  const known = new Set([...variables, ...Object.keys(parameters)]);
  for (const name of freeSymbols(node)) {
    ensure(known.has(name) || isConstant(name), () => ({
      argument: "expression",
      value: expression,
      problem: `has the letter ${name}, which is neither a variable nor a parameter`,
      consequence: "it could not be evaluated",
      remedy: `list ${name} in variables, or give its value in parameters`,
    }));
  }
  return new Expression(node, variables, parameters);
}

class Expression implements Symbolic {
  readonly #node: MathNode;
  readonly #parameters: Readonly<Record<string, number>>;

  constructor(
    node: MathNode,
    readonly variables: readonly string[],
    parameters: Readonly<Record<string, number>>,
  ) {
    this.#node = node;
    this.#parameters = parameters;
  }

  at(x: Points): Float64Array {
    const dim = this.variables.length;
    ensure(x.dim === dim, () => ({
      argument: "x",
      value: x.data,
      problem: `is of dimension ${x.dim} where the variables are ${this.variables.join(", ")}`,
      consequence: "some variable would have no value, or some coordinate no name",
      remedy: `give points of dimension ${dim}`,
    }));
    const code = this.#node.compile();
    const scope: Record<string, number> = { ...this.#parameters };
    return Float64Array.from({ length: x.n }, (_, i) => {
      this.variables.forEach((name, k) => {
        scope[name] = x.data[i * dim + k]!;
      });
      const value: unknown = code.evaluate(scope);
      ensure(typeof value === "number" && Number.isFinite(value), () => ({
        argument: `the expression at x[${i}] = ${x.data.slice(i * dim, (i + 1) * dim).join(", ")}`,
        value: String(value),
        problem: "is not a finite real number",
        consequence: "nothing could be compared with it",
        remedy: "keep to points where the expression is real and its exponentials do not underflow",
      }));
      return value;
    });
  }

  // Not simplified, so that what is evaluated is the plain result of the rules of differentiation.
  derivative(name: string): Symbolic {
    ensure(this.variables.includes(name) || Object.hasOwn(this.#parameters, name), () => ({
      argument: "name",
      value: name,
      problem: "is neither a variable nor a parameter of the expression",
      consequence: "the derivative would be zero, whatever was meant",
      remedy: `give one of ${[...this.variables, ...Object.keys(this.#parameters)].join(", ")}`,
    }));
    const node = mathjs().derivative(this.#node, name, { simplify: false });
    return new Expression(node, this.variables, this.#parameters);
  }

  gradient(): SymbolicGradient {
    return new Gradient(
      this.variables.map((name) => this.derivative(name)),
      this.variables,
    );
  }

  laplacian(): Symbolic {
    const { derivative, OperatorNode } = mathjs();
    const second = this.variables.map((name) =>
      derivative(derivative(this.#node, name, { simplify: false }), name, { simplify: false }),
    );
    const sum = second.reduce((a, b) => new OperatorNode("+", "add", [a, b]));
    return new Expression(sum, this.variables, this.#parameters);
  }

  toString(): string {
    return this.#simplified().toString();
  }

  toTex(): string {
    return this.#simplified().toTex();
  }

  toMimeBundle(): MimeBundle {
    return {
      data: { "text/latex": `$$ ${this.toTex()} $$`, "text/plain": this.toString() },
    };
  }

  #simplified(): MathNode {
    return mathjs().simplify(this.#node);
  }
}

class Gradient implements SymbolicGradient {
  constructor(
    readonly components: readonly Symbolic[],
    readonly variables: readonly string[],
  ) {}

  at(x: Points): Points {
    const dim = this.components.length;
    const columns = this.components.map((component) => component.at(x));
    return points(
      Float64Array.from({ length: x.n * dim }, (_, i) => columns[i % dim]![Math.floor(i / dim)]!),
      dim,
    );
  }

  toMimeBundle(): MimeBundle {
    const tex = this.components.map(
      (component, k) =>
        `\\frac{\\partial}{\\partial ${this.variables[k]!}} &: \\quad ${component.toTex()}`,
    );
    const text = this.components.map((component, k) => `d/d${this.variables[k]!}: ${component}`);
    return {
      data: {
        "text/latex": `$$ \\begin{aligned} ${tex.join(" \\\\ ")} \\end{aligned} $$`,
        "text/plain": text.join("\n"),
      },
    };
  }
}

/** mathjs takes a second to load, and most lessons never ask for it. */
function mathjs(): typeof import("mathjs") {
  return require("mathjs");
}

function parsed(expression: string): MathNode {
  try {
    return mathjs().parse(expression);
  } catch (error) {
    throw new InvalidArgument({
      argument: "expression",
      value: expression,
      problem: `cannot be parsed (${error instanceof Error ? error.message : String(error)})`,
      consequence: "there is nothing to differentiate",
      remedy: "write it like log(0.3 * exp(-(x + 2)^2 / 2))",
    });
  }
}

/** The names in an expression that stand for values: not those of the functions that it calls. */
function freeSymbols(node: MathNode): Set<string> {
  const { isSymbolNode } = mathjs();
  const names = new Set<string>();
  node.traverse((part, path, parent) => {
    const isCalled = parent?.type === "FunctionNode" && path === "fn";
    if (isSymbolNode(part) && !isCalled) names.add(part.name);
  });
  return names;
}

function isConstant(name: string): boolean {
  return name === "pi" || name === "e" || name === "tau";
}

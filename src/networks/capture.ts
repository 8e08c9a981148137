import type { Tensor } from "@tensorflow/tfjs";
import { type ConstantNode, type GraphNode, loadedGraph } from "./graphFile";
import {
  freeGraph,
  isNative,
  nativeConstants,
  nativeIds,
  nativeType,
  recorded,
  runGraph,
  type TensorInfo,
} from "./nativeBackend";
import type { TensorFlow } from "./tensorflow";

/** A function of tensors that makes new tensors and changes nothing. */
export type TensorFunction = (inputs: readonly Tensor[]) => Tensor[];

/** A captured function. */
export interface Captured {
  /** The outputs for these inputs, as new tensors, which are the caller's to dispose of. */
  (inputs: readonly Tensor[]): Tensor[];
  /** Frees its graphs. It can be called again, and then captures anew. */
  dispose(): void;
}

/** A function does what a graph cannot hold. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
}

/**
 * The same function as one native graph. At the first call with inputs of given shapes the function
 * runs once, step by step, while its operations are recorded, gradients and optimiser included; the
 * recording becomes a TensorFlow graph, and every later call with these shapes is one call into it. On
 * other backends the function runs as it is.
 *
 *     const step = capture(tf, ([x, w]) => [tf.tanh(tf.matMul(x, w))]);
 *
 * What the function computes in JavaScript is computed while recording and never again: branches are
 * taken and random numbers drawn once and for all. Everything that differs from call to call has to be
 * an input; `randomNormal` makes normal numbers inside the graph from a seed that is one.
 *
 * @throws CaptureError, when first called, if the function reads the numbers of a tensor or uses a
 * tensor that is neither an input nor made inside; the message names the operation and the line.
 */
export function capture(tf: TensorFlow, f: TensorFunction): Captured {
  const graphs = new Map<string, Graph>();
  const captured = (inputs: readonly Tensor[]): Tensor[] => {
    // A clone, where the function gives an input back: the outputs are the caller's to dispose of.
    if (!isNative(tf)) return tf.tidy(() => f(inputs).map((tensor) => tf.clone(tensor)));
    const key = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(" ");
    let graph = graphs.get(key);
    if (!graph) {
      graph = graphOf(tf, f, inputs);
      const [oldest] = graphs;
      if (oldest && graphs.size >= MOST_GRAPHS) {
        freeGraph(tf, oldest[1].number);
        graphs.delete(oldest[0]);
      }
      graphs.set(key, graph);
    }
    return runGraph(tf, graph.number, inputs, graph);
  };
  const dispose = freeing(tf, graphs);
  // Whoever forgets to dispose of a captured function does not keep its graphs for ever.
  forgotten.register(captured, dispose);
  return Object.assign(captured, { dispose });
}

/** Apart from `capture`, since the registry keeps it: it must not hold the function, nor whose it is. */
function freeing(tf: TensorFlow, graphs: Map<string, Graph>): () => void {
  return () => {
    for (const { number } of graphs.values()) freeGraph(tf, number);
    graphs.clear();
  };
}

/** Whoever calls with ever new shapes does not fill the memory with graphs: the oldest goes. */
const MOST_GRAPHS = 16;

const forgotten = new FinalizationRegistry<() => void>((dispose) => dispose());

interface Graph {
  readonly number: number;
  /** Names of the inputs and of the outputs, separated by commas. */
  readonly inputs: string;
  readonly outputs: string;
}

function graphOf(tf: TensorFlow, f: TensorFunction, given: readonly Tensor[]): Graph {
  // Two inputs may share their numbers today (a clone does) and not tomorrow; copies tell them apart.
  const inputs = given.map((t) => tf.tensor(t.dataSync(), t.shape, t.dtype));
  try {
    return recordedGraph(tf, f, inputs);
  } finally {
    tf.dispose(inputs);
  }
}

function recordedGraph(tf: TensorFlow, f: TensorFunction, inputs: readonly Tensor[]): Graph {
  const nodes: GraphNode[] = [];
  const constants: ConstantNode[] = [];
  /** Where each tensor of the recording comes from: "name:output". */
  const sources = new Map<number, string>();
  const typeAttribute = nativeConstants(tf).TF_ATTR_TYPE as number;
  nativeIds(tf, inputs).forEach((id, i) => {
    const name = `input${i}`;
    const dtype = nativeType(tf, inputs[i]!.dtype);
    const shape = { name: "shape", type: nativeConstants(tf).TF_ATTR_SHAPE as number };
    nodes.push({
      name,
      operation: "Placeholder",
      inputs: [],
      attributes: [
        { name: "dtype", type: typeAttribute, value: dtype },
        { ...shape, value: inputs[i]!.shape },
      ],
    });
    sources.set(id, `${name}:0`);
  });
  const refuseForeign = (): never => {
    throw new CaptureError(
      `capture: the function uses a tensor that is neither an input nor made in it, so the graph would never see it change. Give it as an input.${line()}`,
    );
  };
  const known = (id: number): string => sources.get(id) ?? refuseForeign();
  const recorder = {
    operation(
      operation: string,
      attributes: GraphNode["attributes"],
      from: readonly number[],
      to: readonly TensorInfo[],
    ) {
      const name = `node${nodes.length}`;
      nodes.push({
        name,
        operation,
        inputs: from.map(known),
        attributes: [...attributes, ...unstated(operation, to[0]!.dtype)],
      });
      to.forEach(({ id }, k) => {
        sources.set(id, `${name}:${k}`);
      });
    },
    constant(id: number, shape: readonly number[], dtype: number, values: ConstantNode["values"]) {
      const name = `constant${constants.length}`;
      constants.push({ name, shape: [...shape], dtype, values: values.slice() });
      sources.set(id, `${name}:0`);
    },
    foreign: refuseForeign,
    reading(id: number) {
      const source = sources.get(id) ?? "a tensor from outside";
      const index = Number(/^node(\d+)/.exec(source)?.[1] ?? Number.NaN);
      const operation = nodes[index]?.operation ?? source.replace(/:0$/, "");
      throw new CaptureError(
        `capture: the function reads the numbers of a tensor (the result of ${operation}) back into JavaScript. The graph would replay the numbers of the first call for ever. Keep to operations on tensors, or read them from the outputs.${line()}`,
      );
    },
  };
  /** The one operation whose types tfjs-node leaves to be found out; a graph has to state them. */
  function unstated(operation: string, dtype: number): GraphNode["attributes"] {
    if (operation !== "ExpandDims") return [];
    return [
      { name: "T", type: typeAttribute, value: dtype },
      { name: "Tdim", type: typeAttribute, value: nativeType(tf, "int32") },
    ];
  }
  const outputs = recorded(tf, recorder, () =>
    tf.tidy(() => {
      const results = f(inputs);
      // An output of its own for each, also where it is an input or a constant.
      return results.map((tensor) => tf.add(tensor, tf.zerosLike(tensor)));
    }),
  );
  const names = nativeIds(tf, outputs).map(known);
  tf.dispose(outputs);
  const number = loadedGraph(tf, nodes, constants);
  const inputNames = inputs.map((_, i) => `input${i}:0`);
  return { number, inputs: inputNames.join(), outputs: names.join() };
}

/** The line of the captured function at which this happens, as far as the stack tells. */
function line(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = (new Error().stack ?? "").split("\n").slice(1);
  Error.stackTraceLimit = limit;
  const own =
    /node_modules|node:internal|tfjs-|networks[\\/](capture|nativeBackend|graphFile)\.[jt]s:/;
  const frame = frames.find((text) => !own.test(text));
  return frame ? ` (${frame.trim()})` : "";
}

import { createRequire } from "node:module";
import type { Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "./tensorflow";

/*
 * What tfjs-node keeps to itself: its calls into native TensorFlow. This is the one file that touches
 * them. (Version 4.22.0; each of its kernels ends in `binding.executeOp`.)
 */

/** An attribute of an operation as tfjs-node hands it down; `type` is one of the TF_ATTR numbers. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor as native TensorFlow tells of it. */
export interface TensorInfo {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

type Values = Float32Array | Int32Array | Uint8Array;

/** The functions and constants of the native library that we use. */
interface Binding {
  executeOp(
    name: string,
    attributes: OperationAttribute[],
    inputs: number[],
    outputs: number,
  ): TensorInfo[];
  createTensor(shape: number[], dtype: number, values: Values): number;
  tensorDataSync(id: number): Values;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(model: number): void;
  runSavedModel(
    model: number,
    inputs: number[],
    inputNames: string,
    outputNames: string,
  ): TensorInfo[];
  getNumOfSavedModels(): number;
  readonly [constant: string]: unknown;
}

interface NativeBackend {
  binding: Binding;
  readonly tensorMap: { get(dataId: object): { readonly values: Values | null } };
  write(values: Values, shape: number[], dtype: string): object;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(info: TensorInfo): Tensor;
  executeSingleOutput(name: string, attributes: OperationAttribute[], inputs: Tensor[]): Tensor;
  getDTypeInteger(dtype: string): number;
}

/** What happens during a recording. */
export interface Recorder {
  /** A native operation ran. */
  operation(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: readonly TensorInfo[],
  ): void;
  /** Numbers of JavaScript became a tensor. */
  constant(id: number, shape: readonly number[], dtype: number, values: Values): void;
  /** Numbers of JavaScript become a tensor for which they were given before the recording began. */
  foreign(): void;
  /** Somebody wants the numbers of a tensor; throws if that must not be. */
  reading(id: number): void;
}

function backendOf(tf: TensorFlow): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** Whether tensors live in native TensorFlow, so that operations can be recorded. */
export function isNative(tf: TensorFlow): boolean {
  return tf.getBackend() === "tensorflow";
}

/** Runs f and tells the recorder of each call into native TensorFlow. */
export function recorded<T>(tf: TensorFlow, recorder: Recorder, f: () => T): T {
  const backend = backendOf(tf);
  const own = backend.binding;
  // The properties of the binding are read-only; an object that inherits from it is not.
  const spy: Binding = Object.create(own, {
    executeOp: {
      value: (name: string, attributes: OperationAttribute[], inputs: number[], count: number) => {
        const outputs = own.executeOp(name, attributes, inputs, count);
        recorder.operation(name, attributes, inputs, outputs);
        return outputs;
      },
    },
    createTensor: {
      value: (shape: number[], dtype: number | string, values: Values) => {
        const number = typeof dtype === "string" ? backend.getDTypeInteger(dtype) : dtype;
        const id = own.createTensor(shape, number, values);
        recorder.constant(id, shape, number, values);
        return id;
      },
    },
    tensorDataSync: {
      value: (id: number) => {
        recorder.reading(id);
        return own.tensorDataSync(id);
      },
    },
  });
  // Numbers become a native tensor only when it is first used: those given before are not the function's.
  const made = new WeakSet<object>();
  const write = backend.write.bind(backend);
  const getInputTensorIds = backend.getInputTensorIds.bind(backend);
  backend.binding = spy;
  backend.write = (...parts) => {
    const dataId = write(...parts);
    made.add(dataId);
    return dataId;
  };
  backend.getInputTensorIds = (tensors) => {
    for (const { dataId } of tensors) {
      // An int64 scalar, which some operations want, is no tensor of TensorFlow.js.
      if (!dataId || made.has(dataId)) continue;
      if (backend.tensorMap.get(dataId).values !== null) recorder.foreign();
    }
    return getInputTensorIds(tensors);
  };
  try {
    return f();
  } finally {
    backend.binding = own;
    // What lies on the prototype shows again.
    Reflect.deleteProperty(backend, "write");
    Reflect.deleteProperty(backend, "getInputTensorIds");
  }
}

/** The numbers by which native TensorFlow knows these tensors. */
export function nativeIds(tf: TensorFlow, tensors: readonly Tensor[]): number[] {
  return backendOf(tf).getInputTensorIds(tensors);
}

/** The numbers by which native TensorFlow knows types: of tensors, and of attributes. */
export function nativeConstants(tf: TensorFlow): Readonly<Record<string, unknown>> {
  return backendOf(tf).binding;
}

/** The number of a tensor's type. */
export function nativeType(tf: TensorFlow, dtype: string): number {
  return backendOf(tf).getDTypeInteger(dtype);
}

/** Loads the graph of a SavedModel folder; gives its number. */
export function loadGraph(tf: TensorFlow, folder: string): number {
  return backendOf(tf).binding.loadSavedModel(folder, "serve");
}

/** Frees a loaded graph, also when another backend is in use by now. */
export function freeGraph(tf: TensorFlow, graph: number): void {
  const native = tf.findBackend("tensorflow") as unknown as NativeBackend | null;
  native?.binding.deleteSavedModel(graph);
}

/** How many graphs are loaded in this process. */
export function loadedGraphs(tf: TensorFlow): number {
  return isNative(tf) ? backendOf(tf).binding.getNumOfSavedModels() : 0;
}

/** Runs a loaded graph on tensors for its named inputs; gives new tensors for its named outputs. */
export function runGraph(
  tf: TensorFlow,
  graph: number,
  inputs: readonly Tensor[],
  names: { readonly inputs: string; readonly outputs: string },
): Tensor[] {
  const backend = backendOf(tf);
  const ids = backend.getInputTensorIds(inputs);
  const infos = backend.binding.runSavedModel(graph, ids, names.inputs, names.outputs);
  return infos.map((info) => backend.createOutputTensor(info));
}

/** The protobuf classes of TensorFlow's graphs, which tfjs-node carries. */
// biome-ignore lint/suspicious/noExplicitAny: generated code without types
export function graphMessages(): any {
  return createRequire(__filename)("@tensorflow/tfjs-node/dist/proto/api_pb.js");
}

/** Standard normal numbers from a seed, int32 [2], drawn by native TensorFlow (Philox). */
export function nativeNormal(tf: TensorFlow, seed: Tensor, shape: readonly number[]): Tensor {
  const backend = backendOf(tf);
  const type = backend.binding.TF_ATTR_TYPE as number;
  const attributes = [
    { name: "dtype", type, value: backend.getDTypeInteger("float32") },
    { name: "T", type, value: backend.getDTypeInteger("int32") },
    { name: "Tseed", type, value: backend.getDTypeInteger("int32") },
  ];
  const size = tf.tensor1d([...shape], "int32");
  const result = backend.executeSingleOutput("StatelessRandomNormal", attributes, [size, seed]);
  tf.dispose(size);
  return result;
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  graphMessages,
  loadGraph,
  nativeConstants,
  type OperationAttribute,
} from "./nativeBackend";
import type { TensorFlow } from "./tensorflow";

/** A node of a TensorFlow graph; inputs are "name:output". */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly OperationAttribute[];
}

/** A node that holds numbers. */
export interface ConstantNode {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** The version of graph definitions that TensorFlow 2 writes. */
const PRODUCER = 1087;

/** Loads a graph into native TensorFlow, by way of a file that is gone afterwards; gives its number. */
export function loadedGraph(
  tf: TensorFlow,
  nodes: readonly GraphNode[],
  constants: readonly ConstantNode[],
): number {
  const folder = mkdtempSync(join(tmpdir(), "score-matching-graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), savedModel(tf, nodes, constants));
    return loadGraph(tf, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function savedModel(
  tf: TensorFlow,
  nodes: readonly GraphNode[],
  constants: readonly ConstantNode[],
): Uint8Array {
  const messages = graphMessages();
  const graph = new messages.GraphDef();
  const versions = new messages.VersionDef();
  versions.setProducer(PRODUCER);
  graph.setVersions(versions);
  for (const constant of constants) graph.addNode(constantMessage(messages, constant));
  for (const { name, operation, inputs, attributes } of nodes) {
    const node = new messages.NodeDef();
    node.setName(name);
    node.setOp(operation);
    node.setInputList([...inputs]);
    for (const attribute of attributes) {
      node.getAttrMap().set(attribute.name, attributeMessage(tf, messages, attribute));
    }
    graph.addNode(node);
  }
  const information = new messages.MetaGraphDef.MetaInfoDef();
  information.addTags("serve");
  const meta = new messages.MetaGraphDef();
  meta.setMetaInfoDef(information);
  meta.setGraphDef(graph);
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return model.serializeBinary();
}

// biome-ignore lint/suspicious/noExplicitAny: generated code without types
function constantMessage(messages: any, { name, shape, dtype, values }: ConstantNode): any {
  const tensor = new messages.Tensor();
  tensor.setDtype(dtype);
  tensor.setTensorShape(shapeMessage(messages, shape));
  tensor.setTensorContent(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
  );
  const [type, value] = [new messages.AttrValue(), new messages.AttrValue()];
  type.setType(dtype);
  value.setTensor(tensor);
  const node = new messages.NodeDef();
  node.setName(name);
  node.setOp("Const");
  node.getAttrMap().set("dtype", type);
  node.getAttrMap().set("value", value);
  return node;
}

// biome-ignore lint/suspicious/noExplicitAny: generated code without types
function attributeMessage(tf: TensorFlow, messages: any, { type, value }: OperationAttribute): any {
  const kinds = nativeConstants(tf);
  const message = new messages.AttrValue();
  const many = Array.isArray(value) && type !== kinds.TF_ATTR_SHAPE;
  const target = many ? new messages.AttrValue.ListValue() : message;
  const set = (name: string, content: unknown) =>
    target[many ? `set${name}List` : `set${name}`](content);
  if (type === kinds.TF_ATTR_TYPE) set("Type", value);
  else if (type === kinds.TF_ATTR_INT) set("I", value);
  else if (type === kinds.TF_ATTR_FLOAT) set("F", value);
  else if (type === kinds.TF_ATTR_BOOL) set("B", many ? value : Boolean(value));
  else if (type === kinds.TF_ATTR_STRING) set("S", Buffer.from(String(value)).toString("base64"));
  else if (type === kinds.TF_ATTR_SHAPE)
    message.setShape(shapeMessage(messages, value as number[]));
  else throw new Error(`an attribute of the type ${type} cannot be written to a graph`);
  if (many) message.setList(target);
  return message;
}

// biome-ignore lint/suspicious/noExplicitAny: generated code without types
function shapeMessage(messages: any, shape: readonly number[]): any {
  const message = new messages.TensorShape();
  for (const size of shape) {
    const dim = new messages.TensorShape.Dim();
    dim.setSize(size);
    message.addDim(dim);
  }
  return message;
}

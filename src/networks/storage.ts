import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { Tensor } from "@tensorflow/tfjs";
import { InvalidArgument } from "../numerics/errors";
import { EnergyNetwork } from "./energyNetwork";
import type { Architecture, Network } from "./network";
import { NoiseConditionalScoreNetwork } from "./noiseConditionalScoreNetwork";
import { ScoreNetwork } from "./scoreNetwork";
import { tensorflow } from "./tensorflow";

const FORMAT = "score-matching network 1";

interface Saved {
  readonly format: typeof FORMAT;
  readonly architecture: Architecture;
  /** float32 numbers, little-endian, in base64; one entry for each parameter. */
  readonly parameters: readonly { readonly shape: number[]; readonly data: string }[];
}

/**
 * Saves a network to a file, JSON with its architecture and its parameters bit for bit. An existing file
 * is replaced only when the new one is complete.
 */
export function saveNetwork(network: Network, file: string): void {
  const saved: Saved = {
    format: FORMAT,
    architecture: network.architecture,
    parameters: network.parameters.map((p) => ({
      shape: p.shape,
      data: Buffer.from(Float32Array.from(p.dataSync()).buffer).toString("base64"),
    })),
  };
  const half = `${file}.half-written`;
  try {
    writeFileSync(half, `${JSON.stringify(saved)}\n`);
    renameSync(half, file);
  } finally {
    rmSync(half, { force: true });
  }
}

/**
 * The network that `saveNetwork` wrote.
 *
 * @throws InvalidArgument if the file cannot be read or holds no such network.
 */
export async function loadNetwork(
  file: string,
): Promise<ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork> {
  const { architecture, parameters } = readSaved(file);
  const tf = await tensorflow();
  let network: ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork | undefined;
  const tensors: Tensor[] = [];
  try {
    network = new KINDS[architecture.kind](tf, architecture);
    for (const { shape, data } of parameters) {
      const bytes = Uint8Array.from(Buffer.from(data, "base64"));
      tensors.push(tf.tensor(new Float32Array(bytes.buffer), shape));
    }
    network.assign(tensors);
    return network;
  } catch (error) {
    network?.dispose();
    return complain(file, `is damaged (${(error as Error).message})`);
  } finally {
    tf.dispose(tensors);
  }
}

const KINDS = {
  score: ScoreNetwork,
  energy: EnergyNetwork,
  "noise-conditional score": NoiseConditionalScoreNetwork,
};

function complain(file: string, problem: string): never {
  throw new InvalidArgument({
    argument: "file",
    value: file,
    problem,
    consequence: "there is no network to load",
    remedy: "give the path of a file that saveNetwork wrote",
  });
}

function readSaved(file: string): Saved {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    complain(file, `cannot be read (${(error as Error).message})`);
  }
  let saved: Partial<Saved> | null = null;
  try {
    saved = JSON.parse(text);
  } catch {
    complain(file, "is no JSON");
  }
  if (saved?.format !== FORMAT) complain(file, `does not begin with the format "${FORMAT}"`);
  return saved as Saved;
}

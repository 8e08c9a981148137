import { existsSync } from "node:fs";
import {
  access,
  constants,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { firstProgram, placesOnPath } from "./findProgram.mjs";
import { takeLock } from "./lock.mjs";
import { venvPython } from "./paths.mjs";
import { cleanEnvironment, run, tailOf } from "./processes.mjs";
import {
  hashFile,
  hashFiles,
  hashOf,
  moveIntoPlace,
  readStamp,
  removeFolder,
  removeStamp,
  writeStamp,
} from "./stamps.mjs";
import { libraryFor } from "./tensorflowLibrary.mjs";
import { isOffline, packageProblem } from "./trouble.mjs";

// tfjs-node's own install script is not run. It fetches a binding in machine code of which no
// published hash is known, so the binding is compiled here from the package's sources, which
// package-lock.json pins, against a TensorFlow library that is pinned as well.

/** @typedef {{backend: "tensorflow", version: string} | {backend: "wasm", why: string}} Tensors */

/**
 * Brings TensorFlow to tfjs-node, or says why tensors will run in WebAssembly.
 *
 * @param {import("./setup.mjs").Context} context
 * @param {import("./display.mjs").Step} step
 * @returns {Promise<{said: string, tensors: Tensors}>}
 */
export async function installTensorflow(context, step) {
  const { paths, stopping } = context;
  const library = libraryFor(context.machine);
  if (!library)
    return wasm(
      `no TensorFlow library for ${context.machine.name} has been tried with this course`,
    );
  const place = join(paths.modules, "@tensorflow", "tfjs-node");
  const sources = ["tfjs_backend", "tfjs_binding"].map((name) => join("binding", `${name}.cc`));
  const headers = [
    "napi_auto_ref",
    "tf_auto_status",
    "tf_auto_tensor",
    "tfe_auto_op",
    "tfjs_backend",
    "utils",
  ];
  const key = hashOf(
    library.archive,
    flags,
    context.machine.name,
    await hashFiles(place, [
      ...sources.map((source) => join(place, source)),
      ...headers.map((name) => join(place, "binding", `${name}.h`)),
    ]),
  );
  const inputs = { key, node: process.versions.modules, platform: context.machine.name };
  const stamp = /** @type {TensorflowStamp | undefined} */ (
    await readStamp(paths.stamps, "tensorflow")
  );
  if (stamp && hashOf(stamp.inputs) === hashOf(inputs) && (await isInPlace(place, stamp))) {
    return native(stamp.version, "already there, ");
  }
  await removeStamp(paths.stamps, "tensorflow");
  const cache = await writableCache(paths);
  const lock = await takeLock(join(cache, "lock"), {
    stopping,
    held: () => {
      step.note("waiting for another clone that fills the cache");
      return "wait";
    },
  });
  try {
    for (const name of await readdir(cache)) {
      if (name.endsWith(".half")) await removeFolder(join(cache, name)).catch(() => {});
    }
    const built = join(cache, `binding-${key.slice(0, 16)}`);
    const compiler = await firstProgram(placesOnPath(["g++", "clang++", "c++"]));
    if (!(await isBuilt(built)) && !compiler)
      return wasm("no C++ compiler was found (on Debian and Ubuntu: apt install g++)");
    const made = await bringLibrary(context, step, library, join(cache, library.name));
    if (!(await isBuilt(built)))
      await compile(
        context,
        step,
        compiler ?? "",
        place,
        join(cache, library.name),
        library,
        built,
      );
    step.note("moving into place");
    const files = await assemble(paths, place, join(cache, library.name), made, built);
    step.note("trying it");
    const version = await tryIt(context, place);
    await writeStamp(paths.stamps, "tensorflow", { inputs, version, files });
    return native(version);
  } catch (error) {
    if (!(error instanceof NoTensorflow)) throw error;
    return wasm(error.message);
  } finally {
    await lock?.release();
  }
}

/**
 * @typedef {object} TensorflowStamp
 * @property {object} inputs
 * @property {string} version
 * @property {Record<string, {size: number, changed: number}>} files below the package's folder
 */

/** TensorFlow cannot be had here; the course goes on without. */
class NoTensorflow extends Error {}

const flags = ["-O2", "-shared", "-fPIC", "-std=c++17", "-DNAPI_VERSION=8"];
const bindingFile = join("lib", "napi-v8", "tfjs_binding.node");

/** @param {string} why @returns {{said: string, tensors: Tensors}} */
function wasm(why) {
  return {
    said: `not here: tensors run in WebAssembly, since ${why}`,
    tensors: { backend: "wasm", why },
  };
}

/** @param {string} version @returns {{said: string, tensors: Tensors}} */
function native(version, before = "") {
  return { said: `${before}${version}`, tensors: { backend: "tensorflow", version } };
}

/** @param {string} place @param {TensorflowStamp} stamp */
async function isInPlace(place, stamp) {
  for (const [name, { size, changed }] of Object.entries(stamp.files)) {
    const found = await stat(join(place, name)).catch(() => undefined);
    if (found?.size !== size || found.mtimeMs !== changed) return false;
  }
  return true;
}

/** The user's cache, or one inside the clone when that cannot be written. @param {import("./paths.mjs").Paths} paths */
async function writableCache({ cache, lab }) {
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    return cache;
  } catch {
    const inside = join(lab, "cache");
    await mkdir(inside, { recursive: true });
    return inside;
  }
}

/**
 * @typedef {Record<string, string>} Manifest SHA-256 of each library file
 */

/**
 * Has the library's files in the cache: those that are there when their hashes are right, else new
 * ones from the archive.
 *
 * @param {import("./setup.mjs").Context} context
 * @param {import("./display.mjs").Step} step
 * @param {import("./tensorflowLibrary.mjs").Library} library
 * @param {string} cached
 * @returns {Promise<Manifest>}
 */
async function bringLibrary({ paths, stopping }, step, library, cached) {
  const manifest = join(cached, "manifest.json");
  if (existsSync(manifest)) {
    step.note("checking the cache");
    /** @type {Manifest} */
    const files = JSON.parse(await readFile(manifest, "utf8"));
    if (await areIntact(cached, files)) return files;
  }
  await removeFolder(cached);
  const half = `${cached}.${process.pid}.half`;
  await mkdir(half, { recursive: true });
  step.watch(half);
  step.note(`downloading ${library.title}`);
  const log = join(paths.logs, "tensorflow.log");
  const { code, output } = await run(
    venvPython(paths.venv),
    [
      ...["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"],
      ...["--retries", "1", "--no-cache-dir", "--disable-pip-version-check", "--no-input"],
      ...["--progress-bar", "off", ...library.tags.flatMap((tag) => tag.split(" "))],
      ...["--dest", half, "--requirement", join(paths.clone, "tools", "python", library.lock)],
    ],
    // pip keeps its half-written download in the folder for temporary files; ours is watched.
    { env: { ...cleanEnvironment(), TMPDIR: half }, stopping, log },
  );
  if (code !== 0) {
    const problem = packageProblem("pip", output, log);
    if (problem.message.startsWith("The disk")) throw problem;
    throw new NoTensorflow(
      isOffline(output)
        ? "PyPI cannot be reached; with a network, npm start tries again"
        : `its download failed (see ${log})`,
    );
  }
  step.note("unpacking");
  const unpacked = await run(
    venvPython(paths.venv),
    [
      join(paths.clone, "tools", "python", "unpack.py"),
      join(half, library.archive),
      half,
      ...library.members.flat(),
    ],
    { env: cleanEnvironment(), stopping, log },
  );
  if (unpacked.code !== 0) {
    const problem = packageProblem("pip", unpacked.output, log);
    if (problem.message.startsWith("The disk")) throw problem;
    throw new NoTensorflow(`its archive could not be unpacked (see ${log})`);
  }
  await removeFolder(join(half, library.archive));
  /** @type {Manifest} */
  const files = {};
  for (const [, target] of library.members) files[target] = await hashFile(join(half, target));
  await writeFile(join(half, "manifest.json"), JSON.stringify(files, null, 2));
  await moveIntoPlace(half, cached, dirname(cached));
  return files;
}

/** @param {string} folder @param {Manifest} files */
async function areIntact(folder, files) {
  for (const [name, hash] of Object.entries(files)) {
    const found = await hashFile(join(folder, name)).catch(() => undefined);
    if (found !== hash) return false;
  }
  return true;
}

/** @param {string} built */
async function isBuilt(built) {
  const wanted = await readFile(join(built, "sha256"), "utf8").catch(() => undefined);
  const found = await hashFile(join(built, "tfjs_binding.node")).catch(() => undefined);
  return wanted !== undefined && wanted === found;
}

/**
 * @param {import("./setup.mjs").Context} context
 * @param {import("./display.mjs").Step} step
 * @param {string} compiler
 * @param {string} place tfjs-node
 * @param {string} cached the library's files
 * @param {import("./tensorflowLibrary.mjs").Library} library
 * @param {string} built
 */
async function compile({ paths, stopping }, step, compiler, place, cached, library, built) {
  step.note("compiling its binding");
  const half = `${built}.${process.pid}.half`;
  await mkdir(half, { recursive: true });
  const log = join(paths.logs, "tensorflow.log");
  const { code } = await run(
    compiler,
    [
      ...flags,
      ...["-I", join(paths.modules, "node-api-headers", "include"), "-I", join(cached, "include")],
      ...["-o", join(half, "tfjs_binding.node")],
      ...["tfjs_backend", "tfjs_binding"].map((name) => join(place, "binding", `${name}.cc`)),
      ...["-L", cached, ...library.libraries.map((name) => `-l:${name}`)],
      // Relative to the binding, so that a clone can be moved and its path can hold anything.
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ],
    { env: cleanEnvironment(), cwd: half, stopping, log },
  );
  if (code !== 0)
    throw new NoTensorflow(`its binding does not compile with ${compiler} (see ${log})`);
  await writeFile(join(half, "sha256"), await hashFile(join(half, "tfjs_binding.node")));
  await moveIntoPlace(half, built, dirname(built));
}

/**
 * Puts library and binding into tfjs-node: as hard links to the cache where the disk is the same, so
 * that a gigabyte lies there once and outlives a cleaned cache; else as copies.
 *
 * @param {import("./paths.mjs").Paths} paths
 * @param {string} place @param {string} cached @param {Manifest} made @param {string} built
 * @returns {Promise<TensorflowStamp["files"]>}
 */
async function assemble(paths, place, cached, made, built) {
  const aside = join(paths.aside, "tensorflow");
  await removeFolder(aside);
  const moves = Object.keys(made)
    .filter((name) => !name.startsWith("include/"))
    .map((name) => [join(cached, name), join("deps", "lib", name)]);
  moves.push([join(built, "tfjs_binding.node"), bindingFile]);
  for (const [from, to] of moves) {
    await mkdir(dirname(join(aside, to)), { recursive: true });
    await link(from, join(aside, to)).catch(() => copyFile(from, join(aside, to)));
  }
  for (const folder of ["deps", "lib"])
    await moveIntoPlace(join(aside, folder), join(place, folder), paths.aside);
  await removeFolder(aside);
  /** @type {TensorflowStamp["files"]} */
  const files = {};
  for (const [, to] of moves) {
    const { size, mtimeMs } = await stat(join(place, to));
    files[to] = { size, changed: mtimeMs };
  }
  return files;
}

const trial = `
  const util = require("node:util");
  util.isNullOrUndefined ??= (value) => value == null; // gone from Node 23, still called by tfjs-node
  const tf = require("@tensorflow/tfjs-node");
  const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]]));
  const right = String(product.dataSync()) === "19,22,43,50" && tf.getBackend() === "tensorflow";
  console.log("\\n" + JSON.stringify({ right, version: tf.backend().binding.TF_Version }));
`;

/**
 * Multiplies two matrices in a process of its own, since machine code that does not suit the
 * machine kills its process.
 *
 * @param {import("./setup.mjs").Context} context @param {string} place
 */
async function tryIt({ paths, stopping }, place) {
  const log = join(paths.logs, "tensorflow.log");
  const { code, signal, output } = await run(process.execPath, ["-e", trial], {
    cwd: paths.clone,
    env: { ...cleanEnvironment(), TF_CPP_MIN_LOG_LEVEL: "3" },
    stopping,
    log,
  });
  const answer = output.match(/^\{"right":true,"version":"(.+)"\}$/m);
  if (code === 0 && answer) return answer[1];
  for (const folder of ["deps", "lib"]) await removeFolder(join(place, folder));
  throw new NoTensorflow(
    `it does not run on this machine (${signal ?? tailOf(output, 1)}; see ${log})`,
  );
}

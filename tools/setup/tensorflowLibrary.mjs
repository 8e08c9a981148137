/**
 * @typedef {object} Library
 * @property {string} title
 * @property {string} name the folder in the cache
 * @property {string} lock the file beside requirements.lock that pins the wheel by its hash
 * @property {string[]} tags pip's options for the wheel of one platform, whatever Python runs pip
 * @property {string} archive the wheel's file name
 * @property {[member: string, target: string][]} members what is taken out of it
 * @property {string[]} libraries what the binding is linked with
 */

/** @typedef {{name: string, platform: string, arch: string, glibc?: string}} Machine */

const headers = [
  "tensorflow/c/c_api.h",
  "tensorflow/c/c_api_macros.h",
  "tensorflow/c/eager/c_api.h",
  "tensorflow/c/tf_attrtype.h",
  "tensorflow/c/tf_buffer.h",
  "tensorflow/c/tf_datatype.h",
  "tensorflow/c/tf_status.h",
  "tensorflow/c/tf_tensor.h",
  "tensorflow/c/tf_tstring.h",
  "tensorflow/core/platform/ctstring.h",
  "tensorflow/core/platform/ctstring_internal.h",
  "tsl/platform/ctstring.h",
  "tsl/platform/ctstring_internal.h",
  "xla/tsl/c/tsl_status.h",
];

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/** @type {Library} */
const linux = {
  title: "TensorFlow 2.21.0 from PyPI (274 MB)",
  name: "tensorflow-2.21.0-linux-x64",
  lock: "tensorflow.lock",
  tags: [
    "--python-version 3.11",
    "--implementation cp",
    "--abi cp311",
    "--platform manylinux_2_27_x86_64",
  ],
  archive: "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl",
  members: [
    ...libraries.map((name) => /** @type {[string, string]} */ ([`tensorflow/${name}`, name])),
    ...headers.map(
      (name) => /** @type {[string, string]} */ ([`tensorflow/include/${name}`, `include/${name}`]),
    ),
  ],
  libraries,
};

/**
 * The TensorFlow library for a machine, where one has been tried.
 *
 * @param {Machine} machine
 * @returns {Library | undefined}
 */
export function libraryFor({ platform, arch, glibc }) {
  if (platform !== "linux" || arch !== "x64" || !glibc) return undefined;
  const [major, minor] = glibc.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 27) ? linux : undefined;
}

/** @returns {Machine} */
export function thisMachine() {
  const { platform, arch } = process;
  const header = /** @type {{header: {glibcVersionRuntime?: string}}} */ (
    platform === "linux" ? process.report.getReport() : { header: {} }
  ).header;
  const glibc = header.glibcVersionRuntime;
  const libc = platform === "linux" && !glibc ? " with musl" : "";
  return { name: `${platform} ${arch}${libc}`, platform, arch, glibc };
}

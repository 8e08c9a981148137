import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../setup/problem.mjs";
import { cleanEnvironment, run, tailOf } from "../setup/processes.mjs";
import { filesBelow, hashFiles, readStamp, removeFolder, writeStamp } from "../setup/stamps.mjs";

const OPENING = `The public names of the package \`score-matching\`, from its doc comments, a page for each folder of
its source. In a notebook the same text appears at Shift-Tab.`;

/** @param {string[]} pages */
function list(pages) {
  return pages
    .map((page) => page.replace(/^reference\/|\.md$/g, ""))
    .map((page) => `- [${page.replace(/\/index$/, "").replace("/namespaces/", ".")}](${page}.md)`)
    .join("\n");
}

/**
 * The reference of the library from its doc comments, a page for each of its folders: TypeDoc reads one
 * module a folder, with what src/index.ts takes from there.
 *
 * @param {Pick<import("../setup/main.mjs").Command, "paths" | "stopping">} call
 * @returns {Promise<Map<string, string>>} the pages, as Markdown
 */
export async function referencePages({ paths, stopping }) {
  const folder = join(paths.clone, "build", "reference");
  const pages = join(folder, "pages");
  const sources = await filesBelow(join(paths.clone, "src"), (name) => name.endsWith(".ts"));
  const inputs = await hashFiles(paths.clone, [
    ...sources,
    join(paths.clone, "package-lock.json"),
    import.meta.filename,
  ]);
  const stamp = /** @type {{inputs?: string} | undefined} */ (await readStamp(folder, "stamp"));
  if (stamp?.inputs !== inputs) {
    await removeFolder(folder);
    await typedoc({ paths, stopping }, folder, pages);
    await writeStamp(folder, "stamp", { inputs });
  }
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const path of await filesBelow(pages, (name) => name.endsWith(".md"))) {
    const name = path.slice(pages.length + 1).replaceAll("\\", "/");
    found.set(`reference/${name}`, withOwnLinks(await readFile(path, "utf8")));
  }
  const others = [...found.keys()].filter((name) => name !== "reference/index.md").sort();
  const tree = ["```{toctree}", ":hidden:", "", ...others.map((name) => `/${name}`), "```"];
  const index = `# Library reference\n\n${OPENING}\n\n${list(others)}\n\n${tree.join("\n")}\n`;
  return found.set("reference/index.md", index);
}

/**
 * @param {Pick<import("../setup/main.mjs").Command, "paths" | "stopping">} call
 * @param {string} folder @param {string} pages
 */
async function typedoc({ paths, stopping }, folder, pages) {
  const entries = join(folder, "entries");
  await mkdir(entries, { recursive: true });
  const src = join(paths.clone, "src");
  const index = await readFile(join(src, "index.ts"), "utf8");
  for (const [room, exports] of byFolder(index)) {
    const lines = exports.map(({ names, from }) => `export ${names} from "../../../src/${from}";`);
    for (const from of new Set(exports.map((one) => one.from))) {
      const text = await readFile(join(src, `${from}.ts`), "utf8").catch(() => "");
      lines.push(...typesBeside(text, index, from));
    }
    await writeFile(join(entries, `${room}.ts`), lines.join("\n"));
  }
  const settings = join(folder, "tsconfig.json");
  await writeFile(
    settings,
    JSON.stringify({
      extends: "../../src/tsconfig.json",
      compilerOptions: { rootDir: "../..", noEmit: true, composite: false, incremental: false },
      include: ["entries/*.ts"],
    }),
  );
  const log = join(paths.logs, "typedoc.log");
  const { code, output } = await run(
    process.execPath,
    [
      join(paths.modules, "typedoc", "bin", "typedoc"),
      ...["--tsconfig", settings, "--entryPoints", join(entries, "*.ts"), "--out", pages],
      ...["--plugin", "typedoc-plugin-markdown", "--outputFileStrategy", "modules"],
      ...["--entryFileName", "index", "--readme", "none", "--name", "Library reference"],
      ...["--disableSources", "--excludePrivate", "--excludeInternal", "--hideBreadcrumbs"],
      ...["--hidePageHeader", "--validation.notExported", "false", "--cleanOutputDir"],
      ...["--useCodeBlocks", "--expandObjects", "--sort", "alphabetical", "--skipErrorChecking"],
      ...["--interfacePropertiesFormat", "table", "--parametersFormat", "list"],
      ...["--typeDeclarationFormat", "table", "--excludeExternals", "--useHTMLAnchors"],
      ...["hideModifiers", "hideInherited", "hideOverrides", "hideDefaults"].flatMap((column) => [
        `--tableColumnSettings.${column}`,
        "true",
      ]),
    ],
    { cwd: paths.clone, env: cleanEnvironment(), stopping, log },
  );
  if (code !== 0)
    throw new Problem("The reference was not made: correct what TypeDoc names and run again.", {
      log,
      tail: tailOf(output, 12),
    });
}

/**
 * TypeDoc counts names that occur twice (Points and points) in a way of its own: its links go to its own
 * anchors, past Sphinx.
 *
 * @param {string} page
 */
function withOwnLinks(page) {
  const shorter = page.replace(/^#+ (?:Extends|Extended by)\n\n(?:- .*\n)+\n/gm, "");
  return shorter.replace(
    /\[(`?)([^\]`]+)\1\]\(([\w/.-]*?)(?:\.md)?#([\w-]+)\)/g,
    (_, tick, words, file, anchor) => {
      const inner = tick ? `<code>${words}</code>` : words;
      return `<a href="${file && `${file}.html`}#${anchor}">${inner}</a>`;
    },
  );
}

/**
 * What src/index.ts takes from each folder.
 *
 * @param {string} index
 */
export function byFolder(index) {
  /** @type {Map<string, {names: string, from: string}[]>} */
  const folders = new Map();
  for (const [, names, from] of index.matchAll(/export ([^;]*?) from "\.\/([^"]*)";/g)) {
    const [room] = from.split("/");
    const plain = names.replace(/^\* as \w+$/, "*");
    folders.set(room, [...(folders.get(room) ?? []), { names: plain, from }]);
  }
  return folders;
}

/**
 * The types that a module exports and the index does not: a reader needs to know what an option is.
 *
 * @param {string} text @param {string} index @param {string} from
 */
function typesBeside(text, index, from) {
  const names = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
  const hidden = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(index));
  return hidden.length > 0
    ? [`export type { ${hidden.join(", ")} } from "../../../src/${from}";`]
    : [];
}

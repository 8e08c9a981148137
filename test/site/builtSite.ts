import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { here } from "../../tools/setup/paths.mjs";

/** The folder that `npm run site` leaves. */
export const folder = join(here, "build", "site");

/** All files below, by their place in the site. */
export const files: readonly string[] = readdirSync(folder, {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
  .sort();

export const pages: readonly string[] = files.filter((name) => name.endsWith(".html"));
export const lessons: readonly string[] = pages.filter((name) => name.startsWith("lessons/"));

const sources = new Map<string, string>();

export function source(name: string): string {
  const text = sources.get(name) ?? readFileSync(join(folder, name), "utf8");
  sources.set(name, text);
  return text;
}

/** What a page says, without its markup. */
export function words(html: string): string {
  return unescaped(html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, ""));
}

function unescaped(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

export interface Link {
  readonly page: string;
  readonly to: string;
}

/** Everything that a page links to or loads. */
export function linksOf(page: string): readonly Link[] {
  const found = source(page).matchAll(/\s(?:href|src|srcset)="([^"]*)"/g);
  return [...found].map(([, to]) => ({ page, to: unescaped(to as string) }));
}

/** What a page loads by itself. */
export function loadsOf(page: string): readonly Link[] {
  const found = source(page).matchAll(
    /<(?:script|img|iframe|source)\b[^>]*\ssrc="([^"]*)"|<link\b(?=[^>]*\brel="(?:stylesheet|preload|icon|modulepreload|preconnect|dns-prefetch)")[^>]*\shref="([^"]*)"/g,
  );
  return [...found].map(([, src, href]) => ({ page, to: unescaped((src ?? href) as string) }));
}

export function isOutside(address: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address) && !address.startsWith("data:");
}

/** Whether a link of the site leads to a file, and to an anchor in it. */
export function leadsSomewhere({ page, to }: Link): boolean {
  const [address = "", anchor] = to.split("#");
  const [path = ""] = address.split("?");
  const target = path === "" ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  const file = target.endsWith("/") ? `${target}index.html` : target;
  if (!files.includes(file)) return false;
  if (!anchor || !file.endsWith(".html")) return true;
  return anchors(file).has(decodeURIComponent(anchor));
}

const known = new Map<string, Set<string>>();

export function anchors(page: string): Set<string> {
  const found =
    known.get(page) ??
    new Set([...source(page).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescaped(id as string)));
  known.set(page, found);
  return found;
}

/** Text that stands as it is, whatever it holds. @param {string} text */
export function escapedMarkdown(text) {
  return text.replace(/[\\`*_{}[\]()#+!|$<>~]/g, "\\$&").replaceAll("\n", " ");
}

/** @param {string} text */
export function escapedHtml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A fenced block that no fence inside it ends. @param {string} head @param {string} body */
export function fenced(head, body) {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${head}\n${body}\n${fence}`;
}

/** @param {string} html on one line */
export function rawHtml(html) {
  return fenced("{raw} html", html);
}

/** The part of an address that a sentence gives. @param {string} words */
export function slug(words) {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

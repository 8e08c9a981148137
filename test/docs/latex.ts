/** Commands that stand for a symbol of their own, beside the Greek letters. */
const signs = new Set(["ell", "nabla", "partial", "circ", "top"]);
const greek =
  /^(?:alpha|beta|gamma|Gamma|delta|Delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|Sigma|varsigma|tau|varphi|Phi)$/;

/**
 * The letters of a formula, as a table of symbols lists them: words in text, numbers and brackets left
 * out, KL as one; a bar, a tilde or another alphabet makes another letter, a hat does not.
 */
export function lettersOf(latex: string): Set<string> {
  const found = new Set<string>();
  const bare = latex
    .replace(/\\(?:text|textbf|tag|operatorname|mathrm|begin|end)\{[^}]*\}/g, " ")
    .replace(/_\{?(?:[A-Z]{2,}\d?|F2|min|max)\}?/g, " ")
    .replace(/_\{\\(?:text|min|max)[^}]*\}/g, " ");
  const token =
    /\\(bar|tilde|overline|mathcal|mathbb)\s*(?:\{(\\?[A-Za-z]+)(?:\^2)?\}|(\\[a-z]+|[A-Za-z]))|\\([A-Za-z]+)|KL|[A-Za-z]/g;
  for (const [all, mark, braced, next, command] of bare.matchAll(token)) {
    if (mark) found.add(`${mark} ${(braced ?? next)!.replace("\\", "")}`);
    else if (!command) found.add(all);
    else if (greek.test(command) || signs.has(command)) found.add(command);
  }
  return found;
}

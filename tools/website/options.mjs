import { Problem } from "../setup/problem.mjs";
import { parseWords } from "../setup/words.mjs";

export const usage = `npm run site                     builds the web site into build/site

npm run site -- --as-is          runs no lesson: one that has not been run appears without its results
npm run site -- --messages       writes the catalogues for translators into build/messages
npm run site -- --language zh    builds it in another language, from docs/locales/zh
npm run site -- --help           prints this`;

/**
 * @param {string[]} argv
 * @returns {{help: boolean, asIs: boolean, messages: boolean, language: string}}
 */
export function parseOptions(argv) {
  const { values } = parseWords(
    {
      args: argv,
      strict: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        "as-is": { type: "boolean", default: false },
        messages: { type: "boolean", default: false },
        language: { type: "string", default: "en" },
      },
    },
    usage,
  );
  const { help, messages, language } = values;
  if (!/^[a-z]{2,3}(_[A-Za-z]+)?$/.test(language))
    throw new Problem(
      `--language takes a code such as zh or pt_BR, and not ${language}. What there is:\n\n${usage}`,
      { code: 2 },
    );
  return { help, asIs: values["as-is"], messages, language };
}

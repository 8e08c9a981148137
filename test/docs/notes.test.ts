import { describe, expect, it } from "vitest";
import { ledger, page, rows, unlinked } from "./course";

const notes = ["A", "B", "C", "D", "E"].map((note) => {
  const [body, errata] = page(`notes/${note.toLowerCase()}.md`).split("\n## Errata\n");
  return { note, body: body!, errata: rows(errata!) };
});
const plain = (cell: string) => unlinked(cell).toLowerCase();

/** The errata of a note in lessons/items.yml, by way of the ledger: "B, D: what is wrong". */
const errataOf = (note: string) =>
  ledger.flatMap(({ id, errata }) =>
    errata
      .map((erratum) => /^([A-E](?:, [A-E])*): (.*)$/.exec(erratum)!)
      .filter((match) => match[1]!.split(", ").includes(note))
      .map((match) => [id, match[2]!.toLowerCase()]),
  );

describe.each(notes)("the page of note $note", ({ note, body, errata }) => {
  it("links every item that comes from the note, in its sections", () => {
    const items = ledger.filter((item) => item.notes.includes(note)).map(({ id }) => id);
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter((id) => !body.includes(`[${id}](#${id})`))).toEqual([]);
  });

  it("lists the errata of lessons/items.yml, word for word and in order", () => {
    expect(errata.map(([item, erratum]) => [unlinked(item!), plain(erratum!)])).toEqual(
      errataOf(note),
    );
  });

  it("names for each erratum a check of the ledger, or calls it a matter of words", () => {
    const unknown = errata
      .map(([, , check]) => unlinked(check!))
      .filter((check) => check !== "a matter of words")
      .filter((check) => {
        const match = /^“(.*)” \(lesson (\d+)\)(?:, which rejects “(.*)”)?$/.exec(check);
        const found = ledger
          .flatMap(({ checks }) => checks)
          .find(({ claim, lesson }) => claim === match?.[1] && Number(lesson) === Number(match[2]));
        return (
          !found || !(match![3] === undefined || found.rejected.some((r) => r.name === match![3]))
        );
      });
    expect(unknown).toEqual([]);
  });
});

describe("lessons/items.yml", () => {
  it("counts a note among the sources of each item of which it has an erratum", () => {
    const missing = ledger.flatMap(({ id, notes, errata }) =>
      errata
        .flatMap((erratum) => erratum.split(": ")[0]!.split(", "))
        .filter((note) => !notes.includes(note))
        .map((note) => `${id}: ${note}`),
    );
    expect(missing).toEqual([]);
  });
});

import { expect, test } from "vitest";
import {
  EXERCISE_MIME,
  ensureSolved,
  evaluateExercise,
  exerciseRow,
  yourTurn,
} from "../../src/notebook/exercise";

const judged = (answer: () => number) =>
  evaluateExercise("B1", "My square is the square", () => ({
    value: answer(),
    expected: 9,
    rejects: { "twice the number": () => 3 + 3 },
  }));

test("a stub is the reader's turn, and no failure", () => {
  const record = judged(() => yourTurn());
  expect(record).toEqual({ id: "B1", claim: "My square is the square", state: "your turn" });
  const { "text/html": html, "text/plain": text } = exerciseRow(record).data;
  expect(text).toBe("B1 \u00b7 My square is the square: your turn");
  expect(html).not.toContain("Hint");
});

test("a hint is kept, and shown to those only who ask for it", () => {
  const record = judged(() => yourTurn("multiply the number by itself"));
  expect(record).toEqual({
    id: "B1",
    claim: "My square is the square",
    state: "your turn",
    hint: "multiply the number by itself",
  });
  const { "text/html": html, "text/plain": text } = exerciseRow(record).data;
  expect(html).toContain(
    "<details><summary>Hint</summary>multiply the number by itself.</details>",
  );
  expect(text).not.toContain("multiply");
});

test("a right answer is solved", () => {
  expect(judged(() => 3 ** 2).state).toBe("solved");
});

test("a wrong answer is not solved yet, and the row says both values", () => {
  const record = judged(() => 3 * 2 + 1);
  expect(record.state).toBe("not yet");
  expect(exerciseRow(record).data["text/plain"]).toMatch(/7.* against 9.*fails/);
});

test("a wrong answer to several questions is told which it misses", () => {
  const record = evaluateExercise("B1", "My squares are the squares", () => ({
    value: [9, 17, 25],
    expected: [9, 16, 25],
    at: ["three", "four", "five"],
    rejects: { "twice the number": () => [3, 4, 5].map((n) => 2 * n) },
  }));
  expect(exerciseRow(record).data["text/plain"]).toContain(
    "3 values, furthest apart at four: 17 against 16",
  );
});

test("a wrong answer that is a known mistake is told which", () => {
  const text = exerciseRow(judged(() => 3 + 3)).data["text/plain"];
  expect(text).toContain('yours agree with "twice the number"');
  expect(exerciseRow(judged(() => 7)).data["text/plain"]).not.toContain("yours agree");
});

test("an error in the reader's own lines is not hidden", () => {
  expect(() =>
    judged(() => {
      throw new TypeError("mine");
    }),
  ).toThrow("mine");
});

test("an exercise is kept apart from the checks of the ledger", () => {
  const data = exerciseRow(judged(() => 9)).data;
  expect(Object.keys(data)).toEqual(["text/html", "text/plain", EXERCISE_MIME]);
});

test("a hint cannot change the page", () => {
  const html = exerciseRow(judged(() => yourTurn("<b>a</b>"))).data["text/html"];
  expect(html).toContain("&lt;b&gt;a&lt;/b&gt;");
});

test("a graded task that is not solved throws what came, what was expected, and whose turn it is", () => {
  expect(() => ensureSolved(judged(() => 7))).toThrow(/My square is the square.* 7 .*against 9/);
  expect(() => ensureSolved(judged(() => yourTurn()))).toThrow(/your turn/);
  expect(() => ensureSolved(judged(() => 9))).not.toThrow();
});

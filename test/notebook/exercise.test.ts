import { expect, test } from "vitest";
import {
  EXERCISE_MIME,
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

test("a stub is the reader's turn, with its hint, and no failure", () => {
  const record = judged(() => yourTurn("multiply the number by itself"));
  expect(record).toEqual({
    id: "B1",
    claim: "My square is the square",
    state: "your turn",
    hint: "multiply the number by itself",
  });
  expect(exerciseRow(record).data["text/plain"]).toContain("your turn. Hint: multiply");
});

test("a right answer is solved", () => {
  expect(judged(() => 3 ** 2).state).toBe("solved");
});

test("a wrong answer is not solved yet, and the row says both values", () => {
  const record = judged(() => 3 * 2 + 1);
  expect(record.state).toBe("not yet");
  expect(exerciseRow(record).data["text/plain"]).toMatch(/7.* against 9.*fails/);
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

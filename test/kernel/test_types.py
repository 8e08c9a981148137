"""Type errors: strict, with their place, and before anything runs."""

import pytest


def refused(kernel, code):
    ran = kernel.run(code)
    assert ran.status == "error"
    assert ran.kinds == ["error"]
    assert ran.reply["ename"] == ran.error["ename"]
    assert ran.reply["evalue"] == ran.error["evalue"]
    assert ran.reply["traceback"] == ran.error["traceback"]
    return ran


def test_a_wrong_type_is_an_error_with_line_and_column_in_the_cell(kernel):
    ran = refused(kernel, 'console.log("one");\nconst two: number = "two";')
    assert ran.error["ename"] == "TypeCheckError"
    assert ran.error["evalue"].startswith(
        "line 2, column 7: Type 'string' is not assignable"
    )
    assert f"cell {ran.reply['execution_count']}, line 2, column 7" in ran.traceback
    assert '2 | const two: number = "two";\n          ^' in ran.traceback


def test_the_cell_with_a_type_error_does_not_run(kernel):
    refused(kernel, '(globalThis as any).ran = true;\nconst n: number = "x";')
    assert kernel.run("[(globalThis as any).ran]").text == "[ undefined ]"


def test_an_unknown_name_comes_with_the_advice_to_run_the_cells_above(kernel):
    advice = "If a cell above defines the name, run that one first."
    assert advice in refused(kernel, "mixtureOfAbove + 1").traceback
    assert advice not in refused(kernel, 'const n: number = "x";').traceback


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("function f(x) { return x; }", "implicitly has an 'any' type"),
        (
            "const m = [1, 2].find((x) => x > 1);\nm.toFixed();",
            "'m' is possibly 'undefined'",
        ),
        ("try { throw 1; } catch (e) { e.message; }", "'e' is of type 'unknown'"),
        ("class C { x: number; }", "has no initializer"),
    ],
)
def test_checking_is_strict(kernel, code, complaint):
    assert complaint in refused(kernel, code).traceback


def test_every_mistake_of_a_cell_is_named(kernel):
    ran = refused(kernel, 'const a: number = "a";\nconst b: string = 1;\nmissing();')
    assert ran.error["evalue"].endswith("(and 2 more)")
    for place in ("line 1, column 7", "line 2, column 7", "line 3, column 1"):
        assert place in ran.traceback


def test_the_reasons_behind_a_complaint_are_told_once_and_in_order(kernel):
    code = "const f: (x: number) => number = (x: string) => x.length;"
    ran = refused(kernel, code)
    assert ran.traceback.count("error TS") == 1
    outer = ran.traceback.index("is not assignable to type '(x: number) => number'")
    assert (
        ran.traceback.index("Types of parameters 'x' and 'x' are incompatible") > outer
    )


def test_numbers_in_place_of_points_come_with_the_way_to_write_points(kernel):
    advice = "points([1, 2])"
    density = 'import { uniform } from "score-matching";\nconst u = uniform({ lower: 0, upper: 1 });\n'
    for wrong in ("u.score([0.5])", "u.score(0.5)", "u.score([[0.5]])"):
        assert advice in refused(kernel, density + wrong).traceback
    assert advice not in refused(kernel, "const n: number = 'x';").traceback


IMPORTS = """import {
  expectation, gaussian, implicitScoreMatching, integrate, klDivergence, points, rng,
} from "score-matching";
const g = gaussian({ mean: 0, covariance: 1 });
"""


def test_an_objective_without_a_density_comes_with_the_way_to_name_one(kernel):
    advice = "expectation(f, { under: p })"
    free = "expectation(implicitScoreMatching(g)"
    for wrong in (
        f"{free})",
        f'{free}, {{ samples: 10, rng: rng(1, "a") }})',
        "expectation((x) => x.data)",
    ):
        assert advice in refused(kernel, IMPORTS + wrong).traceback
    for other in (
        f"{free}, {{ under: g, samples: 10, rng: 1 }})",
        "expectation(klDivergence(g, g), { under: g })",
    ):
        assert advice not in refused(kernel, IMPORTS + other).traceback


def test_an_integral_in_place_of_a_number_comes_with_the_way_to_the_number(kernel):
    advice = "is .value."
    integral = "integrate((x) => x, { from: 0, to: 1 })"
    for wrong in (
        f"const n: number = {integral};",
        "Math.sqrt(expectation(klDivergence(g, g)))",
        f"{integral} + 1",
        f"2 * {integral}",
        f"{integral} / 2",
    ):
        assert advice in refused(kernel, IMPORTS + wrong).traceback
    for other in ("const n: number = 'x';", "const s: string = 1;", "g + 1"):
        assert advice not in refused(kernel, IMPORTS + other).traceback


def test_missing_random_numbers_come_with_the_way_to_write_them(kernel):
    advice = 'rng(seed, "a label")'
    for wrong in ("g.sample(10)", "g.sample(10, 1)", "g.sample(10, rng)"):
        assert advice in refused(kernel, IMPORTS + wrong).traceback
    for other in ("g.logDensity()", 'g.sample("ten", rng(1, "a"))'):
        assert advice not in refused(kernel, IMPORTS + other).traceback


def test_a_syntax_error_has_its_place(kernel):
    ran = refused(kernel, "1 + 1;\nconst x = {;")
    assert ran.error["ename"] == "SyntaxError"
    assert ran.error["evalue"].startswith("line 2, column 12")


def test_a_wrong_argument_to_the_library_is_a_type_error(kernel):
    ran = refused(kernel, 'import { points } from "score-matching";\npoints("no");')
    assert ran.error["evalue"].startswith("line 2, column 8")


def test_a_variable_keeps_its_type_in_later_cells(kernel):
    kernel.run("const count = [1, 2, 3].length;")
    ran = refused(kernel, "count.toUpperCase();")
    assert "does not exist on type" in ran.traceback


def test_a_readonly_array_is_not_a_mutable_one(kernel):
    # TS4104, in the midst of the numbers of complaints about declarations, which cells are spared.
    ran = kernel.run(
        "const fixed: readonly number[] = [1];\nconst loose: number[] = fixed;"
    )
    assert "cannot be assigned to the mutable type" in ran.error["evalue"]

"""Lessons and notebooks: one text in two forms."""

import json
from pathlib import Path

import pytest
from lessons.convert import notebook_of, text_of, write
from lessons.selection import UnknownLesson, chosen
from notebook_fixtures import FRONT, PARAMETERS, fence, region

from lessons import notebooks

ROOT = Path(__file__).resolve().parents[2]

TITLE = """# 1. A lesson 得分函数


See [lesson 2](02-next.md), [its end](02-next.md#end) and [a paper](https://example.org/02-x.md).

<!-- claim B2 -->
$$
\\nabla \\log Z = 0 \\tag{1.1}
$$

```typescript
const notACell = `${1}`;
```"""
TEXT = (
    FRONT
    + region("title", TITLE)
    + fence("parameters", PARAMETERS)
    + fence(
        "check raises-exception",
        '// %magic\n%notMagic\ncheck.equal("B2", "it is gone", {});',
    )
)


def test_a_lesson_survives_the_way_to_the_notebook_and_back():
    assert text_of(notebook_of(TEXT)) == TEXT


@pytest.mark.parametrize("path", sorted((ROOT / "lessons").glob("[0-9][0-9]-*.md")))
def test_each_lesson_survives_it(path):
    assert text_of(notebook_of(path.read_text("utf-8"))) == path.read_text("utf-8")


def test_the_notebook_has_its_tags_its_kernel_and_no_traces_of_a_run():
    made = json.loads(write(notebook_of(TEXT)))
    assert made["metadata"]["kernelspec"]["name"] == "score-matching"
    assert made["metadata"]["kernelspec"]["language"] == "typescript"
    assert made["metadata"]["language_info"]["name"] == "typescript"
    assert [cell["metadata"]["tags"] for cell in made["cells"]] == [
        ["title"],
        ["parameters"],
        ["check", "raises-exception"],
    ]
    assert [c["outputs"] for c in made["cells"][1:]] == [[], []]
    assert [c["execution_count"] for c in made["cells"][1:]] == [None, None]
    assert [c["id"] for c in made["cells"]] == ["title-1", "parameters-1", "check-1"]


def test_the_notebook_is_the_same_to_the_byte_each_time():
    assert write(notebook_of(TEXT)) == write(notebook_of(TEXT))
    assert write(notebook_of(TEXT)).endswith("}\n")


def test_links_to_lessons_lead_to_notebooks_and_others_stay():
    source = notebook_of(TEXT).cells[0].source
    assert "[lesson 2](02-next.ipynb)" in source
    assert "[its end](02-next.ipynb#end)" in source
    assert "(https://example.org/02-x.md)" in source


@pytest.fixture
def course(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "README.md").write_text("# How to")
    (tmp_path / "lessons" / "01-first.md").write_text(TEXT, "utf-8")
    (tmp_path / "lessons" / "03-third.md").write_text(
        TEXT.replace("B2", "B13 constant", 1), "utf-8"
    )
    (tmp_path / "lessons" / "items.yml").write_text("- {id: B9, lessons: [3]}\n")
    return tmp_path


def run(course, *words):
    return notebooks.main([*words, "--root", str(course)])


def test_check_names_what_is_missing_changed_or_without_a_lesson(course, capsys):
    assert run(course) == 0
    assert run(course, "--check") == 0
    (course / "notebooks" / "01-first.ipynb").write_text("{}")
    (course / "notebooks" / "03-third.ipynb").unlink()
    (course / "notebooks" / "09-gone.ipynb").write_text("{}")
    assert run(course, "--check") == 1
    said = capsys.readouterr().err
    assert "notebooks/01-first.ipynb differs from lesson 01-first.md" in said
    assert "notebooks/03-third.ipynb missing" in said
    assert "notebooks/09-gone.ipynb has no lesson" in said


def test_check_notices_outputs_and_a_lesson_edited_since(course):
    run(course)
    path = course / "notebooks" / "01-first.ipynb"
    made = json.loads(path.read_text("utf-8"))
    made["cells"][1]["execution_count"] = 3
    path.write_text(json.dumps(made, indent=1), "utf-8")
    assert run(course, "--check") == 1
    run(course)
    assert run(course, "--check") == 0
    lesson = course / "lessons" / "01-first.md"
    lesson.write_text(
        lesson.read_text("utf-8").replace("A lesson", "The lesson"), "utf-8"
    )
    assert run(course, "--check") == 1


def test_back_takes_an_edited_and_executed_notebook_to_its_lesson(course):
    run(course)
    path = course / "notebooks" / "01-first.ipynb"
    made = json.loads(path.read_text("utf-8"))
    made["cells"][0]["source"] = ["# 1. Edited, see [lesson 2](02-next.ipynb)"]
    made["cells"][1]["execution_count"] = 3
    made["cells"][1]["metadata"]["collapsed"] = True
    made["cells"][1]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["x"]}
    ]
    path.write_text(json.dumps(made), "utf-8")
    assert run(course, "--back", "01") == 0
    text = (course / "lessons" / "01-first.md").read_text("utf-8")
    assert "# 1. Edited, see [lesson 2](02-next.md)\n" in text
    assert "collapsed" not in text
    assert run(course, "--check") == 0


@pytest.mark.parametrize(
    "words, stems",
    [
        ([], ["01-first", "03-third"]),
        (["3"], ["03-third"]),
        (["03", "1"], ["01-first", "03-third"]),
        (["lessons/03-third.md"], ["03-third"]),
        (["03-third"], ["03-third"]),
        (["B2"], ["01-first", "03-third"]),
        (["b9"], ["03-third"]),
    ],
)
def test_lessons_are_chosen_by_number_name_or_item(course, words, stems):
    assert [path.stem for path in chosen(words, course / "lessons")] == stems


def test_an_item_with_a_suffix_is_found_and_an_item_of_no_lesson_refused(course):
    lesson = course / "lessons" / "03-third.md"
    text = lesson.read_text("utf-8").replace('equal("B2"', 'equal("B13 constant"')
    lesson.write_text(text, "utf-8")
    assert [p.stem for p in chosen(["B13"], course / "lessons")] == ["03-third"]
    with pytest.raises(UnknownLesson, match="B1 is no lesson.*The lessons are: 01, 03"):
        chosen(["B1"], course / "lessons")

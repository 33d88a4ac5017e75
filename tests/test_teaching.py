"""The teaching pages: plans and rubrics whose totals are right, and minutes and exercises that are those of the lessons."""

import re

import nbformat
import pytest
import refresh
from campaign import check
from campaign.language import LANGUAGES

ENGLISH = refresh.NOTEBOOKS / "en"


def cells(name, language="en"):
    return {
        cell.id: cell.source
        for cell in nbformat.read(ENGLISH.parent / language / f"{name}.ipynb", as_version=4).cells
        if cell.cell_type == "markdown"
    }


def rows(markdown):
    """The rows of a Markdown table, without its head, as lists of cells."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(
    "name, cell",
    [
        ("guide", "plan-class"),
        ("guide", "plan-workshop"),
        ("assignments", "pace-rubric"),
        ("assignments", "capstone-rubric"),
    ],
)
def test_the_total_of_a_plan_or_rubric_is_the_sum_of_its_rows(name, cell):
    *parts, total = rows(cells(f"teaching/{name}")[cell])
    assert total[0] == "**Total**"
    column = next(number for number, text in enumerate(total) if re.search(r"\d", text))

    def value(row):
        return int(re.search(r"\d+", row[column])[0])

    assert len(parts) >= 5 and value(total) == sum(value(row) for row in parts)
    if name == "assignments":
        for row in parts:
            most, half, none = (int(re.match(r"(\d+) points", text)[1]) for text in row[1:4])
            assert (most, none) == (value(row), 0) and 2 * half == most


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_weeks_of_the_course_give_the_minutes_that_the_lessons_print(language):
    planned = {}
    for row in rows(cells("teaching/guide", language)["plan-course"]):
        planned[re.search(r"\(\.\./(.+)\.ipynb\)", row[1])[1]] = [int(number) for number in re.findall(r"\d+", row[2])]
    printed = {
        path.stem: [
            int(n)
            for n in re.findall(
                r"^## \d+\. .*\((\d+) minutes?\)", "\n".join(cells(path.stem).values()), flags=re.MULTILINE
            )
        ]
        for path in sorted(ENGLISH.glob("[0-9]*.ipynb"))
    }
    assert planned == printed
    assert all(sum(minutes) <= 60 for minutes in planned.values()), "a meeting has 75 minutes, with time to talk"


def test_the_exercises_for_class_are_those_that_the_lessons_mark():
    for cell, markdown in cells("teaching/guide").items():
        if re.fullmatch(r"lesson-\d\d", cell):
            named = re.search(r"\*\*For class:\*\* exercises? (\d)(?: and (\d)|; exercise (\d))?", markdown)
            marked = {e.id for e in check.all_exercises() if e.for_class and e.id.startswith(cell[-2:])}
            assert {f"{cell[-2:]}-{number}" for number in named.groups() if number} == marked, cell


def test_what_the_guide_names_is_there():
    guide = "\n".join(cells("teaching/guide").values())
    tools = ("export_pages", "build_pack", "hand_out", "nbgrader_release")
    tools = (*(f"notebooks/make/{tool}.py" for tool in tools), "tests/tools/measure_class.py")
    for path in ("requirements.txt", "constraints.txt", "tests/requirements.txt", *tools):
        assert f"`{path}`" in guide or f"python {path}" in guide
        assert (refresh.ROOT / path).is_file()


def test_the_guide_names_the_two_rules_of_nbgitpuller_where_it_names_the_tool():
    for language, words in {"en": ("new notebook", "force-push"), "ar": ("دفتر جديد", "git")}.items():
        path = ENGLISH.parent / language / "teaching" / "guide.ipynb"
        told = [cell.source for cell in nbformat.read(path, as_version=4).cells if "nbgitpuller" in cell.source]
        assert any(all(word in cell for word in words) for cell in told), language


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_guide_quotes_the_class_as_it_was_measured(language):
    page = (refresh.ROOT / "tests" / "measured.md").read_text(encoding="utf-8")
    measured = re.search("<!-- class -->(.+?)<!-- /class -->", page, re.DOTALL)[1]
    tables = rows(measured), rows(cells("teaching/guide", language)["run-hub-measured"])
    ours, told = ([re.findall(r"[\d.]+", " ".join(row)) for row in table] for table in tables)
    assert [[*row[:2], *row[3:]] for row in ours] == told and len(told) == 4  # without the server's memory

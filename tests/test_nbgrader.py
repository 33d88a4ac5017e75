"""Assignments for nbgrader: its metadata, solutions that are right, points where there may be some. tests/tools/try_nbgrader.py
lets nbgrader itself grade them."""

import copy

import export_pages
import nbformat
import nbgrader_release
import pytest
from campaign import check
from campaign.check import judge

LESSONS = [page for page in export_pages.all_pages() if page.kind == "lesson"]


@pytest.mark.parametrize("page", LESSONS, ids=[f"{page.language}/{page.inside.stem}" for page in LESSONS])
def test_every_exercise_is_there_once_with_its_points(page):
    notebook = nbgrader_release.assignment(page)
    nbformat.validate(notebook)
    marks = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    ids = [mark.grade_id for mark in marks]
    assert len(ids) == len(set(ids)) and all(mark.schema_version == 3 for mark in marks)
    points = {mark.grade_id: mark.points for mark in marks if mark.grade}
    for exercise in (e for e in check.all_exercises() if e.id.startswith(page.inside.name[:2])):
        name = f"{'answer' if exercise.open else 'points'}-{exercise.id}"
        assert points.get(name) == ((3 if exercise.open else 1) if exercise.scored else None), name
        answer = next(cell for cell in notebook.cells if cell.id == f"answer-{exercise.id}").source
        assert exercise.open or answer.startswith(f"{nbgrader_release.name_of(exercise)} = None\n### BEGIN SOLUTION\n")
    if page.inside.name.startswith("05"):
        assert points == {}, "counts of people killed give no points"


@pytest.mark.parametrize("stem", ["04-cost", "06-coalition"])
def test_the_solutions_of_an_assignment_get_all_points(stem, monkeypatch):
    page = next(page for page in LESSONS if page.inside.stem == stem)
    monkeypatch.chdir(page.notebook.parent)
    names = {"display": lambda *shown: None}
    for cell in nbgrader_release.assignment(page).cells:
        if cell.cell_type == "code":
            *lines, last = cell.source.splitlines()
            exec("\n".join([*lines, f"earned = {last}" if cell.id.startswith("points-") else last]), names)
            assert not cell.id.startswith("points-") or names["earned"] == 1.0, cell.id


@pytest.mark.parametrize(
    ("exercise", "value", "points"),
    [
        ("04-1", "0.57", 1.0), ("04-1", "0.567", 1.0), ("04-1", "0.6", 0.0), ("04-2", "12600000", 0.5), ("04-2", None, 0.0),
        ("04-2", "12,600", 0.0), ("04-1", [object()], 0.0), ("03-3", ["A", "C"], 0.5), ("03-3", ["A", "B"], 0.0),
        ("06-3", "France", 0.5), ("06-3", "فرنسا، أستراليا", 0.5), ("06-3", "Peru", 0.0), ("03-3", "ACEBD", 0.0), ("03-3", [], 0.0), ("02-1", "45", 0.5),
    ],
)  # fmt: skip
def test_what_an_answer_is_worth(exercise, value, points):
    assert check.points(exercise, value) == points, judge.answer(exercise, value)


@pytest.mark.parametrize("exercise", ["05-1", "04-5", "99-1"])
def test_what_has_no_points_says_so(exercise):
    with pytest.raises(ValueError, match=exercise):
        check.points(exercise, "5")


def test_a_copied_cell_and_a_broken_file_are_named(tmp_path):
    page = next(page for page in LESSONS if page.inside.stem == "04-cost")
    notebook = nbgrader_release.assignment(page)
    trial = copy.deepcopy(next(cell for cell in notebook.cells if cell.id == "answer-04-1"))
    trial.id = "trial"
    notebook.cells.append(trial)
    folder = tmp_path / "submitted" / "amal" / "04-cost-en"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "04-cost.ipynb")
    (folder / "other.ipynb").write_text("no notebook")
    copied, broken = nbgrader_release.mend(tmp_path)
    assert "answer-04-1" in copied and "04-cost.ipynb" in copied and "other.ipynb: not a notebook" in broken
    mended = nbformat.read(folder / "04-cost.ipynb", 4)
    assert "nbgrader" in next(c for c in mended.cells if c.id == "answer-04-1").metadata
    assert "nbgrader" not in mended.cells[-1].metadata
    assert len(nbgrader_release.mend(tmp_path)) == 1


def test_an_unknown_lesson_ends_with_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match="contains nowhere"):
        nbgrader_release.write(tmp_path, ["04-cost", "nowhere"])

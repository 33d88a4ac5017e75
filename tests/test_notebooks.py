"""Rules that every notebook keeps, beside running: canonical, complete, the right size, links that lead somewhere."""

import json
import re
import statistics
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import refresh
from campaign import language as lang
from campaign.check import all_exercises, answer, find

PATHS = refresh.notebook_paths()
NAMES = [str(path.relative_to(refresh.NOTEBOOKS)) for path in PATHS]
LESSONS = [path for path in PATHS if re.match(r"\d\d-", path.name) and path.parent.parent == refresh.NOTEBOOKS]
every_notebook = pytest.mark.parametrize("path", PATHS, ids=NAMES)
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=[str(p.relative_to(refresh.NOTEBOOKS)) for p in LESSONS])
"""Lessons stand directly in the folder of their language; solutions and teaching pages one deeper."""


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs(notebook):
    return [(cell, output) for cell in code_cells(notebook) for output in cell.outputs]


def plain_texts(cell):
    return ["".join(output.get("data", {}).get("text/plain", "")) for output in cell.outputs]


def test_there_are_lessons_and_each_has_its_solutions():
    assert LESSONS
    for path in LESSONS:
        assert (path.parent / "solutions" / path.name).is_file()


@every_notebook
def test_it_is_canonical(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert refresh.text(refresh.canonical(nbformat.reads(text, as_version=4))) == text, (
        "run python notebooks/make/refresh.py"
    )
    # From the file itself: nbformat gives a second cell of the same id another one by chance while it reads.
    ids = [cell["id"] for cell in json.loads(text)["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in ids), "cell ids are words that say what the cell is"


def test_opening_in_jupyterlab_finds_nothing_to_write_in():
    """JupyterLab sets the language as the kernel names it; what is stored differs at most in the version of Python."""
    from ipykernel.ipkernel import IPythonKernel

    version = {"version": refresh.LANGUAGE_INFO["version"]}
    assert refresh.LANGUAGE_INFO == IPythonKernel.language_info | version
    settings = json.loads((refresh.NOTEBOOKS / "make" / "lab" / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/docmanager-extension:plugin"]["autosave"] is False, "running alone changes no file"


@every_notebook
def test_its_generated_cells_are_current(path):
    notebook, again = read(path), read(path)
    refresh.fill_generated_cells(path, again)
    assert [c.source for c in again.cells] == [c.source for c in notebook.cells], "run python notebooks/make/refresh.py"


@every_notebook
def test_every_code_cell_was_run_in_order_and_is_compared(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert set(cell.metadata.get("tags", [])) <= {"raises-exception", refresh.GUESS}
        # What is stored under a guess is its answer: JupyterLab keeps it folded, everybody else reads it after the question.
        folded = refresh.GUESS in cell.metadata.get("tags", [])
        assert folded or not cell.source.split("\n")[-1].startswith("guess."), cell.id
        assert folded == cell.metadata.get("jupyter", {}).get("outputs_hidden", False), cell.id
        # JupyterLab writes the first output on the fold, as HTML code where it has any.
        assert not folded or "text/html" not in cell.outputs[0].data, cell.id
        assert not re.search(r"NBVAL|nbval", cell.source)


@every_notebook
def test_its_outputs_are_the_same_on_every_machine(path):
    for cell, output in outputs(read(path)):
        assert output.get("name") != "stderr", cell.id
        assert output.output_type != "error" or "raises-exception" in cell.metadata.get("tags", []), cell.id
        data = output.get("data", {})
        assert refresh.WIDGET_VIEW not in data
        shown = "".join(str(value) for kind, value in data.items() if not kind.startswith("image/")) + str(
            output.get("text", "")
        )
        assert not re.search(
            r"0x[0-9a-f]{6,}|(?<![\w.])/(?:root|home|tmp|Users)/|[A-Z]:\\\\|[a-z]Warning|Traceback", shown
        ), cell.id


@every_notebook
def test_every_picture_has_alternative_text_a_source_and_a_sentence_under_it(path):
    for cell in code_cells(read(path)):
        for number, output in enumerate(cell.outputs):
            if "image/png" not in output.get("data", {}):
                continue
            told = output.metadata["image/png"]
            assert told["alt"] and told["width"] and told["height"], cell.id
            plain = "".join(output.data["text/plain"])
            assert plain.strip(), cell.id
            sentence = "".join(cell.outputs[number + 1].data["text/plain"])
            assert len(sentence.split()) >= 6 and "text/html" in cell.outputs[number + 1].data, cell.id
            assert sentence.split(": ", 1)[-1] in told["alt"] or sentence in told["alt"], cell.id


def opening_of_source_lines(language):
    """What the source line of a chart begins with, in whatever language: "Source: "."""
    if language in ("en", "ar"):
        return {"en": "Source: ", "ar": "المصدر: "}[language]
    opening = lang.text("common.source_line", language, source="\n", as_of="").split("\n")[0]
    assert opening.strip(), f"common.source_line: no word before the source in {language!r}"
    return opening


@every_notebook
def test_the_picture_of_a_chart_names_its_source_and_as_of_date(path):
    language = path.relative_to(refresh.NOTEBOOKS).parts[0]
    source = opening_of_source_lines(language)
    for cell, output in outputs(read(path)):
        if "image/png" in output.get("data", {}) and not cell.source.startswith("explorer."):
            lines = "".join(output.data["text/plain"]).split("\n")
            assert lines[-1].startswith(source) and re.search(r"\d{4}", lines[-1]), cell.id


@every_notebook
def test_one_title_and_headings_in_order(path):
    levels = []
    for cell in markdown_cells(read(path)):
        fenced = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
        levels += [len(match) for match in re.findall(r"^(#{1,6}) ", fenced, flags=re.MULTILINE)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@every_notebook
def test_links_lead_somewhere_and_say_where(path):
    for cell in markdown_cells(read(path)):
        for words, target in re.findall(r"\[([^\]]*)\]\(([^)\s]+)\)", cell.source):
            assert words.strip() and words.strip().lower() not in {"here", "link", "هنا"}, cell.id
            if re.match(r"https?://", target):
                continue
            file, _, anchor = target.partition("#")
            if file:
                assert (path.parent / file).resolve().is_file(), f"{cell.id}: {target}"
            assert not anchor or file == "" or file.endswith((".md", ".ipynb"))


@every_notebook
def test_code_cells_are_short_and_plain(path):
    cells = code_cells(read(path))
    lengths = [len(cell.source.splitlines()) for cell in cells]
    assert max(lengths, default=0) <= 25
    for cell in cells:
        assert not cell.source.rstrip().endswith(";")
        assert not re.search(r"\binteract\(|clear_output|\.style\b|plt\.show|!pip|%pip|\bprint\(", cell.source), cell.id
        comments = re.findall(r"(?<!['\"])#\s*([^\n'\"]*)$", cell.source, flags=re.MULTILINE)
        assert not comments, f"{cell.id}: words stand in Markdown, not in comments"


@every_lesson
def test_a_lesson_has_the_parts_of_a_lesson(path):
    ids = [cell.id for cell in read(path).cells]
    parts = "title navigation question objectives claim exercises learned words sources next navigation-end".split()
    if not path.name.startswith("00"):
        parts[5:5] = ["disagreement", "error"]
    assert [name for name in ids if name in parts] == parts
    # The hook may need the tables: then the first code cell stands above the question.
    code = [cell.id for cell in code_cells(read(path))]
    assert code[0] == "setup" and ids.index("setup") <= ids.index("claim") + 1
    assert ids[0] == "title" and ids[-1] == "navigation-end"


MOST_CELLS, MOST_MINUTES = 55, 50


@every_lesson
def test_a_lesson_has_the_size_of_a_lesson(path):
    notebook = read(path)
    words = sum(
        len(re.sub(r"\(https?://[^)]*\)|</?div[^>]*>", "", cell.source).split())
        for cell in markdown_cells(notebook)
        if not cell.id.startswith("navigation")
    )
    assert 20 <= len(notebook.cells) <= MOST_CELLS
    assert 500 <= words <= 1900, words
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert statistics.median(lengths) <= 5
    assert sum(length < 13 for length in lengths) >= 0.9 * len(lengths)


def minutes_of(path):
    """The minutes in the headings of a lesson's sections."""
    text = "\n".join(cell.source for cell in markdown_cells(read(path)))
    found = re.findall(r"^##+ .*\((?:(\d+) (?:minutes?|دقيقة|دقائق)|دقيقتان)\)", text, flags=re.MULTILINE)
    return [int(number or 2) for number in found]


@every_lesson
def test_its_minutes_fit_a_lesson(path):
    assert 15 <= sum(minutes_of(path)) <= MOST_MINUTES


@every_lesson
def test_a_lesson_has_room_for_three_more_cells_and_five_more_minutes(path):
    """What somebody adds to a lesson as it ships has a place, and nothing else has to go first."""
    assert len(read(path).cells) + 3 <= MOST_CELLS
    assert sum(minutes_of(path)) + 5 <= MOST_MINUTES


@every_lesson
def test_objectives_start_with_verbs_and_an_explorer_is_there(path):
    notebook = read(path)
    objectives = next(cell.source for cell in notebook.cells if cell.id == "objectives")
    assert 3 <= len(re.findall(r"^- \*\*", objectives, flags=re.MULTILINE)) <= 5
    assert any(re.match(r"explorer\.\w+\(", cell.source) for cell in code_cells(notebook))


@every_lesson
def test_every_exercise_has_a_check_in_the_lesson_and_one_in_the_solutions(path):
    from campaign.check import find

    number = path.name[:2]
    ids = [e.id for e in all_exercises() if e.id.startswith(number)]
    assert len(ids) >= 2
    lesson, solutions = read(path), read(path.parent / "solutions" / path.name)
    assert [c.id for c in lesson.cells if c.id.startswith("exercise-")] == [f"exercise-{e}" for e in ids]
    by_id = {c.id: c for c in [*lesson.cells, *[c for c in solutions.cells if not c.id.startswith("exercise-")]]}
    for exercise in ids:
        answer, solution = by_id[f"answer-{exercise}"], by_id[f"solution-{exercise}"]
        in_python, in_a_box = f'check.answer("{exercise}", answer_{exercise[-1]})', f'check.ask("{exercise}")'
        assert in_python in answer.source or (answer.source == in_a_box and not find(exercise).code)
        assert f"solutions/{path.name}" in by_id[f"exercise-{exercise}"].source
        assert f'check.answer("{exercise}"' in solution.source
        assert by_id[f"why-{exercise}"].source.strip()


@every_lesson
def test_an_unanswered_lesson_says_so_and_its_solutions_are_right(path):
    language = path.relative_to(refresh.NOTEBOOKS).parts[0]
    not_yet = lang.text("check.not_answered", language)
    for cell in read(path).cells:
        if cell.id.startswith("answer-"):
            box = lang.text("check.ask_plain", language, id=cell.id.removeprefix("answer-"))
            assert plain_texts(cell) == [box if "check.ask(" in cell.source else not_yet]
    for cell in read(path.parent / "solutions" / path.name).cells:
        if cell.id.startswith("solution-"):
            exercise = find(cell.id.removeprefix("solution-"))
            own = f"{exercise.key}.right"
            right = lang.text(own if lang.has(own) else "check.right", language)
            expected = answer(exercise.id, "these are words", language).words if exercise.open else right
            assert expected in "".join(plain_texts(cell)), cell.id


FINDS_THE_COURSE = """\
import sys
from importlib.util import find_spec
from pathlib import Path

sys.path += [f"{folder}/notebooks" for folder in Path("here").absolute().parents]
"""
"""Then one sentence where it is not found, and the course's own modules before any other: `campaign` says which files hide
a module."""


def test_the_first_cell_is_the_same_but_for_its_imports_and_language():
    for path in PATHS:
        setup = next(cell.source for cell in read(path).cells if cell.id == "setup")
        language = path.relative_to(refresh.NOTEBOOKS).parts[0]
        ends = f'assert find_spec("campaign"), "{lang.text("course.alone", language)}"\nfrom campaign import '
        assert setup.startswith(FINDS_THE_COURSE + ends), path
        if path in LESSONS:
            assert setup.endswith(f'\n\nlanguage.use("{path.parent.name}")')


@pytest.mark.parametrize(
    "place", [".", "notebooks", "notebooks/en", "notebooks/en/solutions", "my/own/copy/of/it", "notebooks/en/a/b/c"]
)
def test_the_first_cell_finds_the_course_wherever_in_its_folder_the_notebook_lies(tmp_path, monkeypatch, place):
    package = tmp_path / "notebooks" / "campaign"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / place)
    monkeypatch.setattr(sys, "path", [])
    exec(FINDS_THE_COURSE, {})
    assert any((Path(folder) / "campaign" / "__init__.py").is_file() for folder in sys.path)


def test_weight_of_notebooks_with_their_outputs():
    for path in PATHS:
        assert path.stat().st_size < 500_000, path


def test_no_folder_and_no_file_that_the_house_does_not_know():
    known = "README.md requirements.txt constraints.txt runtime.txt LICENSE CITATION.cff pyproject.toml".split()
    known += "notebooks data figures tests findings .ci .gitignore .gitattributes .git .github".split()
    known += [f"README.{language}.md" for language in lang.LANGUAGES if language != "en"]
    local = ".venv .pytest_cache .ruff_cache .hypothesis .ipynb_checkpoints artefacts pages .jupyter".split()
    local += "site pack .site-cache .virtual_documents my-work .vscode .idea .DS_Store".split()  # what git ignores
    assert {path.name for path in Path(refresh.ROOT).iterdir()} <= {*known, *local}


# --- the refresh tool -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("deaths", "message", "runs"),
    [
        (0, "", 1),
        (1, "Kernel died before replying to kernel_info", 2),
        (2, "Kernel died before replying to kernel_info", 2),
        (1, "something else", 1),
    ],
)
def test_a_kernel_that_dies_at_its_start_gets_one_more_chance(monkeypatch, tmp_path, deaths, message, runs):
    tried = []

    class Client:
        def __init__(self, notebook, **_):
            pass

        def execute(self):
            tried.append(1)
            if len(tried) <= deaths:
                raise RuntimeError(message)

    monkeypatch.setattr("nbclient.NotebookClient", Client)
    monkeypatch.setattr(refresh, "canonical", lambda notebook: notebook)
    if deaths < runs:
        assert refresh.execute("notebook", tmp_path) == "notebook"
    else:
        with pytest.raises(RuntimeError, match=message):
            refresh.execute("notebook", tmp_path)
    assert len(tried) == runs


def test_a_doubled_cell_id_is_refused_by_the_refresh_tool(tmp_path):
    text = (refresh.NOTEBOOKS / "en" / "00-start-here.ipynb").read_text(encoding="utf-8")
    doubled = text.replace('"id": "question"', '"id": "objectives"')
    assert doubled != text
    with pytest.raises(SystemExit, match="00-start-here.ipynb: two cells have the id 'objectives'"):
        refresh.refuse_doubled_ids(refresh.NOTEBOOKS / "en" / "00-start-here.ipynb", doubled)


@pytest.mark.parametrize("language", sorted(lang.LANGUAGES))
@pytest.mark.parametrize("inside", ["03-strikes.ipynb", "solutions/03-strikes.ipynb"])
def test_an_exercise_whose_task_stands_in_the_words_gets_its_cells(monkeypatch, language, inside):
    path, solutions, text = refresh.NOTEBOOKS / language / inside, inside.startswith("solutions"), lang.text
    told = {"task": "### Exercise 9\n\nHow many?", "why": "So many."}
    monkeypatch.setattr(refresh, "tasks", lambda path: {"03-9": SimpleNamespace(key="x.e9", code=False)})
    monkeypatch.setattr(
        lang, "text", lambda key, *a, **v: told.get(key[5:]) if key.startswith("x.e9.") else text(key, *a, **v)
    )
    notebook = read(path)
    before = [cell.id for cell in notebook.cells]
    for _ in range(2):  # the second time there is nothing to add
        refresh.add_exercises(path, notebook)
        refresh.fill_generated_cells(path, notebook)
    cells = {cell.id: cell.source for cell in notebook.cells}
    new = ["exercise-03-9", *(["solution-03-9", "why-03-9"] if solutions else ["answer-03-9"])]
    place = max(n for n, name in enumerate(before) if name.startswith("why-" if solutions else "answer-")) + 1
    assert list(cells) == [*before[:place], *new, *before[place:]]
    link = f"\n\n[{text('course.worked_solution', language)}](solutions/03-strikes.ipynb#Exercise-9)"
    task = "## Exercise 9\n\nHow many?" if solutions else f"### Exercise 9\n\nHow many?{link}"
    assert cells["exercise-03-9"] == refresh.in_direction(task, language)
    assert cells.get("why-03-9") == (refresh.in_direction("So many.", language) if solutions else None)
    assert cells.get("answer-03-9") == (None if solutions else 'check.ask("03-9")')


def test_another_edition_gets_the_cells_that_only_the_english_one_has_and_loses_the_code_that_it_has_no_more():
    path = refresh.NOTEBOOKS / "ar" / "03-strikes.ipynb"
    notebook, whole = read(path), read(path)
    notebook.cells = [cell for cell in whole.cells if cell.id not in ("exercise-03-1", "answer-03-1", "setup")]
    notebook.cells.insert(9, nbformat.v4.new_code_cell("charts.gone()", id="gone"))
    refresh.add_cells_of_english(path, notebook)
    refresh.take_code_from_english(path, notebook)
    assert [cell.id for cell in notebook.cells] == [cell.id for cell in whole.cells]
    cells = {cell.id: cell.source for cell in notebook.cells}
    assert cells["setup"].endswith('language.use("ar")') and cells["exercise-03-1"] == refresh.in_direction("", "ar")

"""Make the pack of each lesson for a class: slides, worksheet, answer key, plan and paper cards, in every language.

    python notebooks/make/build_pack.py                  all lessons, as files of PowerPoint and Word
    python notebooks/make/build_pack.py 04-cost ar/05    those whose path contains a word
    python notebooks/make/build_pack.py --pdf            each also as PDF (needs LibreOffice)

They go to `pack/<language>/<lesson>/`, and are never committed. All that they say comes from the notebooks with their
stored outputs, from the exercises, the teaching guide and the word files; pictures come from figures/. So run
refresh.py and export_figures.py first where something changed. On the worksheet stand no outputs and no answers.
"""

from __future__ import annotations

import argparse
import base64
import csv
import io
import itertools
import math
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in ("notebooks", "notebooks/make"):
    sys.path.insert(0, str(ROOT / folder))

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
import docx  # noqa: E402 - the course's own package is found from the lines above
import docx.shared  # noqa: E402
import export_pages  # noqa: E402
import mistune  # noqa: E402 - nbconvert brings it along
import pptx  # noqa: E402
import pptx.util  # noqa: E402
from campaign import check, measures  # noqa: E402
from campaign import language as lang  # noqa: E402
from campaign.check import judge  # noqa: E402
from campaign.exercise import LESSONS, Exercise  # noqa: E402
from campaign.explorer import guess  # noqa: E402
from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402
from docx.oxml.parser import OxmlElement  # noqa: E402
from refresh import pick  # noqa: E402

PACK = ROOT / "pack"
KINDS = {"slides": "pptx", "worksheet": "docx", "key": "docx", "plan": "docx", "cards": "docx"}
MOST_PAGES = {"worksheet": 2, "key": 1, "plan": 2}

OPENING, CLOSE, TALK = 3, 2, 10
"""Minutes of a class before and after the sections; of talk at the end of a lesson on people killed."""

LONG_WITHOUT = {"05": {4, 9}}
"""The sections that a class of 50 minutes leaves out; lesson 05 needs its time to talk."""

SHORT = {
    "00": {2, 4}, "01": {1, 5}, "02": {3, 6, 7}, "03": {1, 2, 7}, "04": {1, 4, 7}, "05": {1, 2}, "06": {1, 3},
    "07": {1, 3}, "08": {1, 2, 3},
}  # fmt: skip
"""The sections of a class of 25 minutes; of a lesson that is not named, the first ones that leave time for the exercises."""

WORKING = {
    "00-1": "1 [A02] + 1 [A03] + 3 [A13] + 1 [A16]", "01-1": "1,067 + 1", "01-2": "2 × 500 × 0.45359237",
    "01-3": "2 [2014] + 3 [2015] + 1 [2016] + 2 [2017]", "02-1": "17.5 × 2.59",
    "02-2": "(2,615,988 + 3,220,362) − (3,351,132 + 1,952,868)", "02-3": "(78 × 57 + 58 × 45) ÷ (57 + 45)",
    "03-1": "100 × 4,682 ÷ 14,093", "03-2": "(17,861 − 14,093) ÷ 188", "03-4": "702 ÷ 31", "04-1": "13.6 ÷ 24",
    "04-2": "13 × 967 ÷ 1,000", "04-3": "(12.5 − 10.7) × 1,000 ÷ 106", "05-1": "485 + 121 − 84",
    "05-3": "100 × 194 ÷ 27,566", "06-1": "100 × 13 ÷ 69", "06-4": "100 × 21 ÷ 796", "07-2": "9,411 − 3,018",
    "07-3": "2,740 × 7 ÷ 100", "08-1": "23,922 ÷ 14",
}  # fmt: skip
"""How the key reaches the answer of each exercise that asks for a number; in square brackets what a part counts."""

MOST_SLIDES = 14
ROOM, LEAST_LETTERS = 5.2, 24
"""Of a slide's height what words may take, in inches; points below which two slides are not put together."""

FONT = "Arial"
"""On every school machine, with Latin and Arabic letters."""
FONT_OF_PDFS = "Noto Naskh Arabic"
"""For Arabic letters where LibreOffice prints: it brings this font along. Without Arial it takes letters from another font,
loses the sign before «لا», and the words of the PDF are found and copied as «دوالر» for «دولار»."""

CODE = re.compile(r"Python|Shift|بايثون|`[^`]*[a-z_]+\.[a-z_]|`None|answer_|`\[")


# --- what a lesson says ---------------------------------------------------------------------------------------------
@dataclass
class Shown:
    """What one cell of a lesson shows: a question to guess, its options and its answer, and a picture with its words."""

    question: str = ""
    options: list[str] = field(default_factory=list)
    answer: str = ""
    picture: bytes = b""
    title: str = ""
    sentence: str = ""


@dataclass
class Section:
    """A part of a lesson. number: 0 for what stands before section 1. minutes: as its heading prints them. quotations:
    its tables of what was printed, in Markdown."""

    id: str
    number: int
    title: str
    minutes: int
    text: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """Its number and title, as in the plan; empty for what is no numbered part."""
        return f"{self.number}. {self.title}" if self.number else ""


@dataclass
class Lesson:
    """A lesson in one language, as its notebook and the teaching guide tell it."""

    page: export_pages.Page
    cells: dict[str, str]
    sections: list[Section]
    guide: str

    @property
    def number(self) -> str:
        return self.page.inside.name[:2]

    @property
    def language(self) -> str:
        return self.page.language

    @property
    def exercises(self) -> list[Exercise]:
        return [exercise for exercise in check.all_exercises() if exercise.id.startswith(self.number)]

    @property
    def cautious(self) -> bool:
        """Is nothing scored here, since people killed are counted?"""
        return not any(exercise.scored for exercise in self.exercises)

    def say(self, key: str, **values: object) -> str:
        return lang.text(key if "." in key else f"pack.{key}", self.language, **values)

    def heading(self, cell: str) -> str:
        return headline(self.cells[cell])


def words_of(cell) -> str:
    """The Markdown of a cell without the frame of its direction and what waits for an address."""
    return re.sub(r"</?div[^>]*>|<!--.*?-->", "", cell.source, flags=re.DOTALL).strip()


def headline(markdown: str) -> str:
    """The first heading of a text without its minutes."""
    found = re.search(r"^#+ (.+)$", markdown, flags=re.MULTILINE)
    return re.sub(r"\s*\([^()]*(?:minute|دقيق|دقائق)[^()]*\)$", "", found[1]).strip() if found else ""


def without_heading(markdown: str) -> str:
    return re.sub(r"^#+ .+\n*", "", markdown).strip()


def spoken(markdown: str) -> str:
    """A text without its sentences about code: nobody types on paper or at the board."""
    lines = markdown.splitlines()
    return "\n".join(
        " ".join(s for s in re.split(r"(?<=[.؟?!]) ", line) if not CODE.search(s)) for line in lines
    ).strip()


def task_of(lesson: Lesson, exercise: Exercise) -> str:
    """The task of an exercise without its heading, its link and its sentences about code."""
    task = without_heading(lesson.cells[f"exercise-{exercise.id}"])
    task = spoken(re.sub(r"\[[^\]]*\]\(solutions/[^)]*\)", "", task))
    if exercise.choices and "\n- " not in task:  # they stand in the box alone
        names = judge.choice_names(exercise, lesson.language).values()
        row = lang.listed(names, lesson.language, "common.comma")
        task += "\n\n" + (row if len(names) > 6 else "\n".join(f"- {name}" for name in names))
    return task


@cache
def figures() -> list[dict[str, str]]:
    with (ROOT / "figures" / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown_by(cell, page: export_pages.Page) -> Shown | None:
    """What a cell shows, from its stored outputs; None where it shows neither guess nor picture."""
    shown, before = Shown(), lang.text("guess.plain", page.language, question="").strip()
    plain = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    found = re.search(r'guess\.\w+\("(\w+)\.(\w+)"', cell.source)
    if found and plain[0].startswith(before):
        shown.question = guess.in_one_line(plain[0]).removeprefix(before).strip()
        shown.options = options(found[1], f"guess_{found[2]}_", page.language)
        shown.answer = plain[1]
    for place, output in enumerate(cell.outputs):
        if picture := output.get("data", {}).get("image/png"):
            here = [row for row in figures() if row["lesson"] == page.inside.stem and row["language"] == page.language]
            row = next((row for row in here if row["title"] in plain[place]), None)
            shown.title, *_ = plain[place].splitlines()
            shown.sentence = plain[place + 1] if place + 1 < len(plain) else ""
            shown.picture = base64.b64decode(picture)
            if row:
                shown.title, shown.sentence = row["title"], row["sentence"]
                shown.picture = (ROOT / "figures" / row["png"]).read_bytes()
    return shown if shown.question or shown.picture else None


def options(topic: str, stem: str, language: str) -> list[str]:
    """The choices of a guess as its words name them, in Markdown; none where it is a number, or where they need values."""
    names = [name for name in lang.entries(topic) if name.startswith(stem)]
    names = [name for name in names if name.removeprefix(stem) not in ("question", "answer", "unit", "apart")]
    try:
        # A number before an option would begin a list in the list, and be lost.
        return [re.sub(r"^(\d+)\.", r"\1\\.", lang.text(f"{topic}.{name}", language)) for name in names]
    except KeyError:
        return []


@cache
def read(page: export_pages.Page) -> Lesson:
    """The lesson of a page; its minutes are those of the English twin."""
    stored = export_pages.read(page.notebook)
    english = export_pages.read(export_pages.NOTEBOOKS / "en" / page.inside)
    minutes = {cell.id: re.search(r"^## .*\((\d+) minutes?", cell.source, flags=re.MULTILINE) for cell in english.cells}
    sections, cells = [Section("opening", 0, "", OPENING)], {}
    for cell in stored.cells:
        if cell.cell_type == "code":
            if shown := shown_by(cell, page):
                sections[-1].shown.append(shown)
            if "rules.quotations(" in cell.source:
                head, *rows = cell.outputs[0].data["text/plain"].splitlines()
                rows = [
                    " | ".join(cell and lang.isolate(cell, page.language) for cell in row.split(" | ")) for row in rows
                ]
                ruled = [head, "|".join(["---"] * len(head.split(" | "))), *rows]
                sections[-1].quotations.append("\n".join(f"| {row} |" for row in ruled))
            continue
        cells[cell.id] = words_of(cell)
        numbered = re.match(r"## (\d+)\. ", cells[cell.id])
        if numbered and minutes[cell.id]:
            title = re.sub(r"^\d+\. ", "", headline(cells[cell.id]))
            sections.append(Section(cell.id, int(numbered[1]), title, int(minutes[cell.id][1])))
        if cell.id == "exercises":
            sections.append(Section("rest", 0, "", 0))
        elif sections[-1].number:
            sections[-1].text.append(cells[cell.id])
    guide = export_pages.read(export_pages.NOTEBOOKS / page.language / "teaching" / "guide.ipynb")
    told = next((words_of(cell) for cell in guide.cells if cell.id == f"lesson-{page.inside.name[:2]}"), "")
    return Lesson(page, cells, sections[:-1], told[told.find("### ") :])


def path(lesson: Lesson, minutes: int) -> list[tuple[str, int, int]]:
    """The steps of a class: what, its minutes, and the number of its section (0 for what is none)."""
    sections = [section for section in lesson.sections if section.number]
    if minutes == 50:
        sections = [s for s in sections if s.number not in LONG_WITHOUT.get(lesson.number, ())]
    else:
        ends = itertools.accumulate(section.minutes for section in sections)
        first = {s.number for s, end in zip(sections, ends, strict=True) if end <= minutes - OPENING - CLOSE - TALK}
        sections = [s for s in sections if s.number in SHORT.get(lesson.number, first)]
    left = minutes - OPENING - CLOSE - sum(section.minutes for section in sections)
    talk = min(left, TALK) if lesson.cautious else 0
    talk = left if left - talk < 3 else talk
    steps = [(lesson.say("opening"), OPENING, 0)]
    steps += [(section.heading, section.minutes, section.number) for section in sections]
    steps += [(lesson.say("exercises"), left - talk, 0)] * (left > talk) + [(lesson.say("talk"), talk, 0)] * (talk > 0)
    return [*steps, (lesson.say("close"), CLOSE, 0)]


# --- Markdown in documents -------------------------------------------------------------------------------------------
_MARKDOWN = mistune.create_markdown(renderer="ast", plugins=["table"])


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False


def runs(tokens, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    """The stretches of a paragraph of mistune's tree."""
    for token in tokens:
        if "children" in token:
            yield from runs(token["children"], bold or token["type"] == "strong", italic or token["type"] == "emphasis")
        elif token["type"] in ("softbreak", "linebreak"):
            yield Run(" ", bold, italic)
        elif token["type"] != "inline_html":
            yield Run(token["raw"], bold, italic)


def blocks(markdown: str) -> Iterator[tuple[str, list]]:
    """The pieces of a text: ("paragraph" | "quote" | "item" | "heading", runs) and ("table", rows of cells of runs)."""
    yield from _blocks(_MARKDOWN(markdown), "paragraph")


def _blocks(tokens, kind: str) -> Iterator[tuple[str, list]]:
    inside = {"block_quote": "quote", "list_item": "item"}
    for token in tokens:
        if token["type"] == "table":
            head, body = token["children"]
            rows = [head["children"], *(row["children"] for row in body["children"])]
            yield "table", [[list(runs(cell["children"])) for cell in row] for row in rows]
        elif token["type"] in ("paragraph", "block_text", "heading"):
            yield ("heading" if token["type"] == "heading" else kind), list(runs(token["children"]))
        elif "children" in token:
            yield from _blocks(token["children"], inside.get(token["type"], kind))


def plain(markdown: str) -> str:
    """A text without its marks, one line a paragraph."""
    lines = []
    for kind, piece in blocks(markdown):
        rows = piece if kind == "table" else [[piece]]
        for row in rows:
            lines.append(("• " if kind == "item" else "") + " | ".join("".join(r.text for r in c) for c in row))
    return "\n".join(lines)


def add_runs(paragraph, pieces: list[Run], bold: bool = False, prefix: str = "") -> None:
    """Write stretches into a paragraph of either kind of document."""
    for piece in [*([Run(prefix)] if prefix else []), *pieces]:
        run = paragraph.add_run()
        run.text = piece.text
        run.font.bold, run.font.italic = bold or piece.bold or None, piece.italic or None


# --- slides ----------------------------------------------------------------------------------------------------------
@dataclass
class Slide:
    """One slide before it is drawn. body: Markdown. notes: what the teacher says, without the minutes."""

    title: str
    body: str = ""
    picture: bytes = b""
    alt: str = ""
    below: str = ""
    notes: str = ""
    section: int | None = None


def evidence(lesson: Lesson, shown: Shown, section: Section, notes: str) -> list[Slide]:
    """A guess and then its evidence, or a picture alone."""
    asked = lesson.say("guess_how")
    slides = []
    if shown.question:
        body = "\n\n".join([f"**{shown.question}**", "\n".join(f"- {option}" for option in shown.options)])
        slides.append(Slide(lesson.say("guess"), body, notes=asked, section=section.number))
    elif shown.picture and not lesson.cautious and not any(s.question for p in lesson.sections for s in p.shown):
        slides.append(Slide(lesson.say("guess"), f"**{lesson.say('expect')}**", notes=asked, section=section.number))
    told = "\n".join(filter(None, [shown.sentence, notes]))
    if shown.picture:  # it has its own title
        alt = f"{shown.title}. {shown.sentence}"
        slides.append(
            Slide(section.heading or lesson.say("evidence"), "", shown.picture, alt, shown.answer, told, section.number)
        )
    else:
        slides.append(Slide(lesson.say("evidence"), shown.answer, notes=told, section=section.number))
    return slides


def in_one(lesson: Lesson, slides: list[Slide]) -> Slide:
    """A guess and its evidence as one slide: the notes tell what it does not show."""
    guess, told = slides
    if told.picture:
        return replace(told, notes=f"{lesson.say('ask_before', question=plain(guess.body))}\n{told.notes}")
    return replace(guess, notes="\n".join([guess.notes, f"{told.title}: {told.body}", told.notes]))


def joined(slides: list[Slide], title: str) -> list[Slide]:
    """Slides of words as one, where its letters can still be read from the last row."""
    told = [part for slide in slides for part in (f"**{slide.title}**" * (slide.title != title), slide.body) if part]
    one = replace(slides[0], title=title, body="\n\n".join(told), notes="\n".join(s.notes for s in slides if s.notes))
    return [one] if largest(one.body, ROOM, 32) >= LEAST_LETTERS else slides


def quoted(lesson: Lesson) -> str:
    """The claims as the lesson quotes them; where it quotes none, the words that its hook quotes and whose copies they are."""
    claim = lesson.cells["claim"]
    lines = "\n".join(line for line in claim.splitlines() if line.startswith(">"))
    return lines or f"{spoken(lesson.cells['hook'])}\n\n{without_heading(claim)}"


def slides_of(lesson: Lesson) -> list[Slide]:
    """The deck: question and claim, for each section its guess and evidence or its first words, exercises, the end.

    Where these are more than MOST_SLIDES, guesses go onto one slide with their evidence, those in words alone first, then
    those of short sections."""
    notice = plain(lesson.cells["notice"]) if "notice" in lesson.cells else ""
    claim = without_heading(lesson.cells["claim"])
    question = Slide(lesson.page.title, without_heading(lesson.cells["question"]), notes=notice, section=0)
    said = Slide(lesson.heading("claim"), quoted(lesson), notes=plain(claim), section=0)
    beats: list[list[Slide]] = []
    for section in lesson.sections:
        notes = plain("\n\n".join(without_heading(text) for text in section.text))
        # One thing a section: a guess with its picture before any other picture, and that before a guess in words alone.
        best = max(section.shown, key=lambda s: 2 * bool(s.picture) + bool(s.question), default=None)
        if best:
            beats.append(evidence(lesson, best, section, notes))
        elif section.number:
            told = [spoken(part) for text in section.text for part in without_heading(text).split("\n\n")]
            place = next(n for n, part in enumerate(told) if len(part) > 60 and part[-1] != ":" and part[0] not in "|#")
            first = "\n\n".join([told[place], *(part for part in told[place + 1 : place + 2] if part.startswith("- "))])
            body = "\n\n".join([*section.quotations, first])
            beats.append([Slide(section.heading, body, notes=notes, section=section.number)])
    class_work = [
        Slide(lesson.heading(f"exercise-{e.id}"), task_of(lesson, e), notes=lesson.say("pairs"), section=-1)
        for e in lesson.exercises
        if e.for_class
    ]
    end = Slide(lesson.heading("learned"), without_heading(lesson.cells["learned"]), notes=lesson.say("close"))
    head, class_work = joined([question, said], question.title), joined(class_work, lesson.say("for_class"))
    minutes = {section.number: section.minutes for section in lesson.sections}
    pairs = [beat for beat in beats if len(beat) == 2]
    pairs.sort(key=lambda beat: (bool(beat[1].picture), minutes[beat[0].section], -beat[0].section))
    for beat in pairs[: max(0, len(head) + sum(map(len, beats)) + len(class_work) + 1 - MOST_SLIDES)]:
        beat[:] = [in_one(lesson, beat)]
    return [*head, *itertools.chain(*beats), *class_work, end]


def minutes_note(lesson: Lesson, slide: Slide) -> str:
    """When this slide is shown, in the plan of 50 minutes."""
    start = 0
    steps = path(lesson, 50)
    for place, (step, minutes, number) in enumerate(steps):
        wanted = {0: place == 0, -1: step == lesson.say("exercises"), None: place == len(steps) - 1}
        if wanted.get(slide.section, number == slide.section):
            return lesson.say("minute", start=start, end=start + minutes, step=step)
        start += minutes
    section = next((s.title for s in lesson.sections if s.number == slide.section), lesson.say("exercises"))
    return lesson.say("left_out", step=section)


def write_slides(lesson: Lesson, file: Path) -> None:
    """The deck as a file of PowerPoint, 16 to 9."""
    deck = pptx.Presentation()
    inch = pptx.util.Inches
    deck.slide_width, deck.slide_height = inch(13.333), inch(7.5)
    deck.core_properties.title = lesson.page.title
    deck.core_properties.language = lesson.language
    for number, told in enumerate(slides_of(lesson), start=1):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = inch(0.6), inch(0.3), inch(12.1), inch(1.1)
        title.text_frame.text = told.title
        title.text_frame.word_wrap = True
        look = title.text_frame.paragraphs[0].runs[0].font
        look.size, look.bold = pptx.util.Pt(34 if len(told.title) < 48 else 26), True  # in one line
        top, room = 1.5, ROOM
        if told.picture:
            picture = slide.shapes.add_picture(io.BytesIO(told.picture), 0, inch(top - 0.1))
            room = 4.5 if told.below else 5.4
            scale = min(inch(12.1) / picture.width, inch(room) / picture.height)
            picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
            picture.left = (deck.slide_width - picture.width) // 2
            picture._element.nvPicPr.cNvPr.set("descr", told.alt)
            top, room = top + room, 6.85 - top - room
        body = told.below if told.picture else told.body
        if body:
            frame = slide.shapes.add_textbox(inch(0.6), inch(top), inch(12.1), inch(room)).text_frame
            frame.word_wrap = True
            fill(frame, body, largest(body, room, 16 if told.picture else 32))
        foot = slide.shapes.add_textbox(inch(0.6), inch(6.95), inch(12.1), inch(0.4)).text_frame
        foot.word_wrap = True
        fill(foot, f"{lesson.say('pages.course')} · {lesson.say('check.lesson', number=lesson.number)} · {number}", 12)
        notes = "\n".join(filter(None, [minutes_note(lesson, told), told.notes]))
        slide.notes_slide.notes_text_frame.text = notes
    for slide in deck.slides:
        for part in (slide, slide.notes_slide):
            dress_slide(part._element, lesson.language)
    if lang.is_right_to_left(lesson.language):
        deck.element.set("rtl", "1")
    deck.save(file)


def largest(markdown: str, room: float, most: int) -> int:
    """The largest size of letters in points, `most` at most, at which a text fits into `room` inches of a slide's height."""
    lines = [len(line) for line in plain(markdown).splitlines()]

    def height(size: int) -> float:
        return sum(math.ceil(length * size * 0.54 / (12.1 * 72)) * size * 1.2 + size * 0.4 for length in lines) / 72

    return next((size for size in range(most, 10, -2) if height(size) <= room), 10)


def fill(frame, markdown: str, size: float) -> None:
    """Write Markdown into a text frame of a slide."""
    paragraphs = iter([frame.paragraphs[0]])
    for kind, piece in blocks(markdown):
        for row in piece if kind == "table" else [[piece]]:
            paragraph = next(paragraphs, None) or frame.add_paragraph()
            told = [cell for cell in row if any(run.text for run in cell)]  # an empty cell of a table leaves no mark
            for place, cell in enumerate(told):
                add_runs(paragraph, cell, kind == "heading", {True: "• "}.get(kind == "item", " · " if place else ""))
            paragraph.space_after = pptx.util.Pt(size * 0.4)
            for run in paragraph.runs:  # PowerPoint heeds no size of a whole paragraph
                run.font.size = pptx.util.Pt(size)


def dress_slide(element, language: str) -> None:
    """Font, language and direction of every text of a slide, said in each paragraph itself."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for paragraph in element.iter(f"{space}p"):
        paragraph.get_or_add_pPr().set("algn", "r" if lang.is_right_to_left(language) else "l")
        if lang.is_right_to_left(language):
            paragraph.get_or_add_pPr().set("rtl", "1")
        for run in paragraph.iter(f"{space}r"):
            look = run.get_or_add_rPr()
            look.set("lang", language)
            for name in ("latin", "cs"):
                font = look.makeelement(f"{space}{name}", {"typeface": FONT})
                look.append(font)


# --- documents -------------------------------------------------------------------------------------------------------
def new_document(lesson: Lesson, kind: str, size: float = 10.5):
    """An empty document on A4 with the lesson's title, and a foot that names the course."""
    document = docx.Document()
    section = document.sections[0]
    millimetre = docx.shared.Mm
    section.page_width, section.page_height = millimetre(210), millimetre(297)
    section.left_margin = section.right_margin = millimetre(18)
    section.top_margin = section.bottom_margin = millimetre(14)
    for name, points in {"Normal": size, "Heading 1": size + 5, "Heading 2": size + 2}.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for attribute in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{attribute}"), FONT)
        style.font.size, style.font.color.rgb = docx.shared.Pt(points), docx.shared.RGBColor(0x22, 0x22, 0x22)
        style.paragraph_format.space_before = docx.shared.Pt(0 if name == "Normal" else 6)
        style.paragraph_format.space_after = docx.shared.Pt(3)
        style.paragraph_format.line_spacing = 1.0
    document.core_properties.title = f"{lesson.page.title}: {lesson.say(kind)}"
    document.core_properties.language = lesson.language
    document.add_heading(f"{lesson.say(kind)} · {lesson.number} · {lesson.page.title}", 1)
    foot = lesson.say("pages.licence", course=lesson.say("pages.course"))
    section.footer.paragraphs[0].add_run(foot).font.size = docx.shared.Pt(8)
    return document


def write(document, markdown: str) -> None:
    """Write Markdown into a document or a cell of a table."""
    for kind, piece in blocks(markdown):
        if kind == "table":
            write_table(document, piece)
            continue
        paragraph = document.add_paragraph()
        indent = {"quote": 6, "item": 4}.get(kind, 0)
        paragraph.paragraph_format.left_indent = docx.shared.Mm(indent) if indent else None
        paragraph.paragraph_format.keep_with_next = kind == "heading" or None
        add_runs(paragraph, piece, kind == "heading", "• " if kind == "item" else "")


def write_table(document, rows: list[list[list[Run]]], widths: tuple[int, ...] = ()) -> None:
    """Write a table; its first row is repeated on each page. widths: of the columns in millimetres."""
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, not widths
    for column, width in zip(table.columns, widths, strict=False):
        column.width = docx.shared.Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        keep_whole(row)
        for column, (cell, pieces) in enumerate(zip(row.cells, cells, strict=True)):
            if widths:
                cell.width = docx.shared.Mm(widths[column])
            lines = pieces if pieces and isinstance(pieces[0], list) else [pieces]
            for number, line in enumerate(lines):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                add_runs(paragraph, line, place == 0)


def keep_whole(row) -> None:
    """Let no page end within a row of a table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def whole(document, heading: str):
    """A heading and room for what no page's end shall part from it: the cell of a row without lines. LibreOffice often lets
    go of paragraphs that shall keep with the next."""
    row = document.add_table(1, 1).rows[0]
    keep_whole(row)
    first = row.cells[0].paragraphs[0]
    first.style, first.text = "Heading 2", heading
    first.paragraph_format.keep_with_next = False  # the row would keep with the next one
    return row.cells[0]


def lines_to_write_on(cell, count: int) -> None:
    """Ruled lines: empty paragraphs with a border below."""
    for _ in range(count):
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = docx.shared.Pt(24)
        border = OxmlElement("w:pBdr")
        for side in ("bottom", "between"):  # between: Word draws one border around neighbours that have the same
            border.append(OxmlElement(f"w:{side}"))
            for name, value in {"val": "single", "sz": "4", "space": "1", "color": "999999"}.items():
                border[-1].set(qn(f"w:{name}"), value)
        mark(paragraph._p.get_or_add_pPr(), border)


def save(document, language: str, file: Path) -> None:
    """Say the direction in every paragraph, run, table and section, and save."""
    if lang.is_right_to_left(language):
        section = document.sections[0]
        for element in (document.element, section.footer._element):
            for paragraph in element.iter(qn("w:p")):
                mark(paragraph.get_or_add_pPr(), "bidi")
            for run in element.iter(qn("w:r")):
                if export_pages.ARABIC.search("".join(t.text or "" for t in run.iter(qn("w:t")))):
                    look = docx.text.run.Run(run, None).font
                    # Letters of Arabic have a size, a weight and a slant of their own.
                    look.rtl, look.cs_bold, look.cs_italic = True, look.bold, look.italic
            for table in element.iter(qn("w:tbl")):
                mark(table.tblPr, "bidiVisual")
        mark(section._sectPr, "bidi")
    for root in (document.styles.element, document.element, document.sections[0].footer._element):
        for size in list(root.iter(qn("w:sz"))):
            other = size.getparent().find(qn("w:szCs"))
            if other is None:
                other = OxmlElement("w:szCs")
                size.addnext(other)
            other.set(qn("w:val"), size.get(qn("w:val")))
    for known in document.styles.element.iter(qn("w:lang")):
        known.set(qn("w:val"), language)
        known.set(qn("w:bidi"), language)
    document.save(file)


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
}  # fmt: skip
"""The order that the format wants in the properties of a paragraph, a table and a section: Word calls a file with another
one damaged."""


def mark(properties, element) -> None:
    """Put an element ("bidi" for an empty one) into the properties of a paragraph, a table or a section, in its place."""
    element = OxmlElement(f"w:{element}") if isinstance(element, str) else element
    order = ORDER[properties.tag.partition("}")[2]].split()
    after = order[order.index(element.tag.partition("}")[2]) + 1 :]
    if properties.find(element.tag) is None:
        properties.insert_element_before(element, *(f"w:{name}" for name in after))


def write_worksheet(lesson: Lesson, file: Path) -> None:
    """Two pages for a learner: the question, guesses, exercises with lines to write on; no output and no answer."""
    document = new_document(lesson, "worksheet", 11)
    line = " " + "_" * 28
    document.add_paragraph(f"{lesson.say('pages.name')}:{line}    {lesson.say('pages.date')}:{line[:16]}")
    write(document, f"{quoted(lesson)}\n\n{without_heading(lesson.cells['question'])}")
    slides = "\n".join(slide.body for slide in slides_of(lesson))
    asked = [s for section in lesson.sections for s in section.shown if s.question and s.question in slides][:3]
    if asked:
        document.add_heading(lesson.say("guess"), 2)
    for shown in asked:
        told = f" ({lang.listed(shown.options, lesson.language)})" if shown.options else ""
        write(
            document,
            f"- {shown.question}{told} {lesson.say('our_guess')} \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_",
        )
    for exercise in lesson.exercises:
        cell, task = whole(document, lesson.heading(f"exercise-{exercise.id}")), task_of(lesson, exercise)
        write(cell, task + (f"\n\n*{lesson.say('needs_tables')}*" if "`" in task else ""))
        lines_to_write_on(cell, 6 if exercise.open else 2 if exercise.choices else 4)
    save(document, lesson.language, file)


def figure(value) -> measures.Bounded:
    """A number with its bounds, which are its own where it has no others."""
    return value if isinstance(value, measures.Bounded) else measures.exact(value)


def worth(exercise: Exercise) -> int:
    """The decimals that the answer of an exercise is worth."""
    return figure(exercise.expected()).decimals if exercise.decimals is None else exercise.decimals


def worked(exercise: Exercise) -> float:
    """What the working of an exercise comes to."""
    sum_of = re.sub(r"\[.*?\]|,", "", WORKING[exercise.id])
    return float(eval(sum_of.translate(str.maketrans("×÷−", "*/-"))))


def written(exercise: Exercise, value, language: str) -> str:
    """An answer as people write it: a number with the digits that it is worth, or the names of choices."""
    if exercise.choices:
        names, chosen = judge.choice_names(exercise, language), judge.as_choices(value)
        return lang.listed([names[code] for code in exercise.choices if code in chosen], language, "common.comma")
    number = figure(value)
    if number == figure(exercise.expected()):
        return lang.number(number, worth(exercise), language)
    enough = max(worth(exercise), 1 if abs(number.best) >= 1 else 3)
    return lang.number(number, number.decimals if number.width else min(number.decimals, enough), language)


def right_answer(lesson: Lesson, exercise: Exercise) -> str:
    """The answer of an exercise for the key, a number with its unit and, in a line below, its working."""
    language = lesson.language
    if exercise.open:
        keys = [f"{exercise.key}.criterion_{number}" for number in (1, 2, 3)]
        points = [lang.text(key, language) for key in keys if lang.has(key)]
        return (
            lesson.say("listen_for", points=lang.listed(points, language))
            if points
            else lang.text(f"{exercise.key}.hint", language)
        )
    if exercise.chart:
        values = [lang.number(value, language=language) for value in exercise.expected()]
        return lesson.say("drawing", values=lang.listed(values, language, "common.comma"))
    unit = "" if exercise.choices else judge.unit_of(exercise, language)
    answer = written(exercise, exercise.expected(), language) + (f" ({unit})" if unit else "")
    if exercise.id not in WORKING:
        return answer
    result = worked(exercise)
    decimals = 0 if result.is_integer() else max(0, worth(exercise) + 2)
    working = (
        f"{WORKING[exercise.id]} {'=' if round(result, decimals) == result else '≈'} {lang.number(result, decimals)}"
    )
    return f"{answer}\n{lang.isolate(working.translate(str.maketrans('[]', '()')), language)}"


def write_key(lesson: Lesson, file: Path) -> None:
    """One page for the teacher: each answer, and each wrong answer that has a name with what to say to it."""
    document = new_document(lesson, "key", 10)
    document.add_paragraph(lesson.say("key_unscored" if lesson.cautious else "key_about"))
    rows = [[[Run(lesson.say(name))] for name in ("exercise", "answer", "wrong")]]
    for exercise in lesson.exercises:
        wrong = []
        for name, slip in exercise.mistakes.items():
            reply = lang.text(f"{exercise.key}.{name}", lesson.language)
            given = "" if exercise.chart else f"{written(exercise, slip(), lesson.language)}: "
            wrong.append([Run(given, bold=True), Run(reply)])
        title = re.sub(r"^\S+ (?=\d)", "", lesson.heading(f"exercise-{exercise.id}"))
        answer = [[Run(line)] for line in right_answer(lesson, exercise).splitlines()]
        rows.append([[Run(title)], answer, wrong or []])
    write_table(document, rows, (32, 52, 90))
    save(document, lesson.language, file)


def write_plan(lesson: Lesson, file: Path) -> None:
    """Two pages for the teacher: board, the two paths, and what the teaching guide says of the lesson."""
    document = new_document(lesson, "plan", 9)
    document.add_heading(lesson.say("board"), 2)
    claim = [piece for kind, piece in blocks(lesson.cells["claim"]) if kind == "quote"][:2]
    question = next(piece for kind, piece in blocks(without_heading(lesson.cells["question"])))
    asked = [[Run(part)] for part in lesson.say("board_middle_text").split(" · ")]
    terms = next(piece for kind, piece in blocks(lesson.cells["words"]) if kind == "table")[1:]
    kept = [[Run(" · ".join("".join(run.text for run in cell) for cell in row[:2]))] for row in terms]
    head = [[Run(lesson.say(f"board_{side}"))] for side in ("left", "middle", "right")]
    write_table(document, [head, [[question, *claim], asked, kept]], (70, 42, 62))
    for minutes in (50, 25):
        document.add_heading(lesson.say("path", minutes=minutes), 2)
        steps = [
            (lesson.say("step"), lesson.say("minutes")),
            *((step, length) for step, length, _ in path(lesson, minutes)),
        ]
        steps.append((lesson.say("total"), minutes))
        write_table(document, [[[Run(str(cell))] for cell in step] for step in steps], (150, 24))
    write(document, lesson.guide)
    save(document, lesson.language, file)


def write_cards(lesson: Lesson, file: Path) -> None:
    """The lesson on paper only: a question in front, its evidence on the back, and the other pictures."""
    document = new_document(lesson, "cards", 12)
    document.add_paragraph(lesson.say("cards_how"))
    write(document, f"## {lesson.heading('claim')}\n\n{quoted(lesson)}")
    document.add_page_break()
    document.add_page_break()  # the back of the first sheet stays empty
    shown = [one for section in lesson.sections for one in section.shown]
    for number, one in enumerate((one for one in shown if one.question), start=1):
        document.add_heading(lesson.say("card", number=number), 1)
        write(document, "\n\n".join([f"**{one.question}**", "\n".join(f"- {option}" for option in one.options)]))
        document.add_page_break()
        write_evidence(document, lesson.say("evidence"), one)
        document.add_page_break()
    others = [(section, one) for section in lesson.sections for one in section.shown if not one.question]
    printed = [section for section in lesson.sections if section.quotations]
    if others or printed:
        document.add_heading(lesson.say("picture_cards"), 1)
    for section, one in others:
        write_evidence(document, section.heading or lesson.say("evidence"), one)
    for section in printed:
        document.add_heading(section.title, 2)
        write(document, "\n\n".join(section.quotations))
    save(document, lesson.language, file)


def write_evidence(document, heading: str, shown: Shown) -> None:
    """What a card has on its back: the answer, the picture with its alternative text, and its sentence. The picture has a
    title of its own."""
    cell = whole(document, heading)
    if shown.answer:
        cell.add_paragraph(shown.answer)
    if shown.picture:
        picture = cell.add_paragraph().add_run().add_picture(io.BytesIO(shown.picture), width=docx.shared.Mm(168))
        picture._inline.docPr.set("descr", f"{shown.title}. {shown.sentence}")
        cell.add_paragraph(shown.sentence)


# --- all of it -------------------------------------------------------------------------------------------------------
WRITERS = {
    "slides": write_slides, "worksheet": write_worksheet, "key": write_key, "plan": write_plan, "cards": write_cards,
}  # fmt: skip


def build(pages: list[export_pages.Page], folder: Path = PACK) -> list[Path]:
    """Write the packs of these lessons and return the files."""
    files = []
    for page in pages:
        lesson = read(page)
        place = folder / page.language / page.inside.stem
        place.mkdir(parents=True, exist_ok=True)
        for kind, suffix in KINDS.items():
            files.append(place / f"{kind}.{suffix}")
            WRITERS[kind](lesson, files[-1])
    return files


def language_of(file: Path) -> str:
    """The language of a file in the folder that `build` writes."""
    return file.parts[-3]


def to_print(file: Path, folder: Path) -> Path:
    """A copy of a slide deck or a document in `folder`, whose Arabic letters are in the font of PDFs."""
    copy = folder / file.name
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name, re.sub(rb'(:cs(?: typeface)?=")Arial"', rb'\1%b"' % FONT_OF_PDFS.encode(), old.read(name))
            )
    return copy


def to_pdf(files: list[Path]) -> list[Path]:
    """Each file as PDF beside it, through LibreOffice. Ends the run with a sentence, in the languages of the files, where
    there is none, or where a document is longer than it may be."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        raise SystemExit(
            "\n".join(lang.text("pack.no_libreoffice", code) for code in dict.fromkeys(map(language_of, files)))
        )
    written = []
    with tempfile.TemporaryDirectory() as home:
        for place in dict.fromkeys(file.parent for file in files):
            own = [file for file in files if file.parent == place]
            copies = [to_print(file, Path(home)) for file in own]
            command = [program, f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--convert-to", "pdf"]
            subprocess.run([*command, "--outdir", str(place), *map(str, copies)], check=True, capture_output=True)
            for file in own:
                pdf = file.with_suffix(".pdf")
                pages, most = len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())), MOST_PAGES.get(file.stem)
                if most and pages > most:
                    told = {"file": pdf, "pages": pages, "most": most}
                    raise SystemExit(lang.text("pack.too_long", language_of(pdf), **told))
                written.append(pdf)
    return written


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="lessons whose path (ar/04-cost) contains one of these")
    parser.add_argument("--pdf", action="store_true", help="make each file as PDF too (needs LibreOffice)")
    given = parser.parse_args(arguments)
    pages = [page for page in export_pages.all_pages() if page.kind == "lesson" and page.inside.name[:2] in LESSONS]
    files = build(pick(given.words, pages, lambda page: page.notebook))
    for file in files + (to_pdf(files) if given.pdf else []):
        print(file.relative_to(ROOT).as_posix(), lang.text(f"pack.{file.stem}", language_of(file)), sep="  ")


if __name__ == "__main__":
    main(sys.argv[1:])

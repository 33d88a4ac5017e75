"""Export every chart that the lessons draw, in every language, as PNG for slides and as SVG, with an index.

    python figures/export_figures.py                 every picture
    python figures/export_figures.py 04-cost         those of the lessons whose path contains a word

The English lessons are run in this process, once in each language, and every chart and every explorer (in its opening
state) that a cell shows is kept. Nothing has to be listed: a new chart in a lesson is exported by itself. The SVG files of
a lesson lie in one zip, a quarter of their bytes. The same versions give the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import csv
import html
import io
import os
import re
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "notebooks" / "make")]

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
import nbformat  # noqa: E402 - the course's own package is found from the line above
from campaign import language as lang  # noqa: E402
from campaign import sheet as base  # noqa: E402
from campaign.explorer import Explorer  # noqa: E402
from campaign.explorer.guess import Guess  # noqa: E402
from campaign.sheet import drawing  # noqa: E402
from campaign.sheet.style import SLIDE_DOTS_PER_PIXEL  # noqa: E402
from matplotlib.axis import Axis  # noqa: E402
from matplotlib.colors import to_hex  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from refresh import is_own, pick, pressed  # noqa: E402

FIGURES = ROOT / "figures"
COLUMNS = ["name", "language", "lesson", "kind", "title", "sentence", "source", "as_of", "svg", "png"]
TEXT_COLUMNS = ["name", "language", "text", "colour"]
"""Of texts.csv: every text in every picture, in the order in which it is drawn; ticks have no colour of their own."""

SLIDE_DOTS_PER_INCH = SLIDE_DOTS_PER_PIXEL * base.PIXELS_PER_INCH


@dataclass
class Exported:
    """A picture of a lesson with what the index tells of it."""

    name: str
    language: str
    lesson: str
    kind: str
    title: str
    sentence: str
    source: str
    as_of: str
    figure: object
    shown: object
    tables: list[str] = field(default_factory=list)

    @property
    def png(self) -> str:
        """Where the picture lies in figures/."""
        return f"{self.language}/{self.name}.png"

    @property
    def svg(self) -> str:
        """Where the zip lies that holds its outlines, as its name with ".svg"."""
        return f"{self.language}/{self.lesson}-svg.zip"

    def row(self) -> list[str]:
        """The line of index.csv, in the order of COLUMNS."""
        return [
            self.name, self.language, self.lesson, self.kind, self.title, self.sentence, self.source, self.as_of,
            self.svg, self.png,
        ]  # fmt: skip


def lessons() -> list[Path]:
    """The English lessons in order; the Arabic ones hold the same code."""
    return sorted(filter(is_own, (ROOT / "notebooks" / "en").glob("*.ipynb")))


def shown_by(lesson: Path, language: str):
    """The charts and explorers that the cells of a lesson show, in one language."""
    before = Path.cwd()
    os.chdir(lesson.parent)  # as a notebook server does
    names: dict = {"__name__": "lesson"}
    try:
        for cell in nbformat.read(lesson, as_version=4).cells:
            if cell.cell_type != "code" or cell.id.startswith("answer-"):
                continue
            source = cell.source.replace('language.use("en")', f'language.use("{language}")')
            tree = ast.parse(source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"<{lesson.stem}>", "exec"), names)
            value = eval(compile(ast.Expression(last.value), f"<{lesson.stem}>", "eval"), names) if last else None
            if isinstance(value, Guess) and value.chart is not None:
                value = value.chart  # it is asked first, and shown then
            if isinstance(value, base.Chart):
                yield _exported(value.name, "chart", value, value.figure, value.source, language, lesson)
            elif isinstance(value, Explorer):
                source_line = value.frame.source_text.get_text().replace("\n", " ")
                yield _exported(value.name, "explorer", value, value.frame.figure, source_line, language, lesson)
    finally:
        os.chdir(before)
        lang.use("en")


def _exported(name, kind, shown, figure, source, language, lesson) -> Exported:
    as_of, tables = base.as_of_in(source, language), getattr(shown, "tables", [])
    told = shown.title, shown.sentence, source, as_of
    return Exported(name, language, lesson.stem, kind, *told, figure, shown, tables)


def all_figures(languages=tuple(lang.LANGUAGES)):
    """Every picture of the course, language by language."""
    for language in languages:
        for lesson in lessons():
            yield from shown_by(lesson, language)


def parts(artist) -> list:
    """What an artist holds; of an axis without its ticks, which matplotlib brings up to date when it renders."""
    return [artist.label, artist.offsetText] if isinstance(artist, Axis) else artist.get_children()


def ticks(axis: Axis) -> list[tuple]:
    """Places and words of the ticks that lie on an axis."""
    low, high = sorted(axis.get_view_interval())
    places = [place for place in axis.get_majorticklocs() if low <= place <= high]
    return list(zip(places, axis.get_major_formatter().format_ticks(places), strict=True))


def texts(artist) -> list[tuple[str, str]]:
    """Every visible text of a picture with its colour."""
    if not artist.get_visible():
        return []
    own = [(artist.get_text(), to_hex(artist.get_color()))] if isinstance(artist, Text) and artist.get_text() else []
    own += [(words, "") for _, words in ticks(artist) if words] if isinstance(artist, Axis) else []
    return own + [pair for child in parts(artist) for pair in texts(child)]


def svg(figure) -> bytes:
    """The picture as SVG with its texts as outlines, so that Arabic looks the same without any font."""
    from scour import scour  # of tests/requirements.txt: only an export needs it

    file = io.BytesIO()
    with base.styled():
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    letters = re.compile(r'<path id="([^"]+)" d="([^"]*)"\s+transform="scale\(0\.015625\)"/>')
    written = file.getvalue().decode("utf-8")
    names = {name: f"l{number:x}" for number, (name, _) in enumerate(dict(letters.findall(written)).items())}
    written = letters.sub(
        lambda found: f'<path id="{names[found[1]]}" d="{_coarse(found[2])}" transform="scale(.25)"/>', written
    )
    written = re.sub(r'(?<=href="#)[^"]+', lambda found: names.get(found[0], found[0]), written)
    written = re.sub(r'<use xlink:href="#CampaignSans(?:-Bold)?-1"[^>]*/>', "", written)  # a space
    # Places of letters to a hundredth of their size.
    place = re.compile(r'(<use xlink:href="#[^"]+") transform="translate\((\d+(?:\.\d+)?) 0\)"')
    written = place.sub(lambda found: f'{found[1]} x="{float(found[2]):.0f}"', written)
    wanted = "--enable-id-stripping --enable-comment-stripping --remove-metadata --strip-xml-prolog --indent=none"
    options = scour.parse_args([*wanted.split(), "--no-line-breaks", "--set-precision=5"])
    return scour.scourString(written, options).encode("utf-8")


def _coarse(path: str) -> str:
    """The outline of a letter on a grid of 400 steps to its size, a sixteenth of the grid that Matplotlib writes.

    Most curves go on as the one before ended: such a one (T) needs no control point of its own.
    """
    written, here, control = [], (0, 0), None
    for command, numbers in re.findall(r"([MLQz])([^MLQz]*)", path):
        points = [round(float(number) / 16) for number in numbers.split()]
        if command == "Q":
            mirrored = control and (2 * here[0] - control[0], 2 * here[1] - control[1])
            goes_on = mirrored and max(abs(mirrored[0] - points[0]), abs(mirrored[1] - points[1])) <= 1
            control = mirrored if goes_on else tuple(points[:2])
            written.append("T{2} {3}".format(*points) if goes_on else "Q{} {} {} {}".format(*points))
        else:
            control = None
            written.append(command + " ".join(map(str, points)))
        here = tuple(points[-2:]) or here
    return "".join(written)


def slide_png(figure, level: int = 9) -> bytes:
    """The picture as PNG, finer than lessons show it; `pressed` makes it smaller, at the same pixels.

    level: see `drawing.png`; enough for whoever looks at the pixels alone is 1.
    """
    before = figure.dpi
    figure.set_dpi(SLIDE_DOTS_PER_INCH)
    try:
        return drawing.png(figure, level=level)
    finally:
        figure.set_dpi(before)


def readme(figures: list[Exported]) -> str:
    """figures/README.md: all pictures, with their sentence in both languages."""
    parts = [
        "# Figures\n",
        "Every chart of the lessons, in English and Arabic, as PNG for slides and, all of a lesson together, as SVG for print",
        "(CC BY 4.0; keep the source line).",
        "Made by `python figures/export_figures.py`; `index.csv` holds title, sentence, source and as-of date of each,",
        "`texts.csv` every text in each.\n",
    ]
    by_key = {(f.name, f.language): f for f in figures}
    lesson = ""
    for figure in figures:
        if figure.language != "en":
            continue
        if figure.lesson != lesson:
            lesson = figure.lesson
            parts.append(f"## {lesson}\n")
            zips = (f"[{name}]({by_key[figure.name, code].svg})" for code, name in lang.LANGUAGES.items())
            parts.append(f"As SVG: {' · '.join(zips)}\n")
        parts.append(f"### {figure.title}\n")
        for language in lang.LANGUAGES:
            twin = by_key[figure.name, language]
            # The title alone: the sentence stands under the picture for everyone.
            alt = html.escape(twin.title, quote=True)
            parts.append(f'<img src="{twin.png}" width="560" alt="{alt}">\n')
            sentence = (
                twin.sentence
                if language not in lang.RIGHT_TO_LEFT
                else f'<p dir="rtl" lang="{language}">{twin.sentence}</p>'
            )
            parts.append(f"{sentence}\n")
            rows = "".join(f" · [{table}.csv](../data/{table}.csv)" for table in twin.tables)
            parts.append(f"[PNG]({twin.png}){rows}\n")
    return "\n".join(parts)


def pictures() -> list[Path]:
    """The pictures in the folders of the languages; index, page and this tool stand above them."""
    return [path for path in FIGURES.glob("*/*") if path.suffix in (".zip", ".png")]


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    """The files in one zip, without the time at which it is made."""
    with zipfile.ZipFile(path, "w") as together:
        for name, content in files.items():
            together.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def text_rows(figures: list[Exported]) -> list[list[str]]:
    """The lines of texts.csv, in the order of TEXT_COLUMNS."""
    return [[f.name, f.language, *pair] for f in figures for pair in texts(f.figure)]


def write_texts(figures: list[Exported]) -> None:
    with (FIGURES / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([TEXT_COLUMNS, *text_rows(figures)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD", help="write the pictures of these lessons alone")
    written = {lesson.stem for lesson in pick(parser.parse_args().words, lessons())}
    figures, kept, outlines = [], set(), {}
    for figure in all_figures():
        picture, together = FIGURES / figure.png, FIGURES / figure.svg
        picture.parent.mkdir(parents=True, exist_ok=True)
        if figure.lesson in written:
            picture.write_bytes(pressed(slide_png(figure.figure)))
            outlines.setdefault(together, {})[f"{figure.name}.svg"] = svg(figure.figure)
        kept |= {picture, together}
        figures.append(figure)
    for together, files in outlines.items():
        write_zip(together, files)
    with (FIGURES / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(figure.row() for figure in figures)
    write_texts(figures)
    (FIGURES / "README.md").write_text(readme(figures), encoding="utf-8", newline="\n")
    for path in set(pictures()) - kept:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    print(f"{len(figures)} pictures")


if __name__ == "__main__":
    main()

"""Export every chart that the lessons draw, in every language, as SVG and as PNG for slides, with an index.

    python figures/export_figures.py

The English lessons are run in this process, once in each language, and every chart and every explorer (in its opening
state) that a cell shows is kept. Nothing has to be listed: a new chart in a lesson is exported by itself. The same
versions give the same bytes.
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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

import nbformat  # noqa: E402 - the course's own package is found from the line above
from campaign import language as lang  # noqa: E402
from campaign import sheet as base  # noqa: E402
from campaign.explorer import Explorer  # noqa: E402
from campaign.explorer.guess import Guess  # noqa: E402
from campaign.sheet import drawing  # noqa: E402
from matplotlib import style  # noqa: E402
from matplotlib.axis import Axis  # noqa: E402
from matplotlib.colors import to_hex  # noqa: E402
from matplotlib.text import Text  # noqa: E402

FIGURES = ROOT / "figures"
COLUMNS = ["name", "language", "lesson", "kind", "title", "sentence", "source", "as_of", "svg", "png"]
TEXT_COLUMNS = ["name", "language", "text", "colour"]
"""Of texts.csv: every text in every picture, in the order in which it is drawn; ticks have no colour of their own."""

SLIDE_DOTS_PER_INCH = 2 * base.PIXELS_PER_INCH


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

    def row(self) -> list[str]:
        """The line of index.csv, in the order of COLUMNS."""
        folder = self.language
        return [
            self.name, self.language, self.lesson, self.kind, self.title, self.sentence, self.source, self.as_of,
            f"{folder}/{self.name}.svg", f"{folder}/{self.name}.png",
        ]  # fmt: skip


def lessons() -> list[Path]:
    """The English lessons in order; the Arabic ones hold the same code."""
    return sorted((ROOT / "notebooks" / "en").glob("[0-9]*.ipynb"))


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
    return Exported(
        name,
        language,
        lesson.stem,
        kind,
        shown.title,
        shown.sentence,
        source,
        base.as_of_in(source, language),
        figure,
        shown,
    )


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
    file = io.BytesIO()
    with style.context(base.STYLE):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    paths = re.sub(r'(?<= d=")[^"]*', lambda found: _shorter(found[0]), file.getvalue().decode("utf-8"))
    # Letters make most of it: shorter names, an eighth of their fine grid, places to a tenth of a hundredth of their size.
    letters = re.compile(r'<path id="([^"]+)" d="([^"]*)"\s+transform="scale\(0\.015625\)"/>')
    names = {
        name: f"l{number:x}" for number, name in enumerate(dict.fromkeys(found[0] for found in letters.findall(paths)))
    }
    coarse = lambda path: re.sub(r"-?\d+(\.\d+)?", lambda number: f"{float(number[0]) / 8:.0f}", path)  # noqa: E731
    paths = letters.sub(
        lambda found: f'<path id="{names[found[1]]}" d="{coarse(found[2])}" transform="scale(.125)"/>', paths
    )
    paths = re.sub(r'(?<=href="#)[^"]+', lambda found: names.get(found[0], found[0]), paths)
    place = re.compile(r'(<use xlink:href="#[^"]+") transform="translate\((\d+(?:\.\d+)?) 0\)"')
    paths = place.sub(lambda found: f'{found[1]} x="{float(found[2]):.1f}"', paths)
    paths = re.sub(r'<use xlink:href="#CampaignSans(?:-Bold)?-1"[^>]*/>', "", paths)  # a space
    return "".join(f"{line.strip()}\n" for line in paths.splitlines() if line.strip()).encode("utf-8")


def _shorter(path: str) -> str:
    """A path in half the letters: hundredths of a point, and no space that its commands do not need."""
    path = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), path)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", path).replace("\n", " ").strip()


def slide_png(figure) -> bytes:
    """The picture as PNG at twice the size at which lessons show it."""
    before = figure.dpi
    figure.set_dpi(SLIDE_DOTS_PER_INCH)
    try:
        return drawing.png(figure, level=9)
    finally:
        figure.set_dpi(before)


def readme(figures: list[Exported]) -> str:
    """figures/README.md: all pictures, with their sentence in both languages."""
    parts = [
        "# Figures\n",
        "Every chart of the lessons, in English and Arabic, as SVG and as PNG for slides (CC BY 4.0; keep the source line).",
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
        parts.append(f"### {figure.title}\n")
        for language in lang.LANGUAGES:
            twin = by_key[figure.name, language]
            # The title alone: the sentence stands under the picture for everyone.
            alt = html.escape(twin.title, quote=True)
            parts.append(f'<img src="{language}/{twin.name}.png" width="560" alt="{alt}">\n')
            sentence = (
                twin.sentence
                if language not in lang.RIGHT_TO_LEFT
                else f'<p dir="rtl" lang="{language}">{twin.sentence}</p>'
            )
            parts.append(f"{sentence}\n")
            parts.append(f"[SVG]({language}/{twin.name}.svg) · [PNG]({language}/{twin.name}.png)\n")
    return "\n".join(parts)


def pictures() -> list[Path]:
    """The pictures in the folders of the languages; index, page and this tool stand above them."""
    return [path for path in FIGURES.glob("*/*") if path.suffix in (".svg", ".png")]


def text_rows(figures: list[Exported]) -> list[list[str]]:
    """The lines of texts.csv, in the order of TEXT_COLUMNS."""
    return [[f.name, f.language, *pair] for f in figures for pair in texts(f.figure)]


def write_texts(figures: list[Exported]) -> None:
    with (FIGURES / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([TEXT_COLUMNS, *text_rows(figures)])


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    figures = []
    kept = set()
    for figure in all_figures():
        folder = FIGURES / figure.language
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in ((".svg", svg(figure.figure)), (".png", slide_png(figure.figure))):
            (folder / f"{figure.name}{suffix}").write_bytes(content)
            kept.add(folder / f"{figure.name}{suffix}")
        figures.append(figure)
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

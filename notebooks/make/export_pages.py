"""Export the notebooks as pages that open offline, and as handouts to print.

    python notebooks/make/export_pages.py                    every page of every language, as HTML
    python notebooks/make/export_pages.py 04-cost            those whose path contains a word
    python notebooks/make/export_pages.py --pdf              handouts as well: A4, exercises with space to write, no code
    python notebooks/make/export_pages.py --pdf --with-code  the same with the code

They go to `pages/<language>/`, in the notebooks' own folders and under their names, and are never committed. A page
holds its pictures and its style and asks no host for anything. The same notebooks give the same HTML. Handouts need
Chromium or Chrome; solutions keep their code in every handout, since the code is the solution.
"""

from __future__ import annotations

import argparse
import base64
import html
import mimetypes
import os
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
PAGES = ROOT / "pages"
TEMPLATES = Path(__file__).with_name("page_templates")
sys.path.insert(0, str(NOTEBOOKS))

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
import jinja2  # noqa: E402 - the course's own package is found from the line above
import nbformat  # noqa: E402
from bs4 import BeautifulSoup  # noqa: E402 - nbconvert brings it along
from campaign import check  # noqa: E402
from campaign import language as lang  # noqa: E402
from campaign.explorer import guess  # noqa: E402
from refresh import notebook_paths, pick  # noqa: E402

START = Path("00-start-here.ipynb")
LINES, LINES_OF_OPEN_EXERCISE = 3, 8
"""Ruled lines under an exercise of a handout."""

BROWSERS = "chromium chromium-browser google-chrome google-chrome-stable chrome msedge microsoft-edge".split()
BROWSERS_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
"""Where macOS and Windows keep a browser that is on no search path."""

ARABIC, LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-z]{3}")
MILLIMETRE = 96 / 25.4
PRINTED_WIDTH = round((210 - 2 * 15) * MILLIMETRE)
"""The text's width on A4 with the margins of page.css, in pixels."""

LONGEST_WHOLE_TABLE = 0.85 * (297 - 15 - 18) * MILLIMETRE
"""A longer table does not stay on one page."""


@dataclass(frozen=True)
class Page:
    """A notebook that becomes a page: where it is, and its place inside the folder of its language."""

    notebook: Path
    language: str
    inside: Path
    title: str

    @property
    def kind(self) -> str:
        """lesson, solutions or teaching: the folder in which the notebook stands."""
        return self.inside.parts[0] if len(self.inside.parts) > 1 else "lesson"

    def file(self, folder: Path, suffix: str = ".html") -> Path:
        """Where the page goes inside the folder of all pages."""
        return folder / self.language / self.inside.with_suffix(suffix)


def all_pages(home: Path = NOTEBOOKS) -> list[Page]:
    """The pages of every language that has notebooks: lessons, solutions, teaching pages."""
    pages = []
    for language in lang.LANGUAGES:
        for path in sorted(notebook_paths(home / language), key=lambda p: (len(p.parts), p)):
            pages.append(Page(path, language, path.relative_to(home / language), title(path)))
    return pages


@cache
def read(path: Path):
    """A notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def title(path: Path) -> str:
    """The title of a notebook without its markup. Ends the run with a sentence when there is none."""
    for cell in read(path).cells:
        found = re.search(r"^# (.+)$", cell.source, flags=re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[*`_]", "", found[1]).strip()
    raise SystemExit(f"{path}: no line that starts with '# '")


# --- from cells to HTML ---------------------------------------------------------------------------------------------
@cache
def exporter():
    """nbconvert's exporter with our template for cells: its Markdown and its highlighting, none of its scripts."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    kinds = ["image/svg+xml", "image/png", "image/jpeg", "text/html", "text/markdown", "text/plain"]
    return HTMLExporter(
        template_name="basic",
        extra_template_basedirs=[],
        extra_loaders=[jinja2.FileSystemLoader(TEMPLATES)],
        template_file="cells.html.j2",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        config=Config({"NbConvertBase": {"display_data_priority": kinds}}),
    )


def on_paper(notebook, page: Page, with_code: bool) -> None:
    """Make a notebook fit for print: space instead of answers, no set-up, no code unless it is wanted."""
    for place, cell in enumerate(notebook.cells):
        if cell.id == "exercises":
            heading = re.search(r"^#+ .+$", cell.source, flags=re.MULTILINE)
            cell.source = (
                (heading[0] if heading else "") + "\n\n" + lang.text("pages.exercises_on_paper", page.language)
            )
        if cell.cell_type != "code":
            continue
        if cell.id.startswith("answer-"):
            exercise = check.find(cell.id.removeprefix("answer-"))
            lines = LINES_OF_OPEN_EXERCISE if exercise and exercise.open else LINES
            space = f"<p>{lang.text('pages.space', page.language)}</p>" + '<div class="line"></div>' * lines
            notebook.cells[place] = nbformat.v4.new_markdown_cell(
                f'<div class="answer-space">{space}</div>', id=cell.id
            )
        elif not with_code and page.kind != "solutions":
            cell.metadata["transient"] = {"remove_source": True}
    if not with_code:
        notebook.cells = [cell for cell in notebook.cells if cell.id != "setup"]


def ask_the_reader(notebook, page: Page) -> None:
    """Make the question of each guess a paragraph: a page has no cell to run, and plain text would stand as code does."""
    opening = lang.text("guess.plain", page.language, question="").rstrip()
    after = {"text/plain": lang.text("guess.after", page.language)}
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("data") != after]
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        plain = guess.in_one_line(output.get("data", {}).get("text/plain", ""))
        if plain.startswith(opening):
            question = html.escape(plain.removeprefix(opening).strip())
            first = lang.text("pages.guess_first", page.language)
            output.data["text/html"] = f'<p class="guess"><strong>{first}</strong> {question}</p>'


def converted(page: Page, handout: bool, with_code: bool) -> BeautifulSoup:
    """The notebook's cells as HTML, before our own changes."""
    notebook = deepcopy(read(page.notebook))
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith("navigation")]
    ask_the_reader(notebook, page)
    if handout:
        on_paper(notebook, page, with_code)
    resources = {
        "explorer_opening": lang.text("common.explorer_plain", page.language, title="", sentence="").rstrip(" ."),
    }
    body, _ = exporter().from_notebook_node(notebook, resources)
    return BeautifulSoup(body, "html.parser")


# --- our own changes to the HTML ------------------------------------------------------------------------------------
def drop_what_needs_a_notebook(soup, page: Page, handout: bool) -> None:
    """Take out scripts and styles, the set-up's "Ready", unanswered replies; in a handout all replies and hints."""
    for element in soup.find_all(["script", "style", "iframe", "object", "embed", "link", "meta", "base"]):
        element.decompose()
    for element in soup.select(".campaign-ready"):
        element.parent.decompose()
    not_answered = lang.text("check.not_answered", page.language)
    for reply in soup.select(".campaign-feedback"):
        for paragraph in reply.find_all("p", recursive=False):
            if not_answered in paragraph.get_text():
                paragraph.decompose()
        if handout:
            for hint in reply.find_all("details"):
                hint.decompose()
    if handout:
        for details in soup.find_all("details"):
            details["open"] = ""


def bind_pictures(soup, page: Page) -> None:
    """Put the sentence of a chart into its figure, so that the two stay together; say of an explorer that it is one."""
    for figure in soup.find_all("figure"):
        # On a telephone the box scrolls, so it has a name and can be reached by keyboard.
        name = lang.text("pages.picture", page.language)
        box = {"class": "picture", "role": "group", "aria-label": name, "tabindex": "0"}
        scrolled = figure.img.wrap(soup.new_tag("div", attrs=box))
        hint = soup.new_tag("p", attrs={"class": "swipe", "aria-hidden": "true"})
        hint.string = lang.text("pages.swipe", page.language)
        scrolled.insert_after(hint)
        caption = soup.new_tag("figcaption")
        following = figure.find_next_sibling()
        sentence = (
            following.select_one("p.campaign-sentence") if following and following.get("class") == ["shown"] else None
        )
        if sentence:
            caption.append(sentence.extract())
            if not following.get_text(strip=True):
                following.decompose()
        if "explorer" in figure.get("class", []):
            note = soup.new_tag("p", attrs={"class": "explorer-note"})
            note.string = lang.text("pages.explorer", page.language)
            caption.append(note)
        if caption.contents:
            figure.append(caption)


def take_pictures_in(soup, page: Page) -> None:
    """Put pictures from files into the page, and words in place of those from a host, such as the Binder badge."""
    # nbconvert's own embed_images closes each <div> at once and so undoes the direction of Arabic text.
    for image in soup.find_all("img"):
        source = image.get("src", "")
        file = page.notebook.parent / unquote(source)
        if source.startswith("data:"):
            continue
        if re.match(r"(\w+:)?//", source) or not file.is_file():
            image.replace_with(image.get("alt", ""))
        else:
            kind = mimetypes.guess_type(file.name)[0]
            image["src"] = f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def box_tables(soup, page: Page) -> None:
    """Let each table scroll inside its own box, also by keyboard, and tell headers and other languages apart."""
    other = {"ltr": ("ar", "rtl", ARABIC, LATIN), "rtl": ("en", "ltr", LATIN, ARABIC)}[lang.direction(page.language)]
    language, direction, letters, own_letters = other
    for table in soup.find_all("table"):
        name = lang.text("pages.table", page.language)
        table.wrap(soup.new_tag("div", attrs={"class": "table", "role": "group", "aria-label": name, "tabindex": "0"}))
        for header in table.select("thead th"):
            header["scope"] = "col"
        for cell in table.find_all("td"):
            words = cell.get_text()
            if letters.search(words) and not own_letters.search(words) and not cell.find(["code", "a"]):
                cell["lang"], cell["dir"] = language, direction


def keep_code_from_left_to_right(soup) -> None:
    """Say the direction of code in the page itself, whatever styles are in force."""
    for element in soup.find_all(["code", "pre", "kbd"]):
        element["dir"] = "ltr"


def relative(target: Path, file: Path) -> str:
    """The address of a file as a page links to it."""
    return quote(os.path.relpath(target, file.parent).replace(os.sep, "/"))


def mend_links(
    soup, page: Page, pages: list[Page], folder: Path, handout: bool, places: Mapping[Path, Path] | None = None
) -> None:
    """Lead links between notebooks to their pages, and other local links to the files; on paper keep web links only.

    places: where files of the course lie beside the pages. Given, a link to a file that has no place there is unwrapped.
    """
    targets = {p.notebook.resolve(): p for p in pages}
    for link in soup.find_all("a"):
        address = link.get("href", "")
        if re.match(r"(https?|mailto):", address) or (address.startswith("#") and not handout):
            continue
        path, _, anchor = address.partition("#")
        target = (page.notebook.parent / unquote(path)).resolve()
        if handout:
            around = link.parent
            if around.name == "p" and around.get_text(strip=True) == link.get_text(strip=True):
                around.decompose()  # a paragraph that is nothing but "Worked solution"
            else:
                link.unwrap()
        elif target in targets:
            link["href"] = relative(targets[target].file(folder), page.file(folder)) + (f"#{anchor}" if anchor else "")
        elif path and (target in places if places is not None else target.exists()):
            place = places[target] if places is not None else target
            link["href"] = relative(place, page.file(folder)) + (f"#{anchor}" if anchor else "")
        else:
            link.unwrap()


def name_headings(soup) -> list[dict]:
    """Give each heading an anchor, as Jupyter names it, and return the headings of level 2 with those inside them."""
    taken: dict[str, int] = {}
    listed: list[dict] = []
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        words = " ".join(heading.get_text().split())
        name = "-".join(words.split())
        taken[name] = taken.get(name, 0) + 1
        heading["id"] = name if taken[name] == 1 else f"{name}-{taken[name]}"
        entry = {"anchor": quote(heading["id"]), "text": words, "inner": []}
        if heading.name == "h2":
            listed.append(entry)
        elif heading.name == "h3" and listed:
            listed[-1]["inner"].append(entry)
    return listed


def keep_exercises_whole(soup) -> None:
    """Bind each exercise of a handout to its space, so that no page break comes between."""
    for exercise in soup.select('[data-cell^="exercise-"]'):
        space = exercise.find_next_sibling()
        if space and space.select_one(".answer-space"):
            whole = exercise.wrap(soup.new_tag("section", attrs={"class": "exercise"}))
            whole.append(space.extract())


# --- the page -------------------------------------------------------------------------------------------------------
def ways(page: Page, pages: list[Page], folder: Path) -> list[dict]:
    """The links from a page to its neighbours among the exported pages."""
    by_place = {(p.language, p.inside): p for p in pages}
    row = [p for p in pages if (p.language, p.kind) == (page.language, page.kind)]
    place = row.index(page)
    links = []

    def link(words: str, target: Page | None, relation: str = "", language: str = "") -> None:
        if target and target != page:
            address = relative(target.file(folder), page.file(folder))
            links.append({"text": words, "target": address, "relation": relation, "language": language})

    def link_titled(key: str, target: Page | None, relation: str = "") -> None:
        if target:
            link(lang.text(f"pages.{key}", page.language, title=target.title), target, relation)

    link(lang.text("pages.contents", page.language), by_place.get((page.language, START)))
    if page.kind == "solutions":
        link_titled("lesson", by_place.get((page.language, Path(page.inside.name))))
    link_titled("previous", row[place - 1] if place else None, "prev")
    link_titled("next", row[place + 1] if place + 1 < len(row) else None, "next")
    if page.kind == "lesson":
        solutions = by_place.get((page.language, Path("solutions") / page.inside))
        link(lang.text("pages.solutions", page.language), solutions)
    for other, name in lang.LANGUAGES.items():
        if other != page.language:
            link(name, by_place.get((other, page.inside)), language=other)
    return links


@cache
def page_template():
    """The frame of every page."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True).get_template("page.html.j2")


def page_html(
    page: Page,
    pages: list[Page],
    folder: Path = PAGES,
    handout: bool = False,
    with_code: bool = False,
    on_site: Mapping | None = None,
    places: Mapping[Path, Path] | None = None,
) -> str:
    """One whole page; `pages` are all that are exported with it, `folder` is where they go.

    on_site: what the page says when it belongs to the course on the web, see `build_site.py`. places: see `mend_links`.
    """
    from markupsafe import Markup

    soup = converted(page, handout, with_code)
    drop_what_needs_a_notebook(soup, page, handout)
    take_pictures_in(soup, page)
    bind_pictures(soup, page)
    box_tables(soup, page)
    keep_code_from_left_to_right(soup)
    mend_links(soup, page, pages, folder, handout, places)
    headings = name_headings(soup)
    if handout:
        keep_exercises_whole(soup)
    for step in soup.select(".step, .shown, .campaign-feedback"):
        if not step.decomposed and not step.find("img") and not step.get_text(strip=True):
            step.decompose()
    first = soup.find("h1").find_parent(attrs={"data-cell": True})
    return (
        page_template().render(
            language=page.language,
            direction=lang.direction(page.language),
            words=lambda key, **values: lang.text(f"pages.{key}", page.language, **values),
            style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),
            title=page.title,
            kind=page.kind,
            handout=handout,
            site=on_site,
            has_code=bool(soup.select_one(".code")),
            links=ways(page, pages, folder),
            headings=headings,
            opening=Markup(str(first.extract())),
            body=Markup(str(soup).strip()),
        )
        + "\n"
    )


def write_pages(chosen: list[Page], pages: list[Page], folder: Path = PAGES) -> list[Path]:
    """Write the chosen pages as HTML and return the files. They link to each other and to those of `pages` that have
    been exported before."""
    exported = [page for page in pages if page in chosen or page.file(folder).is_file()]
    files = []
    for page in chosen:
        file = page.file(folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page_html(page, exported, folder), encoding="utf-8", newline="\n")
        files.append(file)
    return files


# --- handouts -------------------------------------------------------------------------------------------------------
def find_browser() -> str | None:
    """The Chromium or Chrome of this machine; None when there is none."""
    return next(filter(None, map(shutil.which, (*BROWSERS, *BROWSERS_ELSEWHERE))), None)


@contextmanager
def offline_browser():
    """A browser without network, for the length of a `with` block. Ends the run with a sentence when there is none."""
    program = find_browser()
    if not program:
        raise SystemExit(
            "Handouts are printed by Chromium or Chrome, and none was found: install one, or leave out --pdf."
        )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise SystemExit("Handouts need the package playwright: pip install -r tests/requirements.txt") from None
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program)
        try:
            yield browser.new_context(offline=True, viewport={"width": PRINTED_WIDTH, "height": 1000})
        finally:
            browser.close()


def foot(page: Page) -> str:
    """The line at the foot of each printed page: course, title, page number."""
    number, total = '<span class="pageNumber"></span>', '<span class="totalPages"></span>'
    counted = lang.text("pages.page_of", page.language, page=number, pages=total)
    name = f"{lang.text('pages.course', page.language)} · {page.title}".replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<div lang="{page.language}" dir="{lang.direction(page.language)}" style="display: flex; justify-content: space-between; '
        "width: 100%; margin: 0 15mm; font: 8pt 'Noto Sans', 'Noto Naskh Arabic', 'Segoe UI', Arial, sans-serif; color: #444\">"
        f"<span>{name}</span><span>{counted}</span></div>"
    )


def print_handout(browser, page: Page, with_code: bool = False) -> bytes:
    """A handout as PDF. browser: from `offline_browser`."""
    sheet = browser.new_page()
    try:
        sheet.emulate_media(media="print")
        sheet.set_content(page_html(page, [page], handout=True, with_code=with_code))
        sheet.evaluate((TEMPLATES / "fit_tables.js").read_text(encoding="utf-8"), LONGEST_WHOLE_TABLE)
        return sheet.pdf(
            prefer_css_page_size=True, print_background=True, tagged=True, outline=True,
            display_header_footer=True, header_template="<span></span>", footer_template=foot(page),
        )  # fmt: skip
    finally:
        sheet.close()


def write_handouts(chosen: list[Page], folder: Path = PAGES, with_code: bool = False) -> list[Path]:
    """Write the handouts of the chosen pages and return the files."""
    files = []
    with offline_browser() as browser:
        for page in chosen:
            file = page.file(folder, ".pdf")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(print_handout(browser, page, with_code))
            files.append(file)
    return files


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="export the pages whose path contains one of these")
    parser.add_argument("--pdf", action="store_true", help="print handouts as well")
    parser.add_argument("--with-code", action="store_true", help="keep the code in the handouts")
    given = parser.parse_args(arguments)
    if given.with_code and not given.pdf:
        parser.error("--with-code is about handouts: use it with --pdf")
    pages = all_pages()
    chosen = pick(given.words, pages, lambda page: page.notebook)
    wanted = {p.file(PAGES, suffix) for p in pages for suffix in (".html", ".pdf")}
    for file in PAGES.rglob("*.*"):
        if file.suffix in {".html", ".pdf"} and file not in wanted:
            file.unlink()  # its notebook is gone
    written = write_pages(chosen, pages)
    if given.pdf:
        written += write_handouts(chosen, with_code=given.with_code)
    for file in written:
        print(file.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])

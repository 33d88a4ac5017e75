"""The exported pages: offline, readable, linked among themselves, and handouts that print."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from urllib.parse import unquote, urlsplit

import export_pages
import nbformat
import pytest
from bs4 import BeautifulSoup
from campaign import language as lang
from lessons import script
from matplotlib.colors import to_rgb
from shown import luminance

ALL = export_pages.all_pages()
NAMES = [f"{page.language}/{page.inside.as_posix()}" for page in ALL]
LANGUAGES = sorted({page.language for page in ALL})
every_page = pytest.mark.parametrize("page", ALL, ids=NAMES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def a_lesson(language):
    """The lesson of a language that the slower tests look at."""
    lessons = [page for page in ALL if (page.language, page.kind) == (language, "lesson")]
    return next((page for page in lessons if page.inside.stem == "04-cost"), lessons[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with all pages as they are exported now."""
    folder = tmp_path_factory.mktemp("pages")
    export_pages.write_pages(ALL, ALL, folder)
    return folder


@cache
def parsed(file):
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


@every_page
def test_a_page_asks_no_host_for_anything(folder, page):
    file = page.file(folder)
    for element in parsed(file).find_all(True):
        assert element.name not in {"script", "iframe", "object", "embed", "base", "video", "audio"}
        for name, value in element.attrs.items():
            if name in {"src", "srcset", "poster", "data", "action", "background"} or (
                name == "href" and element.name != "a"
            ):
                assert value.startswith("data:"), f"{element.name} {name}={value[:60]}"
            assert not name.startswith("on"), f"{element.name} {name}"
            assert name != "style" or "url(" not in value, value
    styles = " ".join(style.get_text() for style in parsed(file).find_all("style"))
    assert styles.strip() and "@import" not in styles and "url(" not in styles
    policy = parsed(file).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")


@every_page
def test_a_page_says_its_language_direction_and_title(folder, page):
    soup = parsed(page.file(folder))
    assert (soup.html["lang"], soup.html["dir"]) == (page.language, lang.direction(page.language))
    assert soup.title.get_text().startswith(page.title)
    assert lang.text("pages.course", page.language) in soup.title.get_text()
    for code in soup.find_all(["pre", "code"]):
        assert code["dir"] == "ltr"


@every_page
def test_a_page_has_landmarks_and_a_way_past_the_links(folder, page):
    soup = parsed(page.file(folder))
    assert len(soup.find_all("main")) == 1 and soup.find("nav")
    assert soup.body.find("a")["href"] == "#" + soup.main["id"], "the skip link comes first"
    assert all(nav.get("aria-label") or nav.get("aria-labelledby") for nav in soup.find_all("nav"))


@every_page
def test_one_title_and_headings_in_order(folder, page):
    headings = parsed(page.file(folder)).find_all(re.compile(r"^h[1-6]$"))
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert all(heading.get_text(strip=True) for heading in headings)


@every_page
def test_every_picture_of_the_notebook_is_there_with_its_words(folder, page):
    images = parsed(page.file(folder)).find_all("img")
    assert all(image["alt"].strip() for image in images)
    outputs = [output for cell in export_pages.read(page.notebook).cells for output in cell.get("outputs", ())]
    told = [output.metadata["image/png"]["alt"] for output in outputs if "image/png" in output.get("data", {})]
    shown = [image["alt"] for image in images]
    assert [words for words in shown if words in told] == told
    assert not re.search(r"data:image/\w+;base64,\s*$", str(parsed(page.file(folder))))


@every_page
def test_the_words_of_the_notebook_are_there(folder, page):
    text = " ".join(parsed(page.file(folder)).get_text().split())
    for cell in export_pages.read(page.notebook).cells:
        if cell.cell_type == "markdown" and not cell.id.startswith("navigation"):
            for words in re.findall(r"^#+ ([^*`_\[\n]+)$", cell.source, flags=re.MULTILINE):
                assert " ".join(words.split()) in text, cell.id
        elif cell.cell_type == "code":
            assert " ".join(cell.source.split()) in text, cell.id


@every_page
def test_a_guess_is_a_question_to_the_reader(folder, page):
    soup = parsed(page.file(folder))
    asked = [words.get_text() for words in soup.select("p.guess")]
    told = re.search(r"\((.+?)\)", lang.text("guess.plain", page.language, question=""))[1]
    assert all(words.startswith(lang.text("pages.guess_first", page.language)) for words in asked)
    assert not any(told in words.get_text() for words in soup.select("pre.result"))
    if page.kind == "lesson":
        assert len(asked) >= 3 and not soup.select_one(".toc details").has_attr("open"), (
            "the first puzzle is seen first"
        )


@every_page
def test_links_lead_to_exported_pages_or_files(folder, page):
    file = page.file(folder)
    for link in parsed(file).find_all("a"):
        assert link.get_text(strip=True)
        address = urlsplit(link["href"])
        if address.scheme in {"http", "https", "mailto"}:
            continue
        assert not address.scheme and not address.netloc, link["href"]
        target = (file.parent / unquote(address.path)).resolve() if address.path else file
        assert target.exists(), link["href"]
        assert not (target.suffix == ".ipynb" and export_pages.NOTEBOOKS in target.parents), link["href"]
        if address.fragment and target.suffix == ".html":
            assert parsed(target).find(id=unquote(address.fragment)), link["href"]


@every_page
def test_names_inside_a_page_are_used_once(folder, page):
    names = [element["id"] for element in parsed(page.file(folder)).find_all(id=True)]
    assert len(names) == len(set(names))


@every_page
def test_tables_have_headers_and_scroll_inside_their_box(folder, page):
    for table in parsed(page.file(folder)).find_all("table"):
        assert table.parent["class"] == ["table"] and table.parent["tabindex"] == "0"
        assert table.find("th", scope=True)


@every_page
def test_two_dollar_signs_are_no_formula(page):
    # Between two dollar signs Jupyter and nbconvert see mathematics: in text the sign is written \$.
    for cell in export_pages.read(page.notebook).cells:
        if cell.cell_type == "markdown":
            for block in re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.DOTALL).split("\n\n"):
                assert len(re.findall(r"(?<!\\)\$", block)) < 2, f"{cell.id}: {block[:80]}"


@every_language
def test_lessons_lead_to_their_neighbours(folder, language):
    lessons = [page for page in ALL if (page.language, page.kind) == (language, "lesson")]
    for before, after in zip(lessons, lessons[1:], strict=False):
        onward = parsed(before.file(folder)).find("a", rel="next")
        back = parsed(after.file(folder)).find("a", rel="prev")
        assert onward["href"] == after.file(folder).name and after.title in onward.get_text()
        assert back["href"] == before.file(folder).name and before.title in back.get_text()


def test_a_page_exported_alone_has_no_dead_links(tmp_path):
    first, second = [page for page in ALL if page.kind == "lesson"][:2]
    [file] = export_pages.write_pages([first], ALL, tmp_path)
    assert not BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select("[rel=next], [rel=prev]")
    [file] = export_pages.write_pages([second], ALL, tmp_path)
    links = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select("nav a[href$='.html']")
    assert {link["href"] for link in links} == {first.file(tmp_path).name}


@every_language
def test_the_same_notebook_gives_the_same_page(folder, language):
    page = a_lesson(language)
    assert export_pages.page_html(page, ALL, folder) == page.file(folder).read_text(encoding="utf-8")


def test_colours_of_text_have_enough_contrast():
    style = (export_pages.TEMPLATES / "page.css").read_text(encoding="utf-8")

    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", style))
    texts = {named["text"], named["quiet"], named["link"], *re.findall(r"(?<![-\w])color: (#[0-9a-f]{3,6})", style)}
    assert len(texts) >= 5
    for colour in texts:
        for ground in ("#ffffff", named["pale"]):
            light, dark = luminance([to_rgb(ground), to_rgb(colour)])
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{colour} on {ground}"


MADE_UP = """<div dir="rtl" lang="ar">

# عنوان *التجربة*

[![Open in Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/a/b/HEAD)

نص فيه `code` و[الحلول](solutions/01-made-up.ipynb) و[ملف](../../README.md) و[صفحة](missing.ipynb).

## قسم

| عربي | English |
|---|---|
| متوسط | average |

![مربع](dot.png)
<script src="https://example.org/a.js"></script>

## قسم

</div>"""


def test_a_page_from_right_to_left_keeps_its_direction_and_drops_what_is_far_away(tmp_path):
    home = tmp_path / "notebooks"
    (home / "ar" / "solutions").mkdir(parents=True)
    (tmp_path / "README.md").write_text("")
    (home / "ar" / "dot.png").write_bytes(b"dot")
    text = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(MADE_UP, id="title")])
    for place in ("01-made-up.ipynb", "solutions/01-made-up.ipynb"):
        nbformat.write(text, home / "ar" / place)
    pages = export_pages.all_pages(home)
    assert [page.title for page in pages] == ["عنوان التجربة"] * 2
    html = export_pages.page_html(pages[0], pages, tmp_path / "pages")
    soup = BeautifulSoup(html, "html.parser")
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert soup.h1.find_parent("div", dir="rtl") and soup.h2.find_parent("div", dir="rtl")
    assert [image["src"] for image in soup.find_all("img")] == ["data:image/png;base64,ZG90"]
    assert "example.org" not in html and soup.find("a", string="Open in Binder")["href"].startswith(
        "https://mybinder.org/v2/"
    )
    assert soup.find("a", string="الحلول", href="solutions/01-made-up.html")
    assert soup.find("a", string="ملف")["href"] == "../../README.md" and "صفحة" in soup.main.get_text()
    assert not soup.find("a", string="صفحة")
    assert [heading["id"] for heading in soup.find_all("h2")] == ["قسم", "قسم-2"]
    assert (soup.find("td", string="average")["lang"], soup.find("code")["dir"]) == ("en", "ltr")


# --- handouts -------------------------------------------------------------------------------------------------------
@every_language
def test_a_handout_has_space_for_answers_and_no_code(language):
    page = a_lesson(language)
    soup = BeautifulSoup(export_pages.page_html(page, [page], handout=True), "html.parser")
    answers = [cell for cell in export_pages.read(page.notebook).cells if cell.id.startswith("answer-")]
    assert answers and len(soup.select(".exercise .answer-space")) == len(answers)
    assert all(len(space.select(".line")) >= 3 for space in soup.select(".answer-space"))
    assert not soup.select(".code, details, nav")
    assert lang.text("check.not_answered", language) not in soup.get_text()
    # Addresses of files on this machine have no place on paper.
    assert all(link["href"].startswith(("http", "mailto")) for link in soup.find_all("a"))
    assert len(soup.find_all("img")) == len(
        BeautifulSoup(export_pages.page_html(page, [page]), "html.parser").find_all("img")
    )


@every_language
def test_a_handout_with_code_has_the_code_but_not_the_empty_answers(language):
    page = a_lesson(language)
    soup = BeautifulSoup(export_pages.page_html(page, [page], handout=True, with_code=True), "html.parser")
    codes = [cell for cell in export_pages.read(page.notebook).cells if cell.cell_type == "code"]
    assert len(soup.select(".code")) == len([cell for cell in codes if not cell.id.startswith("answer-")])


def test_without_a_browser_one_sentence_says_so(monkeypatch):
    monkeypatch.setattr(export_pages.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"^Handouts are printed by Chromium or Chrome, and none was found: .+\.$"):
        with export_pages.offline_browser():
            pass


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["no-such-lesson"], "no notebook here has a path that contains no-such-lesson"), (["--with-code"], "2")],
)
def test_wrong_arguments_get_a_sentence(arguments, message):
    with pytest.raises(SystemExit) as caught:
        export_pages.main(arguments)
    assert str(caught.value) == message


# --- in the browser -------------------------------------------------------------------------------------------------
@every_language
def test_a_page_opens_offline_and_fits_the_window(folder, watched_page, language):
    page, sheet = a_lesson(language), watched_page()
    for width in (1280, 400):
        sheet.set_viewport_size({"width": width, "height": 900})
        sheet.goto(page.file(folder).as_uri())
        assert sheet.evaluate(script("too_wide")) == []
        assert sheet.evaluate("[...document.images].every(image => image.complete && image.naturalWidth)")
    sheet.keyboard.press("Tab")
    assert sheet.evaluate("document.activeElement.className") == "skip"
    assert sheet.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    assert [url for url in sheet.asked if not url.startswith(("file:", "data:"))] == []
    assert sheet.said == sheet.complaints == []


def installed_fonts() -> str:
    """The families of this machine; empty where its kind has no list of them, or none of Noto's for Arabic."""
    if not shutil.which("fc-list"):
        return ""
    known = subprocess.run(["fc-list", ":", "family"], capture_output=True, encoding="utf-8").stdout
    return known if re.search("Noto .*Arabic", known) else ""


@every_language
def test_the_foot_of_a_printed_page_counts_the_pages(language):
    page = replace(a_lesson(language), title='A "quoted" title')
    counted = BeautifulSoup(export_pages.foot(page), "html.parser")
    assert [span["class"] for span in counted.select("span[class]")] == [["pageNumber"], ["totalPages"]]


@every_language
def test_a_handout_prints(program, tmp_path, language):
    # In a thread of its own: each may have one Playwright, and the browser of the tests has this one's.
    with ThreadPoolExecutor(1) as pool:
        (file,) = pool.submit(export_pages.write_handouts, [a_lesson(language)], tmp_path).result()
    pdf = file.read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 25
    assert b"/FontFile2" in pdf or b"/FontFile3" in pdf, "the text is text, not a picture"
    assert b"file:///" not in pdf
    if lang.is_right_to_left(language) and (fonts := installed_fonts()):
        # Otherwise a search finds no word with lam-alef: read back, the dollar is دوالر.
        assert "Noto Naskh Arabic" in fonts and b"+NotoNaskhArabic" in pdf and b"+NotoSansArabic" not in pdf
        if shutil.which("pdftotext"):
            words = subprocess.run(["pdftotext", file, "-"], capture_output=True, encoding="utf-8").stdout
            assert words.count("دولار") > 20 and "دوالر" not in words

"""The course on the web: its pages lead where they say, ask nobody, are light, and can be read by everybody.

The running edition behind their buttons is tested in tests/browser/test_site_in_the_browser.py.
"""

import io
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import accessibility
import browser_packages
import build_site
import export_pages
import pytest
import set_address
from bs4 import BeautifulSoup
from campaign import language as lang
from campaign.sheet import PIXELS_PER_INCH
from site_server import serving

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = export_pages.all_pages()
LANGUAGES = list(lang.LANGUAGES)
ADDRESS = "https://example.org/course/"
LIGHT = 1_000_000
"""Bytes in which a reading page shows its text and first picture."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The pages of the site, built without the running edition."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build_site.build(folder, pages_only=True, say=lambda *_: None)
    return folder


@cache
def parsed(file):
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def pages(site):
    return sorted(site.rglob("*.html"))


def test_every_notebook_has_its_page_and_each_language_its_own_pages(site):
    found = {file.relative_to(site).as_posix() for file in pages(site)}
    wanted = {page.file(Path()).as_posix() for page in NOTEBOOKS} | {"index.html"}
    wanted |= {f"{language}/{name}.html" for language in LANGUAGES for name in ("index", "figures", "data")}
    assert found == wanted


def test_links_lead_to_what_is_there(site):
    buttons = 0
    for file in pages(site):
        for element in parsed(file).find_all(href=True):
            address = urlsplit(element["href"])
            if address.scheme in {"http", "https", "mailto"}:
                assert element.name == "a"
                continue
            assert not address.netloc and not address.path.startswith("/"), f"{file}: {element['href']}"
            target = (file.parent / unquote(address.path)).resolve() if address.path else file
            if target.is_relative_to(site / "run"):
                assert target.relative_to(site).as_posix() == "run/notebooks/index.html"
                [notebook] = parse_qs(address.query)["path"]
                assert (ROOT / notebook).is_file(), element["href"]
                buttons += 1
                continue
            assert target.is_file(), f"{file.relative_to(site)}: {element['href']}"
            if address.fragment:
                assert parsed(target).find(id=unquote(address.fragment)), element["href"]
        for element in parsed(file).find_all(src=True):
            assert element["src"].startswith("data:") or (file.parent / unquote(element["src"])).is_file()
    lessons = len(build_site.lessons("en"))
    assert buttons == len(NOTEBOOKS) + len(LANGUAGES) * (lessons + 1)


def test_each_reading_page_has_one_button_to_its_own_notebook(site):
    for page in NOTEBOOKS:
        soup = parsed(page.file(site))
        [button] = soup.select("a.go")
        [path] = parse_qs(urlsplit(button["href"]).query)["path"]
        assert path == page.notebook.relative_to(ROOT).as_posix()
        key = "run_this" if page.kind == "lesson" else "run_this_page"
        assert button.get_text() == lang.text(f"site.{key}", page.language)


def test_pages_ask_nobody_but_the_site(site):
    for file in pages(site):
        soup = parsed(file)
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none';") and "http" not in policy and "*" not in policy
        assert [script["src"].rsplit("/", 1)[-1] for script in soup.find_all("script")] == ["offline.js"]
        styles = " ".join(style.get_text() for style in soup.find_all("style"))
        assert "@import" not in styles and "url(" not in styles
        for element in soup.find_all(["iframe", "object", "embed", "video", "audio", "form"]):
            raise AssertionError(f"{file}: {element.name}")


def test_pages_are_described_for_search_and_for_shared_links(site):
    said = set()
    for file in pages(site):
        soup = parsed(file)
        named = {m["name"]: m["content"] for m in soup.find_all("meta", attrs={"name": True})}
        shared = {m["property"]: m["content"] for m in soup.find_all("meta", attrs={"property": True})}
        assert 40 <= len(named["description"]) <= 320, file
        assert named["description"] == shared["og:description"] and named["keywords"]
        assert shared["og:title"] == soup.title.get_text()
        assert named["description"] not in said, f"{file}: described as another page"
        said.add(named["description"])
        others = {link["hreflang"] for link in soup.find_all("link", rel="alternate")}
        assert others == set(LANGUAGES) - ({soup.html["lang"]} if file.parent != site else set())


def test_no_address_is_given_that_is_not_set(site, tmp_path):
    for file in pages(site):
        text = re.sub(r'src="data:[^"]+"', "", file.read_text(encoding="utf-8"))
        if file.name == "guide.html" or "mybinder" in text:
            continue  # the notebooks' own links, which set_address.py fills in
        assert "OWNER" not in text and "og:url" not in text and "canonical" not in text, file
    build_site.write_own_pages(tmp_path, ADDRESS, 25)
    for file in (tmp_path / "index.html", tmp_path / "ar" / "index.html"):
        shared = {m["property"]: m["content"] for m in parsed(file).find_all("meta", attrs={"property": True})}
        place = file.relative_to(tmp_path).as_posix()
        assert shared["og:url"] == ADDRESS + place == parsed(file).find("link", rel="canonical")["href"]
        assert (ROOT / shared["og:image"].removeprefix(ADDRESS)).is_file()
    build_site.copy_files(tmp_path, ADDRESS)
    assert f"<loc>{ADDRESS}ar/index.html</loc>" in (tmp_path / "sitemap.xml").read_text()
    assert not (site / "sitemap.xml").exists()


def test_the_address_of_the_site_follows_the_marked_place(monkeypatch, tmp_path):
    monkeypatch.setattr(build_site, "ROOT", tmp_path)
    for repository, address in (
        ("OWNER/REPOSITORY", ""),
        ("Someone/course", "https://someone.github.io/course/"),
        ("someone/someone.github.io", "https://someone.github.io/"),
    ):
        (tmp_path / "CITATION.cff").write_text(f'repository-code: "https://github.com/{repository}"\n')
        assert build_site.public_address() == address
        assert build_site.source_address() == (f"https://github.com/{repository}" if address else "")


@pytest.mark.parametrize("readme", ["README.md", "README.ar.md"])
def test_a_readme_has_the_command_until_the_address_is_set_and_then_the_link(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    opening = text.partition("\n## ")[0]
    assert "build_site.py --serve" in opening and ".github.io" not in opening
    filled = set_address.with_site(text, "Some/Course").partition("\n## ")[0]
    language = re.search(r"<!-- site (\w+) -->", text)[1]
    assert f"](https://some.github.io/Course/{language}/index.html)" in filled and "build_site" not in filled
    assert set_address.with_site(filled, "Some/Course") == filled


def test_a_reading_page_is_light(site):
    for page in NOTEBOOKS:
        assert page.file(site).stat().st_size <= LIGHT, page.inside
    for language in LANGUAGES:
        soup = parsed(site / language / "index.html")
        picture = site / language / soup.select_one("img.hero")["src"]
        assert (site / language / "index.html").stat().st_size + picture.stat().st_size <= LIGHT


@every_language
def test_the_landing_page_tells_what_the_readme_tells(site, language):
    soup = parsed(site / language / "index.html")
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in soup.select(".lessons tbody tr")]
    listed = build_site.lessons(language)
    assert [(row[0], row[1], int(row[2])) for row in rows] == [(x.name, x.question, x.minutes) for x in listed]
    assert len(rows) == len([page for page in NOTEBOOKS if (page.language, page.kind) == (language, "lesson")])
    assert soup.select_one(".lead").get_text(strip=True) and soup.select_one(".notice blockquote")
    assert soup.select_one("a.go")["href"].endswith(f"path=notebooks/{language}/{listed[0].stem}.ipynb")
    teaching = {a["href"] for a in soup.select("a[href^='teaching/']")}
    assert teaching == {
        f"teaching/{p.inside.stem}.html" for p in NOTEBOOKS if (p.language, p.kind) == (language, "teaching")
    }


@every_language
def test_all_figures_and_tables_can_be_taken_away(site, language):
    figures = parsed(site / language / "figures.html")
    pictures = [path.stem for path in (ROOT / "figures" / language).glob("*.png")]
    offered = [(site / language / a["href"]).resolve() for a in figures.select("figcaption a")]
    assert sorted(path.name for path in offered) == sorted(f"{n}.{kind}" for n in pictures for kind in ("svg", "png"))
    assert all(path.is_file() for path in offered)
    assert all(image["alt"] and image["loading"] == "lazy" for image in figures.find_all("img"))
    tables = {Path(a["href"]).name for a in parsed(site / language / "data.html").select("td a")}
    assert tables == {path.name for path in (ROOT / "data").glob("*.csv")}


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit, match="holds something else; nothing was built"):
        build_site.build(tmp_path, pages_only=True)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_build_that_cannot_go_through_leaves_the_site_as_it_was(tmp_path):
    site, empty = tmp_path / "site", tmp_path / "pyodide"
    for folder in (site, empty):
        folder.mkdir()
    for name in (".nojekyll", "index.html"):
        (site / name).write_text("as it was")
    with pytest.raises(SystemExit, match="expected the files of Pyodide"):
        build_site.build(site, pyodide=empty)
    assert (site / "index.html").read_text() == "as it was"


@pytest.mark.parametrize("address", ["example.org", "https://example.org/course", "ftp://example.org/"])
def test_a_wrong_address_gets_a_sentence(tmp_path, address):
    with pytest.raises(SystemExit, match="^address: expected one such as https://"):
        build_site.build(tmp_path / "new", address=address, pages_only=True)
    assert not (tmp_path / "new").exists()


def test_what_is_mended_in_jupyterlite_must_be_there():
    assert build_site.replaced("a b", "b", "c", "file.js") == "a c"
    for text in ("a", "b b"):
        with pytest.raises(SystemExit, match=r"^file\.js: expected 'b' once, found \d times"):
            build_site.replaced(text, "b", "c", "file.js")


# --- the packages of the running edition ----------------------------------------------------------------------------------
def wheel(**files: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/", 1).replace("_py", ".py"), text)
    return kept.getvalue()


def test_versions_stand_in_one_place_and_agree():
    pins = browser_packages.pins()
    assert f"/v{pins.version}/" in pins.host and pins.host.startswith("https://")
    assert set(pins.files) == {"pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", browser_packages.LIBRARY}
    for package in pins.packages.values():
        assert package.origin in {"pyodide", "registry", "kernel"}
        assert package.origin == "kernel" or re.fullmatch(r"[0-9a-f]{64}", package.sha256), package.name
        assert set(package.needs) <= set(pins.packages), package.name
    needed = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in ("pandas", "ipywidgets", "babel"):
        assert f"{name}=={pins.packages[name].file.split('-')[1]}\n" in needed, f"the browser has another {name}"
    tested = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8")
    for name in ("arabic-reshaper", "python-bidi"):
        assert f"{name}=={pins.packages[name].file.split('-')[1]}\n" in tested


def test_a_cut_wheel_lacks_what_was_dropped_and_is_the_same_each_time():
    package = browser_packages.Package("made", drop=("*/tests/*",))
    made = wheel(made__a_py='"""Help."""\nfrom __future__ import annotations\nanswer = 42\n', made__tests="x")
    made_with_tests = browser_packages.contents(made) | {"made/tests/test_a.py": b"assert False"}
    cut = browser_packages.cut(package, browser_packages.packed(made_with_tests))
    names = zipfile.ZipFile(io.BytesIO(cut)).namelist()
    assert not [name for name in names if "tests/" in name]
    assert [name for name in names if name.startswith("made/a.")] == [
        "made/a.pyc" if browser_packages.compiler() else "made/a.py"
    ]
    assert cut == browser_packages.cut(package, browser_packages.packed(made_with_tests))


@pytest.mark.skipif(not browser_packages.compiler(), reason="no Python of the browser's version on this machine")
@pytest.mark.parametrize("told", [["ma*.py"], ["other.py"], []])
def test_compiled_modules_do_what_their_text_says(tmp_path, told):
    text = b'"""About."""\nfrom __future__ import annotations\n\n\ndef double(x):\n    "Help."\n    return 2 * x\n\n\ndef only():\n    "Help."\n'
    for name, content in browser_packages.compiled({"made.py": text, "made.toml": b"a = 1"}, told).items():
        (tmp_path / name).write_bytes(content)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.pyc", "made.toml"]
    program = "import made; print(made.double(21), made.__doc__, made.double.__doc__, made.only())"
    done = subprocess.run(
        [browser_packages.compiler(), "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == (
        ["42", "About.", "Help.", "None"] if told == ["ma*.py"] else ["42", "None", "None", "None"]
    )


def test_a_file_that_is_not_the_pinned_one_stops_the_build(tmp_path):
    (tmp_path / "pyodide.js").write_text("something else")
    with pytest.raises(SystemExit, match="its SHA-256 is .*; nothing was built"):
        browser_packages.from_pyodide("pyodide.js", "0" * 64, tmp_path, tmp_path / "kept")
    with pytest.raises(SystemExit, match=r"no python_stdlib\.zip; expected the files of Pyodide"):
        browser_packages.from_pyodide("python_stdlib.zip", "0" * 64, tmp_path, tmp_path / "kept")


def test_without_the_host_packages_are_taken_from_it_by_the_browser(tmp_path, monkeypatch):
    # A port of this machine on which nobody listens stands for a host that cannot be reached.
    known = browser_packages.pins()
    own = {name: package for name, package in known.packages.items() if package.origin == "pyodide"}
    pins = browser_packages.Pins(known.version, known.python, "http://127.0.0.1:9/", known.files, known.drop, own, ())
    monkeypatch.setattr(browser_packages, "pins", lambda: pins)
    monkeypatch.setattr(browser_packages, "compiler", lambda: None)
    written = browser_packages.write(tmp_path / "packages", tmp_path / "kept", tmp_path)
    assert not written.cut and not written.here and not written.library
    for name, package in own.items():
        listed = written.lock["packages"][name]
        assert (listed["file_name"], listed["sha256"]) == (pins.host + package.file, package.sha256)


def test_pyodide_that_is_to_lie_with_the_site_must_be_had(tmp_path, monkeypatch):
    known = browser_packages.pins()
    pins = browser_packages.Pins(**(vars(known) | {"host": "http://127.0.0.1:9/", "packages": {}, "empty": ()}))
    monkeypatch.setattr(browser_packages, "pins", lambda: pins)
    with pytest.raises(SystemExit, match=r"^Pyodide could not be had: http://127\.0\.0\.1:9/pyodide\.js: "):
        browser_packages.write(tmp_path / "packages", tmp_path / "kept", tmp_path, here=True)


def test_the_courses_own_package_is_whole():
    files = browser_packages.course_files()
    here = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks" / "campaign").rglob("*") if path.is_file()
    }
    here = {name for name in here if "__pycache__" not in name and not name.endswith((".md", ".pyc"))}
    inside = {name.removeprefix(f"{browser_packages.INSIDE}/") for name in files}
    assert {name for name in inside if name.startswith("notebooks/")} == here
    assert {"data/datapackage.json", "data/strikes.csv", "data/outlines.geojson"} <= inside


# --- in the browser -------------------------------------------------------------------------------------------------------
def some_pages(language):
    """The pages that the browser looks at: those of the site itself, one lesson, one page for teachers."""
    own = ["index.html"] + [f"{language}/{name}.html" for name in ("index", "figures", "data")]
    return [*own, f"{language}/04-cost.html", f"{language}/teaching/glossary.html"]


SMALLEST = 8.5 / 72 * PIXELS_PER_INCH
"""The height of the smallest words in a picture, in pixels at its full size."""

PICTURES = """() => [...document.querySelectorAll("main img")].map(image => {
    const box = image.closest(".picture");
    return [image.clientWidth / image.getAttribute("width"), box.scrollWidth > box.clientWidth,
        box.nextElementSibling.matches(".swipe") && box.nextElementSibling.offsetHeight > 0]; })"""
"""Of each picture: the part of its size at which it is shown, whether its box scrolls, and whether a hint says so."""


@every_language
def test_pages_fit_the_window_and_pass_axe(site, watched_page, language):
    with serving(site, "/school/course/") as server:
        sheet = watched_page()
        for page in some_pages(language):
            for width in (1366, 390):
                sheet.set_viewport_size({"width": width, "height": 768})
                sheet.goto(server.address + page)
                assert sheet.evaluate("document.documentElement.scrollWidth") <= width, f"{page} at {width}"
                for part, scrolls, hinted in sheet.evaluate(PICTURES):
                    assert part * SMALLEST >= 8, f"{page} at {width}: letters too small to read"
                    assert scrolls == hinted == (width < 500), f"{page} at {width}: a picture that scrolls says so"
            accessibility.check_page(sheet, page)
        assert server.missing == []
    assert [url for url in sheet.asked if not url.startswith((server.address, "data:"))] == []
    assert sheet.said == sheet.complaints == []


def test_a_page_opens_again_without_the_network(site, browser):
    context = browser.browser.new_context()
    sheet = context.new_page()
    with serving(site, "/course/") as server:
        sheet.goto(server.address + "ar/index.html")
        sheet.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        sheet.goto(server.address + "ar/04-cost.html")
        title = sheet.title()
        address = server.address
    sheet.goto(address + "ar/04-cost.html")
    assert sheet.title() == title and sheet.evaluate("[...document.images].every(i => i.naturalWidth)")
    context.close()

"""Build the course on the web: pages to read, and every notebook running in the browser, in English and Arabic.

    python notebooks/make/build_site.py                          into site/, which is not committed
    python notebooks/make/build_site.py --serve                  the same, then serve it on this machine
    python notebooks/make/build_site.py --pyodide                with Pyodide itself, so that it needs no other host
    python notebooks/make/build_site.py --pyodide FOLDER         the same, with Pyodide taken from a folder
    python notebooks/make/build_site.py --address https://...    with full addresses in the previews for shared links
    python notebooks/make/build_site.py --pages-only             without the running edition, to which their buttons lead
    python notebooks/make/build_site.py --handouts               with handouts to print (needs Chromium or Chrome)

The pages come from the notebooks through nbconvert, the running edition is JupyterLite with Pyodide. By default a
learner's browser takes Pyodide itself from Pyodide's own host; all else lies on the site. The site works under any path.
Versions: tests/requirements.txt and notebooks/make/site_parts/browser_pins.toml.
"""

from __future__ import annotations

import argparse
import csv
import functools
import http.server
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
for folder in ("notebooks", "notebooks/make"):
    sys.path.insert(0, str(ROOT / folder))

import bare_python  # noqa: E402, F401 - first: it tells which package is missing
import browser_packages  # noqa: E402 - the course's own tools are found from the lines above
import export_pages  # noqa: E402
import jinja2  # noqa: E402
from campaign import language as lang  # noqa: E402
from markupsafe import Markup  # noqa: E402
from refresh import notebook_paths  # noqa: E402
from set_address import site_of  # noqa: E402

SITE = ROOT / "site"
PARTS = Path(__file__).with_name("site_parts")
KEPT = ROOT / ".site-cache"
"""What was brought from elsewhere for the running edition; not committed."""

RUN = "run"
"""The folder of the running edition inside the site."""

PACKAGES = "packages"
"""The folder of its Python packages, inside that."""

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
PICTURE = "cost-calculator"
"""The figure on the landing pages and in the previews of shared links."""

APPS = ("notebooks", "tree", "edit", "lab")
FIRST_LOAD = 25
"""Megabytes that the first opening of a lesson takes at most; a test measures them."""

README_OF = {code: "README.md" if code == "en" else f"README.{code}.md" for code in lang.LANGUAGES}


def words(key: str, language: str, **values: object) -> str:
    return lang.text(f"site.{key}", language, **values)


def page_words(key: str, language: str, **values: object) -> str:
    return lang.text(f"pages.{key}", language, **values)


# --- what the site says, from what the course says elsewhere -----------------------------------------------------------
@dataclass(frozen=True)
class Lesson:
    """A line of the README's table of lessons."""

    name: str
    stem: str
    question: str
    minutes: int


@functools.cache
def lessons(language: str) -> list[Lesson]:
    """The lessons as the README of the language lists them."""
    text = (ROOT / README_OF[language]).read_text(encoding="utf-8")
    rows = re.findall(
        rf"^\| \[([^\]]+)\]\(notebooks/{language}/([\w-]+)\.ipynb\) \| ([^|]+) \| (\d+) \|", text, flags=re.MULTILINE
    )
    if not rows:
        raise SystemExit(f"{README_OF[language]}: no table of lessons found")
    return [Lesson(name, stem, question.strip(), int(minutes)) for name, stem, question, minutes in rows]


@functools.cache
def opening(language: str) -> dict[str, str]:
    """The README's opening words as Markdown: the lead, the points, the content notice."""
    text = (ROOT / README_OF[language]).read_text(encoding="utf-8").partition("\n## ")[0]
    blocks = [block.strip() for block in text.split("\n\n")]
    points = next(block for block in blocks if block.startswith("- "))
    paragraphs = [b for b in blocks if b and b[0] not in "-#<>![*" and "mybinder" not in b]
    return {
        "lead": paragraphs[0],
        # The last point is about the place where the README is read.
        "points": "\n".join(re.split(r"\n(?=- )", points)[:-1]),
        "notice": next(block for block in blocks if block.startswith("> ")),
    }


def html(markdown: str) -> Markup:
    """Markdown as HTML, by nbconvert's own converter."""
    from nbconvert.filters import markdown2html

    return Markup(markdown2html(markdown).strip())


def public_address() -> str:
    """The address of the published site, from the marked place in CITATION.cff; empty until it is set."""
    marked = re.search(
        r'^repository-code: "https://github\.com/([^/"]+)/([^/"]+)"',
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    return "" if not marked or marked[1] == "OWNER" else site_of(f"{marked[1]}/{marked[2]}")


def source_address() -> str:
    """The address of the course's files; empty until it is set."""
    marked = re.search(
        r'^repository-code: "([^"]+)"', (ROOT / "CITATION.cff").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return "" if not marked or "OWNER/" in marked[1] else marked[1]


# --- pages -------------------------------------------------------------------------------------------------------------
POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'self'; worker-src 'self'; connect-src 'self'"
"""Pages ask nobody but the site itself; the one script lets them open again without the network."""


def head(
    language: str,
    title: str,
    description: str,
    file: str,
    up: str,
    address: str,
    others: dict[str, str] | None = None,
    policy: str = POLICY,
) -> Markup:
    """The part of a page for search and for previews of shared links.

    file: the page inside the site. up: the way from the page to the site's folder. address: of the published site, or
    empty; previews with a picture need it, so without it they have none. others: the same page in other languages.
    """
    course = page_words("course", language)
    lines = [
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f'<meta name="description" content="{escape(description)}">',
        f'<meta name="keywords" content="{escape(words("search_words", language))}">',
        f'<meta property="og:site_name" content="{escape(course)}">',
        '<meta property="og:type" content="website">',
        f'<meta property="og:title" content="{escape(title)}">',
        f'<meta property="og:description" content="{escape(description)}">',
        f'<meta property="og:locale" content="{language}">',
    ]
    for other, place in (others or {}).items():
        lines.append(f'<link rel="alternate" hreflang="{other}" href="{quote(place)}">')
        lines.append(f'<meta property="og:locale:alternate" content="{other}">')
    if address:
        lines += [
            f'<link rel="canonical" href="{address}{quote(file)}">',
            f'<meta property="og:url" content="{address}{quote(file)}">',
            f'<meta property="og:image" content="{address}figures/{language}/{PICTURE}.png">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    lines += [f'<link rel="icon" href="{up}icon.svg">', f'<script src="{up}offline.js" defer></script>']
    return Markup("\n".join(lines))


@functools.cache
def templates() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(PARTS), autoescape=True)


@functools.cache
def style() -> Markup:
    """The style of the exported pages with what the site adds."""
    return Markup(
        (export_pages.TEMPLATES / "page.css").read_text(encoding="utf-8")
        + (PARTS / "site.css").read_text(encoding="utf-8")
    )


def running(inside: str, up: str) -> str:
    """The address at which a notebook runs. inside: its place in the course. up: the way to the site's folder."""
    return f"{up}{RUN}/notebooks/index.html?path={quote(inside)}"


def site_places(site: Path) -> dict[Path, Path]:
    """Where the files of the course, to which notebooks link, lie on the site."""
    places = {}
    for language, readme in README_OF.items():
        places[ROOT / readme] = site / language / "index.html"
    places[ROOT / "figures" / "README.md"] = site / "en" / "figures.html"
    places[ROOT / "data" / "README.md"] = site / "en" / "data.html"
    for path in [*(ROOT / "data").glob("*.csv"), *(ROOT / "figures").rglob("*.*")]:
        places.setdefault(path, site / path.relative_to(ROOT))
    return places


def write_reading_pages(site: Path, address: str, megabytes: int) -> list[Path]:
    """Every notebook as a page that reads without a kernel, with a button to where it runs."""
    pages, places, files = export_pages.all_pages(), site_places(site), []
    by_place = {(p.language, p.inside): p for p in pages}
    asked = {(language, lesson.stem): lesson for language in lang.LANGUAGES for lesson in lessons(language)}
    for page in pages:
        file = page.file(site)
        up = "../" * len(page.file(Path()).parent.parts)
        inside = file.relative_to(site).as_posix()
        course = page_words("course", page.language)
        lesson = asked.get((page.language, page.inside.stem)) if page.kind == "lesson" else None
        description = (
            words("lesson_description", page.language, question=lesson.question, minutes=lesson.minutes, course=course)
            if lesson
            else words("page_description", page.language, title=page.title, course=course)
        )
        others = {
            other: os.path.relpath(by_place[other, page.inside].file(site), file.parent).replace(os.sep, "/")
            for other in lang.LANGUAGES
            if other != page.language and (other, page.inside) in by_place
        }
        title = page_words("title", page.language, title=page.title, course=course)
        target = running(page.notebook.relative_to(ROOT).as_posix(), up)
        button = words("run_this" if page.kind == "lesson" else "run_this_page", page.language)
        note = f"{words('fixed', page.language)} {words('run_size', page.language, megabytes=megabytes)}"
        on_site = {
            "head": head(page.language, title, description, inside, up, address, others)
            + Markup(f"\n<style>\n{(PARTS / 'site.css').read_text(encoding='utf-8')}</style>"),
            "home": "../" * (len(page.file(Path()).parent.parts) - 1) + "index.html",
            "opening": Markup(
                f'<p class="run"><a class="go" href="{target}">{escape(button)}</a></p>\n<p class="fixed">{escape(note)}</p>'
            ),
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        text = export_pages.page_html(page, pages, site, on_site=on_site, places=places)
        file.write_text(text, encoding="utf-8", newline="\n")
        files.append(file)
    return files


def size_of_png(file: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header."""
    return struct.unpack(">II", file.read_bytes()[16:24])


def shown(file: Path) -> dict[str, int]:
    """The size at which a figure's PNG is shown: it holds twice the pixels."""
    width, height = size_of_png(file)
    room = min(1.0, 736 / width)
    return {"width": round(width * room), "height": round(height * room)}


def ways(language: str, name: str) -> list[dict]:
    """The links at the top of a page that is no notebook."""
    links = [] if name == "index" else [{"text": words("home", language), "target": "index.html", "language": ""}]
    links += [
        {"text": page_words("contents", language), "target": "00-start-here.html", "language": ""},
        {"text": words("figures", language), "target": "figures.html", "language": ""},
        {"text": words("data", language), "target": "data.html", "language": ""},
    ]
    for other, own_name in lang.LANGUAGES.items():
        if other != language:
            links.append({"text": own_name, "target": f"../{other}/{name}.html", "language": other})
    return [link for link in links if link["target"] != f"{name}.html"]


def write_own_page(site: Path, language: str, name: str, title: str, description: str, address: str, **values) -> Path:
    """A page that comes from no notebook: landing page, figures, data."""
    course = page_words("course", language)
    title = title if title == course else page_words("title", language, title=title, course=course)
    others = {other: f"../{other}/{name}.html" for other in lang.LANGUAGES if other != language}
    text = (
        templates()
        .get_template(f"{'landing' if name == 'index' else name}.html.j2")
        .render(
            language=language,
            direction=lang.direction(language),
            words=lambda key, **given: words(key, language, **given),
            page_words=lambda key, **given: page_words(key, language, **given),
            title=title,
            head=head(language, title, description, f"{language}/{name}.html", "../", address, others),
            style=style(),
            home="index.html",
            links=ways(language, name),
            source=source_address(),
            **values,
        )
    )
    file = site / language / f"{name}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
    return file


def figures_of(language: str) -> list[dict]:
    """The exported figures of a language by lesson, as the gallery shows them."""
    with (ROOT / "figures" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    titles = {lesson.stem: lesson.name for lesson in lessons(language)}
    return [
        {
            "title": titles.get(stem, stem),
            "figures": [
                row
                | {kind: f"../figures/{language}/{row['name']}.{kind}" for kind in ("svg", "png")}
                | shown(ROOT / "figures" / row["png"])
                for row in rows
                if row["lesson"] == stem
            ],
        }
        for stem in dict.fromkeys(row["lesson"] for row in rows)
    ]


def tables(language: str) -> list[dict]:
    """The data tables with their titles and sizes."""
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    listed = []
    for resource in described:
        if "schema" in resource:
            with (ROOT / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
                rows = sum(1 for _ in csv.reader(file)) - 1
            listed.append(
                {
                    "title": resource[f"title_{language}"],
                    "rows": f"{rows:,}",
                    "file": resource["path"],
                    "address": f"../data/{resource['path']}",
                }
            )
    return listed


def write_own_pages(site: Path, address: str, megabytes: int, handouts: Iterable[Path] = ()) -> list[Path]:
    """The door, and for each language the landing page, the figures and the tables."""
    files, pages = [], export_pages.all_pages()
    for language in lang.LANGUAGES:
        course, said = page_words("course", language), opening(language)
        picture = next(
            figure for lesson in figures_of(language) for figure in lesson["figures"] if figure["name"] == PICTURE
        )
        listed = [
            {
                "name": lesson.name,
                "question": lesson.question,
                "minutes": lesson.minutes,
                "read": f"{lesson.stem}.html",
                "run": running(f"notebooks/{language}/{lesson.stem}.ipynb", "../"),
            }
            for lesson in lessons(language)
        ]
        teaching = [
            {"text": page.title, "target": page.file(Path()).relative_to(language).as_posix()}
            for page in pages
            if page.language == language and page.kind == "teaching"
        ]
        titles = {page.file(site, ".pdf"): page.title for page in pages if page.language == language}
        sheets = [
            {
                "text": words("handout", language, title=titles[file]),
                "target": file.relative_to(site / language).as_posix(),
            }
            for file in handouts
            if file in titles
        ]
        how = "\n\n".join(words(f"how_{part}", language) for part in ("run", "kept", "offline", "machine"))
        files.append(
            write_own_page(
                site, language, "index", course, words("description", language), address,
                lead=html(said["lead"]), points=html(said["points"]), notice=html(said["notice"]), how=html(how),
                lessons=listed, teaching=teaching, handouts=sheets, megabytes=megabytes,
                picture={"address": picture["png"], "alt": f"{picture['title']}. {picture['sentence']}"}
                | {side: picture[side] for side in ("width", "height")},
            )
        )  # fmt: skip
        for name, values in (
            ("figures", {"lessons": figures_of(language)}),
            ("data", {"tables": tables(language)}),
        ):
            title, description = words(name, language), words(f"{name}_text", language)
            files.append(write_own_page(site, language, name, title, description, address, **values))
    parts = [
        {
            "language": language,
            "direction": lang.direction(language),
            "course": page_words("course", language),
            "door": words("door", language),
            "enter": words("enter", language),
            "target": f"{language}/index.html",
        }
        for language in lang.LANGUAGES
    ]
    title = " · ".join(part["course"] for part in parts)
    others = {part["language"]: part["target"] for part in parts}
    text = (
        templates()
        .get_template("door.html.j2")
        .render(
            head=head("en", title, " ".join(part["door"] for part in parts), "index.html", "", address, others),
            title=title,
            style=style(),
            parts=parts,
        )
    )
    (site / "index.html").write_text(text + "\n", encoding="utf-8", newline="\n")
    return [site / "index.html", *files]


def copy_files(site: Path, address: str) -> None:
    """What is taken away or asked for by the pages: figures, tables, the icon, the scripts for opening without a network."""
    for language in lang.LANGUAGES:
        figures = site / "figures" / language
        shutil.copytree(
            ROOT / "figures" / language, figures, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.zip")
        )
        for together in (ROOT / "figures" / language).glob("*.zip"):
            shutil.unpack_archive(together, figures)  # so that a reader takes one chart
    (site / "data").mkdir(parents=True, exist_ok=True)
    for file in [
        *(ROOT / "data").glob("*.csv"),
        ROOT / "data" / "datapackage.json",
        ROOT / "data" / "outlines.geojson",
    ]:
        shutil.copy(file, site / "data")
    for name in ("icon.svg", "offline.js", "service-worker.js"):
        shutil.copy(PARTS / name, site)
    # A public host must not leave out files whose names begin with a line.
    (site / ".nojekyll").write_text("")
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    if address:
        text = "\n".join(f"<url><loc>{address}{quote(page)}</loc></url>" for page in pages if not page.startswith(RUN))
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{text}\n</urlset>\n'
        (site / "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")


# --- the running edition -----------------------------------------------------------------------------------------------
def kernel_wheels() -> Path:
    """The wheels that the installed kernel of JupyterLite brings along."""
    inside = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    for home in (sys.prefix, sysconfig.get_path("data")):
        if (Path(home) / inside).is_dir():
            return Path(home) / inside
    raise SystemExit("JupyterLite's kernel is not installed: pip install -r requirements.txt -r tests/requirements.txt")


SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"kernelShutdown": False, "windowingMode": "none"},
    "@jupyter-notebook/application-extension:top": {"visible": "no"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
"""Settings of JupyterLab: nothing asks another host, the cells of a lesson all stay in the page, and our bar stands alone."""

LEFT_OUT = (
    # What turns or blinks while one waits costs a weak machine a twentieth of its time; the bar says the same in words.
    "@jupyterlite/apputils-extension:kernel-status",
    "@jupyter-notebook/notebook-extension:kernel-logo",
    "@jupyterlab/application-extension:faviconbusy",
    "@jupyter-notebook/notebook-extension:tab-icon",  # the same in the app that a lesson opens in
    # What no lesson needs.
    "@jupyterlite/notebook-application-extension:logo",
    "@jupyterlab/lsp-extension",
    "@jupyterlite/application-extension:lsp-connection-manager",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/mermaid-extension",
    "@jupyterlab/vega5-extension",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/debugger-extension",
)
"""Parts of JupyterLab that are not started."""


def lite_files() -> list[Path]:
    """The notebooks and tables of the running edition; nothing that somebody left in their folders."""
    return [*notebook_paths(ROOT / "notebooks"), *sorted((ROOT / "data").glob("*.csv"))]


def build_lite(target: Path, loaded: list[str]) -> None:
    """JupyterLite with the notebooks and the tables, without maps of its sources.

    loaded: the packages that Python starts with.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in lite_files():
            target_file = folder / "contents" / file.relative_to(ROOT)
            target_file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target_file)
        settings = {
            "pyodideUrl": f"./{PACKAGES}/start.js",
            "disablePyPIFallback": True,
            "loadPyodideOptions": {"packages": loaded},
        }
        config = {
            "appName": page_words("course", "en"),
            "exposeAppInBrowser": True,
            "disabledExtensions": list(LEFT_OUT),
            "enableServiceWorkerCache": "true",
            "faviconUrl": "./icon.svg",
            "litePluginSettings": {KERNEL: settings},
        }
        lite = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
        (folder / "jupyter-lite.json").write_text(json.dumps(lite), encoding="utf-8")
        (folder / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        command = [sys.executable, "-m", "jupyter", "lite", "build", "--no-sourcemaps", "--no-unused-shared-packages"]
        command += ["--lite-dir", place, "--contents", str(folder / "contents"), "--output-dir", str(folder / "out")]
        for app in APPS:
            command += ["--apps", app]
        environment = os.environ | {"PYTHONWARNINGS": "ignore", "JUPYTER_CONFIG_DIR": str(folder / "config")}
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, env=environment)
        if done.returncode:
            raise SystemExit(f"JupyterLite could not be built:\n{(done.stdout + done.stderr)[-2000:]}")
        shutil.copytree(folder / "out", target, dirs_exist_ok=True)
    for leftover in [*target.rglob("*.map"), *target.rglob("*.LICENSE.txt.map")]:
        leftover.unlink()


def replaced(text: str, old: str, new: str, where: str) -> str:
    """The text with `old`, which must stand in it once, replaced. Ends the run with a sentence otherwise."""
    if text.count(old) != 1:
        raise SystemExit(f"{where}: expected {old!r} once, found {text.count(old)} times; is this another JupyterLite?")
    return text.replace(old, new)


def mend_lite(target: Path) -> None:
    """Our bar over each app, and a cache that outlives the rest of its worker."""
    file = target / "service-worker.js"
    text = file.read_text(encoding="utf-8")
    # The worker learns only as it is activated whether to keep files; the browser ends it when it rests and starts it again.
    own = 'let enableCache="true"===new URL(location.href).searchParams.get("enableCache");'
    file.write_text(replaced(text, "let enableCache=!1;", own, file.name), encoding="utf-8")
    said = {
        language: {key.removeprefix("site."): words(key.removeprefix("site."), language) for key in EDITION_WORDS}
        | {"direction": lang.direction(language), "course": page_words("course", language)}
        for language in lang.LANGUAGES
    }
    script = (PARTS / "edition.js").read_text(encoding="utf-8")
    (target / "edition.js").write_text(
        replaced(script, "/* WORDS */ {}", json.dumps(said, ensure_ascii=False, sort_keys=True), "edition.js"),
        encoding="utf-8",
        newline="\n",
    )
    for name in ("edition.css", "icon.svg"):
        shutil.copy(PARTS / name, target)
    for app in APPS:
        page = target / app / "index.html"
        text = page.read_text(encoding="utf-8")
        up = '<link rel="icon" href="../../icon.svg">\n    <link rel="stylesheet" href="../edition.css">\n    <script src="../edition.js"></script>\n  </head>'
        text = replaced(text, "</head>", up, str(page.relative_to(target)))
        text = re.sub(
            r"<title>.*?</title>", f"<title>{page_words('course', 'en')} · {page_words('course', 'ar')}</title>", text
        )
        text = re.sub(r'<meta name="Description" content="[^"]*" ?/>', '<meta name="robots" content="noindex">', text)
        page.write_text(text, encoding="utf-8")


EDITION_WORDS = tuple(
    f"site.{key}"
    for key in "bar_run bar_files bar_download bar_reset bar_sure bar_read bar_loading bar_ready bar_busy bar_failed bar_stopped no_storage no_worker other_tab home".split()
)


def write_packages(target: Path, pyodide: Path | bool | None) -> browser_packages.Written:
    """The Python packages, Pyodide's list of them, and the script that starts it with them. pyodide: see `build`."""
    folder = target / PACKAGES
    source = pyodide if isinstance(pyodide, Path) else None
    written = browser_packages.write(folder, KEPT, kernel_wheels(), source, here=bool(pyodide))
    (folder / "pyodide-lock.json").write_text(json.dumps(written.lock, sort_keys=True), encoding="utf-8")
    known = browser_packages.pins()
    start = (PARTS / "start.js").read_text(encoding="utf-8")
    values = {
        "runtime": "" if written.here else known.host,
        "library": browser_packages.LIBRARY if written.library else "",
        "path": f"/lib/python{known.python}/site-packages/{browser_packages.INSIDE}/notebooks",
    }
    (folder / "start.js").write_text(
        replaced(start, "/* VALUES */ {}", json.dumps(values), "start.js"), encoding="utf-8", newline="\n"
    )
    return written


# --- all of it ---------------------------------------------------------------------------------------------------------
def build(
    site: Path = SITE,
    pyodide: Path | bool | None = None,
    address: str = "",
    pages_only: bool = False,
    handouts: bool = False,
    say=print,
) -> None:
    """Build the site into a folder, which is emptied first. See the module's own text for the options.

    pyodide: a folder with Pyodide, or True to bring it from its host; else the site points to that host.
    """
    if address and not re.fullmatch(r"https?://\S+/", address):
        raise SystemExit(f"address: expected one such as https://example.org/course/, got {address!r}")
    if site.exists() and any(site.iterdir()) and not (site / ".nojekyll").is_file():
        raise SystemExit(f"{site}: this folder holds something else; nothing was built.")
    address = address or public_address()
    with tempfile.TemporaryDirectory() as place:
        # First of all: what cannot be had or is not what was pinned stops the build before anything is thrown away.
        written = None if pages_only else write_packages(Path(place), pyodide)
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir(parents=True)
        if written:
            shutil.copytree(Path(place) / PACKAGES, site / RUN / PACKAGES)
    (site / ".nojekyll").write_text("")
    sheets = []
    if handouts:
        chosen = [page for page in export_pages.all_pages() if page.kind == "lesson"]
        sheets = export_pages.write_handouts(chosen, site)
    files = write_reading_pages(site, address, FIRST_LOAD)
    files += write_own_pages(site, address, FIRST_LOAD, sheets)
    copy_files(site, address)
    say(f"{len(files)} pages, {len(sheets)} handouts")
    if written:
        build_lite(site / RUN, written.loaded)
        mend_lite(site / RUN)
        if not written.compiled:
            say(
                f"No Python {browser_packages.pins().python} on this machine: modules are compiled in the learner's "
                "browser instead, which takes several seconds more."
            )
        if not written.cut:
            say("Pyodide's host could not be reached: its packages are not cut, and a first load takes some MB more.")
    total = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    say(f"{site}: {total / 1e6:.0f} MB")


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_):
        pass


def serve(site: Path, port: int) -> None:
    """Serve the site on this machine, to this machine alone, until Ctrl+C."""
    handler = functools.partial(_Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/  (Ctrl+C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SITE, help="the folder to build into, instead of site/")
    parser.add_argument(
        "--pyodide",
        type=Path,
        nargs="?",
        const=True,
        metavar="FOLDER",
        help="put Pyodide itself on the site, from a folder or else brought from its host",
    )
    parser.add_argument("--address", default="", help="the address at which the site will be published")
    parser.add_argument(
        "--pages-only", action="store_true", help="leave out the running edition, to which the buttons lead"
    )
    parser.add_argument("--handouts", action="store_true", help="print handouts too")
    parser.add_argument("--serve", action="store_true", help="serve the site on this machine when it is built")
    parser.add_argument("--port", type=int, default=8000, help="where it is served")
    given = parser.parse_args(arguments)
    build(given.out.resolve(), given.pyodide, given.address, given.pages_only, given.handouts)
    if given.serve:
        serve(given.out, given.port)


if __name__ == "__main__":
    main(sys.argv[1:])

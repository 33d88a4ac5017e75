"""The links of a lesson: each is clicked, and the notebook that opens must be the right one."""

from urllib.parse import unquote, urlsplit

from campaign import language as lang
from lessons import LESSONS, ROOT, wait_until
from refresh import heading
from steps import LOOPBACK

HREFS = "() => [...document.querySelectorAll('.jp-Notebook .jp-MarkdownOutput a[href]')].map(a => a.href)"
TITLE = """() => { const title = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook h1");
    return title && title.checkVisibility() ? title.textContent.replace("¶", "").trim() : ""; }"""


def neighbours(lesson) -> dict[str, str]:
    """Where the lesson's links must lead: what the link is for -> the notebook's place, such as "en/05-civilian-harm"."""
    own = [name for name in LESSONS if name.startswith(f"{lesson.language}/")]
    place = own.index(lesson.name)
    led = {
        f"the same lesson, {other}": f"{other}/{lesson.stem}" for other in lang.LANGUAGES if other != lesson.language
    }
    if place:
        led["previous lesson"] = own[place - 1]
        led["contents"] = own[0]
    if place + 1 < len(own):
        led["next lesson"] = own[place + 1]
    led["worked solution"] = f"{lesson.language}/solutions/{lesson.stem}"
    return led


def path_of(href: str) -> str:
    """The path inside the course that a link in JupyterLab means."""
    path = unquote(urlsplit(href).path)
    for mark in ("/files/", "/tree/"):
        if mark in path:
            return path.split(mark, 1)[1]
    return path.lstrip("/")


def assert_links_lead_somewhere(hrefs, at):
    """Each link to a file of ours leads to one that exists."""
    ours = [urlsplit(href) for href in hrefs if LOOPBACK.match(href)]
    files = {path_of(href.geturl()) for href in ours if "/files/" in href.path}
    files |= {path_of(href.geturl()) for href in ours if "/tree/" in href.path and not href.fragment}
    missing = sorted(file for file in files if not (ROOT / file).exists())
    assert missing == [], f"{at}: no such files"


def follow(sheet, lesson):
    """Click the links to the neighbours of a lesson, from the lesson itself, and read the title of what opens."""
    own_title = heading(ROOT / lesson.inside)
    for kind, name in neighbours(lesson).items():
        at = f"{lesson.name}, link to the {kind}"
        place = f"notebooks/{name}.ipynb"
        here = sheet.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-MarkdownOutput a[href]")
        fitting = [
            number
            for number, href in enumerate(here.evaluate_all("all => all.map(a => a.href)"))
            if path_of(href) == place
        ]
        assert fitting, f"{at}: no link leads to {place}"
        # Not by the mouse: JupyterLab's toolbar of the active cell may lie over the end of the line.
        here.nth(fitting[0]).dispatch_event("click")
        assert_title(sheet, heading(ROOT / place), at)
        sheet.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").first.click()
        assert_title(sheet, own_title, f"{at}, and back")


def assert_title(sheet, title, at, seconds=20):
    """The notebook in front has this title."""
    wait_until(
        sheet,
        lambda: sheet.evaluate(TITLE) == title,
        lambda: f"{at}: opened {sheet.evaluate(TITLE)!r} and not {title!r}",
        seconds,
    )

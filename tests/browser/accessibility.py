"""What axe-core, the usual judge of web pages, finds wrong with ours: its script comes with the package, offline."""

import re

from axe_playwright_python.sync_playwright import Axe
from lessons import script

OURS = (".campaign-explorer", ".jp-OutputArea-output", ".jp-MarkdownOutput")
"""The parts of JupyterLab's page that this course fills."""

WIDGETS = ".campaign-explorer, .campaign-guess, .campaign-ask"
NAMELESS = r"- '?(button|checkbox|combobox|listbox|radio|slider|spinbutton|switch|textbox)\b(?! \")"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEADINGS = ("heading-order", "empty-heading", "page-has-heading-one")
GRAVE = ("serious", "critical")
"""The two worst of axe-core's four degrees."""


def findings(sheet, context=(), rules=()) -> list[str]:
    """What axe-core finds in the page and counts as serious or critical, and headings out of order: a line an element.

    context: selectors of the parts to look at; none means the whole page. rules: ids of the rules to ask; none means
    WCAG 2.2 A and AA and the rules about headings.
    """
    options = {"resultTypes": ["violations"], "runOnly": list(rules or TAGS)}
    if not rules:
        options["rules"] = {name: {"enabled": True} for name in HEADINGS}
    parts = [[part] for part in context if sheet.locator(part).count()]
    answer = Axe().run(sheet, context={"include": parts} if parts else None, options=options)
    return [
        f"{rule['id']} ({node['impact']}): {' '.join(map(str, node['target']))[-120:]} {node['html'][:160]!r}"
        for rule in answer.response["violations"]
        for node in rule["nodes"]
        if node["impact"] in GRAVE or rule["id"] in HEADINGS
    ]


def nameless(sheet) -> list[str]:
    """The controls of the widgets that the browser tells a screen reader without a name: a line each."""
    told = [f"{widget.aria_snapshot()}\n" for widget in sheet.locator(WIDGETS).all() if widget.is_visible()]
    return [f"a {role} has no name" for words in told for role in re.findall(NAMELESS, words)]


def moving(sheet, selector: str) -> list[str]:
    """What moves by itself in parts of the page for a reader who asked for less motion: a line each."""
    sheet.emulate_media(reduced_motion="reduce")
    try:
        return sheet.locator(selector).evaluate_all(script("moving"))
    finally:
        sheet.emulate_media(reduced_motion="null")


def check_explorers(sheet, at: str) -> None:
    """Fail with one line for each serious or critical finding in the explorers, outputs and texts of a lesson, each
    control without a name, and what moves in spite of a reader's wish.

    sheet: a page with a lesson open in JupyterLab, run. at: says in the message which lesson this is. Whatever stands
    in the parts that are ours counts, also where the markup is JupyterLab's or ipywidgets': there is no exception.
    """
    assert sheet.locator(".campaign-explorer").count(), f"{at}: no explorer to look at"
    found = findings(sheet, OURS) + sheet.evaluate(script("spoken")) + nameless(sheet) + moving(sheet, WIDGETS)
    assert found == [], f"{at}:\n" + "\n".join(found)


def check_page(sheet, at: str) -> None:
    """Fail with one line for each serious or critical finding in a whole page, and each heading out of order.

    sheet: the page, open in the browser. at: says in the message which page this is.
    """
    found = findings(sheet) + moving(sheet, "body")
    levels = sheet.evaluate("() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])")
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} headings of level 1")
    found += [
        f"a heading of level {b} follows one of level {a}"
        for a, b in zip(levels, levels[1:], strict=False)
        if b > a + 1
    ]
    assert found == [], f"{at}:\n" + "\n".join(found)

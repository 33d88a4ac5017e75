"""What axe-core, the usual judge of web pages, finds wrong with ours: its script comes with the package, offline."""

from axe_playwright_python.sync_playwright import Axe

OURS = (".campaign-explorer", ".jp-OutputArea-output", ".jp-MarkdownOutput")
"""The parts of JupyterLab's page that this course fills."""

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEADINGS = ("heading-order", "empty-heading", "page-has-heading-one")
GRAVE = ("serious", "critical")
"""The two worst of axe-core's four degrees."""

SPOKEN = """() => {
    const found = [], text = element => element?.textContent.trim() ?? "";
    for (const explorer of document.querySelectorAll(".campaign-explorer")) {
        if (!explorer.checkVisibility()) continue;
        for (const slider of explorer.querySelectorAll("[role=slider]")) {
            const box = slider.closest(":has(> .widget-label)");
            const said = [slider.getAttribute("aria-label"), slider.getAttribute("aria-valuetext")];
            const seen = [text(box.querySelector(".widget-label")), text(box.querySelector(".widget-readout"))];
            if (!seen[0] || !seen[1] || said.join() !== seen.join()) found.push(`a slider reads '${seen}' and is told as '${said}'`);
        }
        for (const row of explorer.querySelectorAll(".widget-toggle-buttons")) {
            const label = text(row.querySelector(".widget-label"));
            if (!label || row.getAttribute("aria-label") !== label) found.push(`the row of buttons '${label}' is told without its name`);
            if (row.querySelectorAll("[aria-pressed=true]").length !== 1) found.push(`the row '${label}' does not tell which button is down`);
        }
        if (!explorer.querySelector("[role=status][lang]")) found.push("an explorer has no sentence that is told when it changes");
        for (const image of explorer.querySelectorAll("img")) if (!image.alt.trim()) found.push("an explorer's picture has no words");
    }
    return found; }"""
"""What a screen reader would tell of an explorer, where that is not what the eye sees: axe-core sees only that a slider
has some name."""


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


def check_explorers(sheet, at: str) -> None:
    """Fail with one line for each serious or critical finding in the explorers, outputs and texts of a lesson.

    sheet: a page with a lesson open in JupyterLab, run. at: says in the message which lesson this is. Whatever stands
    in the parts that are ours counts, also where the markup is JupyterLab's or ipywidgets': there is no exception.
    """
    assert sheet.locator(".campaign-explorer").count(), f"{at}: no explorer to look at"
    found = findings(sheet, OURS) + sheet.evaluate(SPOKEN)
    assert found == [], f"{at}:\n" + "\n".join(found)


def check_page(sheet, at: str) -> None:
    """Fail with one line for each serious or critical finding in a whole page, and each heading out of order.

    sheet: the page, open in the browser. at: says in the message which page this is.
    """
    found = findings(sheet)
    levels = sheet.evaluate("() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])")
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} headings of level 1")
    found += [
        f"a heading of level {b} follows one of level {a}"
        for a, b in zip(levels, levels[1:], strict=False)
        if b > a + 1
    ]
    assert found == [], f"{at}:\n" + "\n".join(found)

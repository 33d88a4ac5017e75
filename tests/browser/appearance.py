"""Does a lesson look right? Nothing cut, nothing over something else, no words too faint to read.

Looked at in JupyterLab's light and dark theme, in a wide and a narrow window, by geometry and by axe-core's rule of
contrast. No picture is compared.
"""

import accessibility
from lessons import script

THEMES = ("JupyterLab Dark", "JupyterLab Light")
"""The light one last: a lesson is left in the theme in which it was found."""

WINDOWS = ((1280, True), (800, True), (800, False))
"""Width in pixels, and whether JupyterLab's list of files stands at the side, as it does at the start."""

HEIGHT = 1000
FILES = '.jp-SideBar .lm-TabBar-tab[data-id="filebrowser"]'
LATE = """all => all.map((explorer, number) => [explorer.querySelector(".campaign-picture"), number + 1]).filter(([picture]) =>
    [...picture.parentElement.children].some(part => part !== picture && part.clientHeight && !part.matches(".campaign-pointer")
        && part.getBoundingClientRect().top < picture.getBoundingClientRect().bottom - 1)).map(([_, number]) => number)"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def check(sheet, at: str) -> None:
    """Fail with one sentence for each thing that is cut, covered or faint in some theme and window.

    sheet: a page with a lesson open in JupyterLab, run. at: says in the message which lesson this is.
    """
    size = sheet.viewport_size
    try:
        for theme in THEMES:
            choose_theme(sheet, theme)
            for width, files in WINDOWS:
                sheet.set_viewport_size({"width": width, "height": HEIGHT})
                show_files(sheet, files)
                beside = "with" if files else "without"
                # Beside the list of files a narrow window leaves 350 pixels: there a closed list may end in "...", an open one scroll.
                roomy = width > 800 or not files
                assert_in_place(sheet, f"{at}, {theme}, {width} pixels {beside} the list of files", lists=roomy)
                if width == min(WINDOWS)[0]:
                    assert_picture_first(sheet, f"{at}, {width} pixels {beside} the list of files")
            assert_readable(sheet, f"{at}, {theme}")
    finally:
        sheet.set_viewport_size(size)
        show_files(sheet, True)
        choose_theme(sheet, THEMES[-1])


def choose_theme(sheet, theme: str) -> None:
    """Take a theme in the Settings menu and wait until JupyterLab shows it."""
    if sheet.evaluate("() => document.body.dataset.jpThemeName") == theme:
        return
    sheet.click('.lm-MenuBar-itemLabel:text-is("Settings")')
    sheet.hover('.lm-Menu-itemLabel:text-is("Theme")')
    sheet.click(f'.lm-Menu-itemLabel:text-is("{theme}")')
    sheet.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    sheet.evaluate(SETTLED)


def show_files(sheet, wanted: bool) -> None:
    """Open or close the list of files at the side."""
    tab = sheet.locator(FILES)
    if ("lm-mod-current" in tab.get_attribute("class")) != wanted:
        tab.click()
    sheet.evaluate(SETTLED)


def assert_in_place(sheet, at: str, lists: bool = True) -> None:
    """By geometry: nothing cut, nothing over something else, nothing wider than its room.

    lists: every choice of a list must fit into it.
    """
    misfits = sheet.evaluate(script("misfits"), lists)
    assert misfits == [], f"{at}:\n" + "\n".join(misfits)


def assert_picture_first(sheet, at: str) -> None:
    """In a narrow window the parts of an explorer stand one below the other, the picture first."""
    late = sheet.locator(".campaign-explorer").evaluate_all(LATE)
    assert late == [], f"{at}: explorers whose picture does not come first"


def assert_readable(sheet, at: str) -> None:
    """By axe-core: the words of the lesson stand out from their ground."""
    faint = accessibility.findings(sheet, accessibility.OURS, rules=("color-contrast",))
    assert faint == [], f"{at}:\n" + "\n".join(faint)

"""The exported lessons as a reader opens them from a folder, without any network: on a wide and a narrow screen and on a
telephone, in front of axe-core. The glossary of each language is one of them, for its two directions."""

import accessibility
import export_pages
import pytest
from campaign import language as lang
from lessons import script
from local_server import watched

pytestmark = pytest.mark.browser

ALL = export_pages.all_pages()
CHOSEN = [page for page in ALL if page.kind == "lesson" or page.inside.stem == "glossary"]
WIDTHS = (1280, 800, 400)
TALL = 900


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the pages as they are exported now."""
    folder = tmp_path_factory.mktemp("pages")
    export_pages.write_pages(CHOSEN, ALL, folder)
    return folder


@pytest.fixture(scope="module")
def screen(browser):
    """One page of the browser for all; what it asks for is noted."""
    screen = watched(browser.new_page(), 30_000)
    yield screen
    screen.close()


@pytest.mark.parametrize("page", CHOSEN, ids=[f"{page.language}/{page.inside.stem}" for page in CHOSEN])
def test_an_exported_page_in_the_browser(folder, screen, page):
    screen.asked.clear()
    screen.goto(page.file(folder).as_uri())
    directions = screen.evaluate(script("page_directions"))
    assert directions["words"] == [lang.direction(page.language)]
    assert directions["starts"] == ("right" if lang.is_right_to_left(page.language) else "left")
    assert directions["code"] in ([], ["ltr"])
    for width in WIDTHS:
        screen.set_viewport_size({"width": width, "height": TALL})
        beyond = screen.evaluate(script("too_wide"))
        assert beyond == [], f"{width} pixels wide:\n" + "\n".join(beyond)
    # On the telephone, where more boxes scroll: these must be reached by keyboard too.
    accessibility.check_page(screen, page.file(folder).name)
    elsewhere = [url for url in screen.asked if not url.startswith(("file:", "data:"))]
    assert screen.asked and elsewhere == []

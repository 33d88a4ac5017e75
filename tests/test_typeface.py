"""The course's own typeface: the same letters on every machine, for both scripts, with its licence."""

import tomllib
from pathlib import Path

import pytest
from campaign import data, sheet
from campaign.sheet import style
from fontTools.ttLib import TTFont
from matplotlib import font_manager

FOLDER = Path(style.__file__).parent / "fonts"
FALLBACK = font_manager.findfont("DejaVu Sans")
MARKS_OF_DIRECTION = set("\u061c\u200e\u200f\u2066\u2067\u2068\u2069\u00ad\n\t")


def letters_of(place) -> set[str]:
    return set(map(chr, TTFont(place).getBestCmap()))


def test_both_weights_lie_in_the_package_with_their_licence_and_weigh_little():
    assert [path.stem for path in style.FONTS] == ["CampaignSans-Bold", "CampaignSans-Regular"]
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 600_000
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence and 'Reserved Font Name "Plex"' in licence


@pytest.mark.parametrize("path", style.FONTS, ids=lambda path: path.stem)
def test_a_changed_font_does_not_bear_the_reserved_name_and_keeps_its_shaping(path):
    font = TTFont(path)
    assert not any("plex" in str(record).lower() for record in font["name"].names)
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= features, "without these, Arabic letters do not join"


def test_charts_take_the_files_of_the_package():
    for weight, name in (("normal", "CampaignSans-Regular.ttf"), ("bold", "CampaignSans-Bold.ttf")):
        found = font_manager.findfont(font_manager.FontProperties(family="Campaign Sans", weight=weight))
        assert Path(found) == FOLDER / name


def texts_of_the_course() -> set[str]:
    found = set()
    for path in (Path(style.__file__).parents[1] / "words").glob("*.toml"):
        waiting = [tomllib.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            one = waiting.pop()
            if isinstance(one, dict):
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one
            else:
                found |= set(one)
    for table in data.tables():
        frame = data.load(table)
        for column in frame.columns:
            if column.endswith(("_en", "_ar")):
                found |= set("".join(frame[column]))
    return found


def test_every_letter_that_charts_may_show_is_in_the_typeface_or_its_fallback():
    known = set.intersection(*(letters_of(path) for path in style.FONTS))
    missing = texts_of_the_course() - known - MARKS_OF_DIRECTION
    assert missing <= letters_of(FALLBACK)
    arabic = {letter for letter in missing if "\u0600" <= letter <= "\u06ff"}
    assert arabic == set(), "an Arabic word must not change its typeface in the middle"


def test_the_list_of_fonts_that_matplotlib_keeps_for_the_machine_stays_as_it_is():
    cache = Path(font_manager.get_cachedir()) if hasattr(font_manager, "get_cachedir") else None
    import matplotlib

    kept = [path.read_text() for path in Path(cache or matplotlib.get_cachedir()).glob("fontlist*.json")]
    assert kept and not any("CampaignSans" in text for text in kept)


def test_a_title_is_narrower_in_arabic_than_in_the_fallback():
    words = "بلغ المجموع المعلن 12.5 مليار دولار حتى آذار/مارس 2017"
    own = sheet.line_width(words, 15, "bold")
    from campaign.sheet import drawing

    dpi = 150
    font = font_manager.FontProperties(family="DejaVu Sans", weight="bold", size=15)
    ruler = drawing.shared_renderer(dpi)
    fallback = ruler.get_text_width_height_descent(words, font, ismath=False)[0] / dpi
    assert own <= fallback * 5 / 6

"""Cut the course's typeface from IBM Plex Sans Arabic, which was drawn for Arabic and Latin together.

    npm pack @ibm/plex-sans-arabic@1.1.0        then unpack it
    python notebooks/make/cut_fonts.py FOLDER   the unpacked folder

Regular and bold are kept, with the letters of Arabic and of European languages, their shaping and their hinting. The
licence (SIL Open Font License 1.1) reserves the name "Plex" for the unchanged fonts: the cut ones have another.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import bare_python  # noqa: F401 - first: it tells which package is missing
from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "campaign" / "sheet" / "fonts"
FAMILY = "Campaign Sans"
LETTERS = (
    *range(0x20, 0x180),  # Latin with its accents
    *range(0x600, 0x700),  # Arabic
    *range(0x2010, 0x2030),  # dashes, quotation marks, dots
    *(0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2264, 0x2265),
    *(0x200C, 0x200D),  # joiners
)


def cut(source: Path, weight: str) -> Path:
    """Write one weight of the cut typeface; returns its path."""
    font = TTFont(source / "fonts" / "complete" / "woff" / f"IBMPlexSansArabic-{weight}.woff", recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    for record in list(font["name"].names):
        words = (
            str(record).replace("IBM Plex Sans Arabic", FAMILY).replace("IBMPlexSansArabic", FAMILY.replace(" ", ""))
        )
        font["name"].setName(words, record.nameID, record.platformID, record.platEncID, record.langID)
    font.flavor = None
    target = FONTS / f"CampaignSans-{weight}.ttf"
    font.save(target)
    return target


def main(source: Path) -> None:
    """Cut both weights and put the licence beside them."""
    FONTS.mkdir(exist_ok=True)
    for weight in ("Regular", "Bold"):
        print(cut(source, weight).name)
    shutil.copyfile(source / "LICENSE.txt", FONTS / "OFL.txt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the unpacked package")
    main(parser.parse_args().folder)

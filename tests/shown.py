"""What a reader sees of an explorer, for the tests of all explorers."""

import re

from campaign import language as lang
from campaign import topics

KINDS = list(topics.EXPLORERS)
"""The explorers that a lesson can show."""

OPENING, CLOSING = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e", "\u2069\u202c"
"""The signs that begin and end a stretch of another direction."""


def picture(explorer) -> str:
    """The picture that is shown now, as the address of its <img>; two states differ where their pictures differ."""
    return re.search(r'src="(data:image/png;base64,[^"]+)"', explorer._picture.value)[1]


def only_its_own_language(patch) -> None:
    """Let an explorer fail where it falls back on the lesson's language instead of passing on its own."""
    known = lang.check

    def given(language):
        assert language is not None, "the lesson's language was asked for, not the explorer's own"
        return known(language)

    patch.setattr(lang, "check", given)


def counted_when(row: dict, language: str) -> str:
    """Up to when a count goes and when it was printed; a day only where the table knows the day."""
    write = {"month": lang.month}
    as_of = write.get(row["as_of_precision"], lang.date)(row["as_of_date"], language)
    if row["as_of_basis"] == "report_date":
        return lang.text("harm.when_reported", language, as_of=as_of)
    printed = write.get(row["report_precision"], lang.date)(row["report_date"], language)
    key = "when_counted_month" if row["report_precision"] == "month" else "when_counted"
    return lang.text(f"harm.{key}", language, as_of=as_of, published=printed)


def directions_are_balanced(text: str) -> bool:
    """Does each mark that opens a stretch of another direction have one that closes it?"""
    depth = 0
    for letter in text:
        depth += (letter in OPENING) - (letter in CLOSING)
        if depth < 0:
            return False
    return depth == 0

"""What a reader sees of an explorer, for the tests of all explorers."""

import re

from campaign import language as lang


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

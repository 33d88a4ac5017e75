"""What a reader sees of an explorer, for the tests of all explorers."""

import re


def picture(explorer) -> str:
    """The picture that is shown now, as the address of its <img>; two states differ where their pictures differ."""
    return re.search(r'src="(data:image/png;base64,[^"]+)"', explorer._picture.value)[1]

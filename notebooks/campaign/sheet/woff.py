"""A font as FreeType reads it at once.

FreeType looks a letter up in its file each time that it is measured or drawn. Matplotlib opens fonts as Python's files,
so that each look is a few calls of Python: four fifths of the time that a line of text is shaped in, half of that in
which a letter is drawn. A font in the web's format WOFF may be pressed, so FreeType takes such a file into its memory as
a whole, and has no further question.

The format: https://www.w3.org/TR/WOFF/, sections 3 to 5 and 8.
"""

from __future__ import annotations

import struct

_SAID = 0x7FFFFFFF
"""How long Matplotlib tells FreeType that each file is, since it does not look."""

_KINDS = (b"\x00\x01\x00\x00", b"OTTO")
_FONT, _TABLE = struct.Struct(">4s4sLHHLHHLLLLL"), struct.Struct(">4sLLLL")
_FONT_BEFORE, _TABLE_BEFORE = struct.Struct(">4sHHHH"), struct.Struct(">4sLLL")


def wrapped(font: bytes) -> bytes:
    """A TrueType or OpenType font as WOFF, its tables not pressed; anything else, such as a collection or a damaged file,
    as it is.

    The file says that it ends with a private block, which nobody reads, as long as Matplotlib says that files are: FreeType
    refuses a WOFF of another length than its file's. So it is for Matplotlib alone.
    """
    if font[:4] not in _KINDS:
        return font
    kind, count, *_ = _FONT_BEFORE.unpack_from(font)
    index, tables = [], []
    listed, end = _FONT_BEFORE.size + _TABLE_BEFORE.size * count, _FONT.size + _TABLE.size * count
    if listed > len(font):
        return font  # cut short: FreeType says so
    whole = listed
    for number in range(count):
        tag, checksum, place, length = _TABLE_BEFORE.unpack_from(font, _FONT_BEFORE.size + _TABLE_BEFORE.size * number)
        if place + length > len(font) or whole + length > 2 * len(font):
            return font  # tables outside of the file, or many over each other
        index.append(_TABLE.pack(tag, end, length, length, checksum))
        tables.append(font[place : place + length] + bytes(-length % 4))
        whole, end = whole + len(tables[-1]), end + len(tables[-1])
    head = _FONT.pack(b"wOFF", kind, _SAID, count, 0, whole, 1, 0, 0, 0, 0, end, _SAID - end)
    return b"".join((head, *index, *tables))

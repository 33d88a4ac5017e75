"""Agg, Matplotlib's renderer, with a memory for texts: what makes the picture after a move of a slider quick."""

from __future__ import annotations

import contextlib

from matplotlib.backends.backend_agg import get_hinting_flag

from . import older

_MOST_LETTERS = 10_000
"""About 3 MB. A long run of moves with new words does not get further."""


class Renderer(older.Base):
    """Draws as Agg does and, inside `keeping_texts`, takes texts from the pixels that they had before.

    More than half of the time of a drawing goes into shaping letters, and most texts (tick labels above all) stand where
    they stood before the move. A line is kept under all that its pixels depend on: words, place, font. The letters of
    a new line are kept too, by their place between two pixels: hinting sets most of them whole pixels apart. Nothing is
    guessed from what changed in the figure, so each picture is the same to the last pixel as one drawn afresh.
    """

    keeping, lines, letters = False, {}, {}

    @contextlib.contextmanager
    def keeping_texts(self):
        """What is drawn inside takes lines from the picture that was drawn so before it, and keeps its own."""
        self.before, self.lines, self.keeping = self.lines, {}, True
        if len(self.letters) > _MOST_LETTERS:
            self.letters.clear()
        try:
            yield
        finally:
            self.before, self.keeping = {}, False

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """Draw a line of text; as Matplotlib's, but a line that stood here in the picture before is not shaped again."""
        if ismath or not self.keeping:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        own = mtext and older.settings_of(mtext)
        key = s, x, y, self.height, self.dpi, angle, hash(prop), own, gc.get_antialiased(), get_hinting_flag()
        images = self.lines.get(key, self.before.get(key))
        if images is None:
            with self._listening() as images:
                super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        self.lines[key] = images
        for image in images:
            self._renderer.draw_text_image(*image, gc)  # gc brings the colour and where to clip

    def _draw_text_glyphs_and_boxes(self, gc, x, y, angle, glyphs, boxes):
        # Called by Matplotlib's draw_text with the letters of a line.
        if angle or boxes or not self.keeping:
            super()._draw_text_glyphs_and_boxes(gc, x, y, angle, glyphs, boxes)
            return
        for glyph in glyphs:
            *letter, across, up = glyph
            # FreeType rounds places to 64 parts of a pixel; whole pixels only shift the image of a letter.
            right, part = divmod(round(64 * (x + across)), 64)
            top, part_up = divmod(round(64 * (self.height - y + up)), 64)
            key = *letter, part, part_up, self.height, self.dpi, gc.get_antialiased(), get_hinting_flag()
            if key not in self.letters:
                with self._listening() as images:
                    super()._draw_text_glyphs_and_boxes(gc, x, y, angle, [glyph], [])
                image, left, bottom, _ = images[0]
                self.letters[key] = image, left - right, bottom + top
            image, left, bottom = self.letters[key]
            self._renderer.draw_text_image(image, left + right, bottom - top, 0, gc)

    @contextlib.contextmanager
    def _listening(self):
        """A list that gets (image, left, bottom, angle) of each letter that is drawn inside, in place of the picture."""
        agg, self._renderer = self._renderer, _Listener()
        try:
            yield self._renderer.images
        finally:
            self._renderer = agg


class _Listener:
    """Stands in for the compiled part of Agg and keeps what it is asked to draw."""

    def __init__(self):
        self.images = []

    def draw_text_image(self, image, left, bottom, angle, _gc):
        self.images.append((older.kept(image), left, bottom, angle))

"""What nbval does not compare of a cell's outputs: their order and kinds, what is told beside them, and pictures."""

import base64
import io

import nbformat
import numpy as np
import refresh
from PIL import Image

SPOT, APART = 3, 60
"""Pixels (square) whose mean may differ by so many of 255 levels. Other platforms draw edges of letters a little
differently (23 levels were seen in single pixels); a digit in place of another differs by more than 100 somewhere."""


def spots(one: bytes, other: bytes) -> float:
    """The highest difference of two PNG pictures, as a mean over a spot, from 0 to 255; inf where sizes differ."""
    if one == other:
        return 0.0
    before, after = (np.asarray(Image.open(io.BytesIO(png)).convert("L"), float) for png in (one, other))
    if before.shape != after.shape:
        return float("inf")
    apart = np.abs(np.lib.stride_tricks.sliding_window_view(before - after, (SPOT, SPOT)).mean(axis=(2, 3)))
    return float(apart.max())


def differences(stored: list, run: list) -> list[str]:
    """In what the stored outputs of a cell and those of a run differ beyond their texts, as sentences."""
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output) for output in run])
    [cell] = refresh.canonical(nbformat.v4.new_notebook(cells=[cell])).cells
    kinds = [[(o.output_type, *sorted(o.get("data", {}))) for o in outputs] for outputs in (stored, cell.outputs)]
    if kinds[0] != kinds[1]:
        return [f"stored are {kinds[0]}, a run gives {kinds[1]}"]
    found = []
    for number, (before, after) in enumerate(zip(stored, cell.outputs, strict=True), 1):
        if (told := before.get("metadata", {})) != (now := after.get("metadata", {})):
            found.append(f"output {number}: beside it stands {told}, a run gives {now}")
        texts = [{k: v for k, v in o.get("data", {}).items() if k != "image/png"} for o in (before, after)]
        if texts[0] != texts[1]:
            found.append(f"output {number}: another text than that of a run, or in another order")
        pictures = [base64.b64decode(o.data["image/png"]) for o in (before, after) if "image/png" in o.get("data", {})]
        if pictures and spots(*pictures) > APART:
            found.append(f"output {number}: another picture than that of a run")
    return found

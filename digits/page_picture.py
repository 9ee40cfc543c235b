"""A page as a PNG picture, with or without the boxes of its digits."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from digits.pen import DARK, pad_image, pen_color
from digits.reading import Reading
from digits.sketch import Page
from digits.stroke import PAD_SIDE
from digits.view import View

SIDE = 4 * PAD_SIDE
"""The side of the picture, in pixels."""

WHITE = (255, 255, 255)
SURE, DOUBTFUL = (36, 87, 197), (148, 88, 0)
"""RGB of the boxes."""

_LINE = 3  # pixels
_LETTER = 1.0  # scale of the letters on the boxes


def page_image(
    page: Page, picture: np.ndarray | None, readings: Iterable[Reading] = ()
) -> np.ndarray:
    """Return a page as it would be on white paper, uint8 (``SIDE``, ``SIDE``, 3), RGB.

    ``picture`` is that of the page; ``readings`` are boxed, in pad units, with their digit, and
    a question mark where it is not sure.
    """
    view = View(SIDE / PAD_SIDE)
    pen = DARK if picture is None else pen_color(picture)
    image = pad_image(page.strokes, picture, view, SIDE, WHITE, pen)
    margin = max((stroke.width for stroke in page.strokes), default=4.0) / 2
    for reading in readings:
        _draw_box(image, reading, view, margin)
    return image


def as_png(page: Page, picture: np.ndarray | None, readings: Iterable[Reading] = ()) -> bytes:
    """Return the same as the content of a PNG file."""
    done, encoded = cv2.imencode(".png", page_image(page, picture, readings)[..., ::-1])  # BGR
    assert done
    return encoded.tobytes()


def _draw_box(image: np.ndarray, reading: Reading, view: View, margin: float) -> None:
    box = reading.box
    first, last = (
        tuple(map(round, view.to_screen(x, y)))
        for x, y in (
            (box.left - margin, box.top - margin),
            (box.right + margin, box.bottom + margin),
        )
    )
    color = SURE if reading.sure else DOUBTFUL
    cv2.rectangle(image, first, last, color, _LINE, cv2.LINE_AA)
    text = f"{reading.digit}" if reading.sure else f"{reading.digit}?"
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, _LETTER, 2)
    bottom = first[1] - 2 * _LINE
    if bottom < height + _LINE:  # no room above
        bottom = max(first[1], 0) + height + 3 * _LINE
    place = (min(max(first[0], 0) + _LINE, SIDE - width - _LINE), bottom)
    cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, _LETTER, color, 2, cv2.LINE_AA)

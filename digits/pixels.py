"""From an image or an array in any mode to a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from PIL import Image

from digits.errors import PictureError

_DEPTHS = (8, 10, 12, 14, 16)  # bits that cameras and scanners store, also in wider numbers
_STRIP = 1_000_000  # pixels that are converted at a time, so that no copy of the whole is made


def to_picture(image: Any) -> np.ndarray:
    """Return a Pillow image or an array as a picture, uint8 (height, width, 3), RGB.

    Arrays are (height, width) gray, (height, width, 1), RGB or RGBA; integers are taken
    as they are, bool and floats as 0 = black to 1 = white. Raises ``PictureError`` for
    any other shape, for what holds no numbers, and for what has no pixels.
    """
    if isinstance(image, Image.Image) and 0 not in image.size:
        return _rgb(image)
    pixels = _numbers(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    if not pixels.size or (pixels.ndim != 2 and pixels.shape[2:] not in ((3,), (4,))):
        raise PictureError(
            f"An array of shape {pixels.shape} is not a picture; give (height, width) gray,"
            " (height, width, 3) RGB or (height, width, 4) RGBA."
        )
    return _rgb(Image.fromarray(_eight_bits(pixels)))


def _numbers(thing: Any) -> np.ndarray:
    with suppress(ValueError):  # rows of different lengths
        array = np.asarray(thing)
        if array.dtype.kind in "biuf":
            return array
    raise PictureError(
        f"A value of type {type(thing).__name__} is not a picture; give a path, a Pillow image"
        " or an array of numbers."
    )


def _rgb(image: Image.Image) -> np.ndarray:
    if image.mode.startswith(("I", "F")):
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.width * image.height <= _STRIP:
        return np.array(_opaque(image))
    picture = np.empty((image.height, image.width, 3), np.uint8)
    for rows in _strips(image.height, image.width):
        picture[rows] = np.asarray(_opaque(image.crop((0, rows.start, image.width, rows.stop))))
    return picture


def _opaque(image: Image.Image) -> Image.Image:
    """Return the image in RGB, its transparency laid on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    if image.mode == "La":  # Pillow converts this mode to LA alone
        image = image.convert("LA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def _eight_bits(pixels: np.ndarray) -> np.ndarray:
    """Return gray or color values of any dtype as uint8, 0 = black to 255 = white."""
    if pixels.dtype == np.uint8:
        return pixels
    full = _white(pixels)
    values = np.empty(pixels.shape, np.uint8)
    for rows in _strips(*pixels.shape[:2]):
        strip = np.nan_to_num(pixels[rows].astype(np.float64), posinf=0, neginf=0)
        values[rows] = np.rint(strip.clip(0, full) * (255 / full))
    return values


def _white(pixels: np.ndarray) -> float:
    """Return which value is meant by white, from the type and the brightest pixel."""
    if pixels.dtype == bool:
        return 1.0
    brightest = float(pixels.max(initial=0, where=np.isfinite(pixels)))
    whites, room = [2.0**bits - 1 for bits in _DEPTHS], 1.0
    if pixels.dtype.kind == "f":
        whites, room = [1.0, *whites], 1.5  # enlarging smoothly overshoots
    return next((white for white in whites if brightest <= room * white), brightest)


def _strips(height: int, width: int) -> Iterator[slice]:
    """Return the rows of a picture, some at a time."""
    rows = max(1, _STRIP // width)
    return (slice(top, min(top + rows, height)) for top in range(0, height, rows))

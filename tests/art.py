"""Pictures that a reader of the tests can see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from digits.reading import Box

GRAYS = {".": 0.0, "-": 0.25, "+": 0.5, "*": 0.75, "#": 1.0}


def ink(*rows: str) -> np.ndarray:
    """Return ink, float32: ``#`` is pen, ``.`` is paper, ``- + *`` lie between."""
    return np.array([[GRAYS[sign] for sign in row] for row in rows], np.float32)


def picture(*rows: str) -> np.ndarray:
    """Return a picture, uint8 RGB, of dark ink on white paper."""
    gray = np.rint(255 * (1 - ink(*rows))).astype(np.uint8)
    return np.repeat(gray[..., np.newaxis], 3, axis=2)


def boxes(*rows: str) -> list[Box]:
    """Return the boxes around the letters a, b, c ...; a letter is 1 wide and 2 tall, as here."""
    signs = np.array([list(row) for row in rows])
    found = []
    for letter in sorted(set(signs.flat) - {"."}):
        down, across = np.nonzero(signs == letter)
        top, left, bottom, right = down.min(), across.min(), down.max() + 1, across.max() + 1
        found.append(Box(2.0 * top, float(left), 2.0 * bottom, float(right)))
    return found


def enlarged(image: np.ndarray, factor: int) -> np.ndarray:
    """Return an image whose every pixel became a block of ``factor`` x ``factor``."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


SEVEN = (
    "............",
    "..########..",
    ".........#..",
    "........#...",
    "........#...",
    ".......#....",
    ".......#....",
    "......#.....",
    "......#.....",
    "............",
)

BOLD_SEVEN = (
    "................",
    "..###########...",
    "..###########...",
    "...........##...",
    "..........##....",
    "..........##....",
    ".........##.....",
    ".........##.....",
    "........##......",
    "........##......",
    ".......##.......",
    ".......##.......",
    "................",
)

SEVEN_PICTURE = enlarged(picture(*BOLD_SEVEN), 8)


def saved(path: Path, image: np.ndarray | Image.Image, **options: object) -> Path:
    """Save a picture to a file; return its path."""
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    image.save(path, **options)
    return path


def moved(box: Box, down: float = 0, right: float = 0, size: float = 1) -> Box:
    top, left, bottom, rightmost = (edge * size for edge in box)
    return Box(top + down, left + right, bottom + down, rightmost + right)


_whole, _sides = st.integers(-1000, 1000), st.integers(0, 500)
any_box = st.builds(
    lambda top, left, height, width: Box(top, left, top + height, left + width),
    *(_whole, _whole, _sides, _sides),
)
"""Any box, also one without height or width."""

"""Pictures that a reader of the tests can see."""

from __future__ import annotations

import numpy as np

GRAYS = {".": 0.0, "-": 0.25, "+": 0.5, "*": 0.75, "#": 1.0}


def ink(*rows: str) -> np.ndarray:
    """Return ink, float32: ``#`` is pen, ``.`` is paper, ``- + *`` lie between."""
    return np.array([[GRAYS[sign] for sign in row] for row in rows], np.float32)


def picture(*rows: str) -> np.ndarray:
    """Return a picture, uint8 RGB, of dark ink on white paper."""
    gray = np.rint(255 * (1 - ink(*rows))).astype(np.uint8)
    return np.repeat(gray[..., np.newaxis], 3, axis=2)


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

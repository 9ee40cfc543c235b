"""Connected pieces of ink that no pen wrote: grain, dust, frames, the edge of the paper."""

from __future__ import annotations

import cv2
import numpy as np

SPECK = 0.004
"""A piece with less than this share of the largest one's area is no ink. One pixel of an
MNIST digit, the smallest piece that one has, is about 0.01 of it."""

EDGE = 0.03
"""Of the picture's shorter side: ink that stays so near to the border is the edge of a sheet
or a table; of a digit, too little would be seen."""

FRAME = 0.6
"""Share of each side of its box that a frame covers, at least; a round 0 covers half of it."""

_MIDDLE = 0.1  # share of its ink that a frame or an edge has elsewhere, at most
_FILLED = 0.1  # a frame holds so much other ink, of its own
_FRAME_WIDTH = 0.15  # of its shorter side: the lines of a frame, drawn by hand, stay so near
_LEAST_FRAME = 0.4  # of the picture's height and width


def with_strong_pixels(ink: np.ndarray, strong: np.ndarray) -> np.ndarray:
    """Return the pieces of the ink, uint8 of 0 and 1, that hold a strong pixel."""
    count, pieces = cv2.connectedComponents(ink)
    stays = np.zeros(count, np.uint8)
    stays[pieces[strong & (ink > 0)]] = 1
    return stays[pieces]


def without_specks(ink: np.ndarray) -> np.ndarray:
    """Return the ink without the pieces that are tiny beside the largest."""
    pieces, areas = _pieces(ink)
    stays = areas >= SPECK * areas[1:].max(initial=0)
    stays[0] = False  # the paper
    return stays.astype(np.uint8)[pieces]


def without_edges(ink: np.ndarray) -> np.ndarray:
    """Return the ink without pieces that stay near to the picture's border."""
    band = round(EDGE * min(ink.shape))
    if not band:
        return ink
    pieces, areas = _pieces(ink)
    inside = np.bincount(pieces[band:-band, band:-band].ravel(), minlength=areas.size)
    stays = inside >= _MIDDLE * areas
    stays[0] = False  # the paper
    return stays.astype(np.uint8)[pieces]


def _pieces(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of the piece that each pixel belongs to, and the area of each piece."""
    # Counting pixels takes a third of the time of connectedComponentsWithStats.
    count, pieces = cv2.connectedComponents(ink)
    return pieces, np.bincount(pieces.ravel(), minlength=count)


def without_frames(ink: np.ndarray) -> np.ndarray:
    """Return the ink without rectangles drawn around other ink."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
    sides = stats[:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]]
    stays = np.ones(count, np.uint8)
    # All pieces at once: a dithered picture has a hundred thousand.
    large = (sides[1:] >= _LEAST_FRAME * np.array(ink.shape)).all(axis=1)
    for piece in np.flatnonzero(large) + 1:
        left, top, width, height, _ = stats[piece]
        inside = pieces[top : top + height, left : left + width]
        stays[piece] = not _is_frame(inside == piece, inside > 0)
    stays[0] = 0  # the paper
    return stays[pieces]


def _is_frame(piece: np.ndarray, ink: np.ndarray) -> bool:
    """Tell whether a piece lies along the four sides of its box, with other ink in the middle."""
    band = max(2, round(_FRAME_WIDTH * min(piece.shape)))
    middle = (slice(band, -band), slice(band, -band))
    own, other = piece[middle].sum(), (ink & ~piece)[middle].sum()
    if own > _MIDDLE * piece.sum() or other < _FILLED * piece.sum():
        return False
    along = (0, 0, 1, 1)
    sides = (piece[:band], piece[-band:], piece[:, :band], piece[:, -band:])
    return all(side.any(axis=axis).mean() >= FRAME for side, axis in zip(sides, along, strict=True))

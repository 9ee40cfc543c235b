"""What parting a number shows the network, right or wrong, so that it learns to tell.

Where digits stand close or touch, the program tries several ways to part them and asks the
network about each. So numbers are made of MNIST's own digits (``digits.numbers``) and parted by
the code that parts what a person wrote. A run of pieces that is nearly one digit keeps its label,
with the slivers and strokes that came along; of two digits taken for one, half a digit or a mark
the network learns that they are none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from digits.data import Digits
from digits.lines import hull
from digits.numbers import Number, write
from digits.patches import Piece, connected, digits_among, line_of, pieces_in
from digits.reading import SIDE, Box
from digits.segmentation import runs

NO_DIGIT = -1
"""The label of what is no digit."""

WHOLE, PURE = 0.86, 0.75
"""A run is a digit with at least so much of its ink, and little that is not its own."""

PART, MIXED = 0.65, 0.6
"""With less than that of every digit, or of its own, it is none; between the two, who knows."""

# What is left of these digits on one side looks like no other; half a 4 may well be a 1.
_LEFT_PART = (0, 2, 3, 5, 8)
_RIGHT_PART = (0, 2, 5)


def parted(digits: Digits, count: int, share: float, rng: np.random.Generator) -> Digits:
    """Return ``count`` digit images (count, 28, 28) and labels from numbers that were parted.

    ``share`` of them are digits, the others ``NO_DIGIT``.
    """
    wanted = {True: round(count * share), False: count - round(count * share)}
    found: dict[bool, list[tuple[np.ndarray, int]]] = {True: [], False: []}
    while any(len(found[kind]) < wanted[kind] for kind in wanted):
        for image, label in runs_of(write(digits, rng)):
            found[label != NO_DIGIT].append((image, label))
    every = found[True][: wanted[True]] + found[False][: wanted[False]]
    images = np.array([image for image, _ in every], np.float32).reshape(-1, SIDE, SIDE)
    return Digits(images, np.array([label for _, label in every], np.int64))


def runs_of(number: Number) -> Iterator[tuple[np.ndarray, int]]:
    """Yield the digit image and the label of each run of a number that is clearly one or none."""
    patches = list(connected(number.ink))
    if not patches:
        return
    pieces = pieces_in(digits_among(patches))
    own = np.array([_masses(piece, number) for piece in pieces])
    line = line_of(pieces)
    for run in runs(line):
        *parts, total = own[run.start : run.end].sum(axis=0)
        box = hull([piece.patch.box for piece in pieces[run.start : run.end]])
        label = _label(np.array(parts), float(total), box, number)
        if label is not None:
            yield line.digit(run)[1], label


def _masses(piece: Piece, number: Number) -> np.ndarray:
    """Return how much ink of each digit, and in all, a piece holds."""
    top, left, bottom, right = (int(edge) for edge in piece.patch.box)
    inside = piece.patch.ink > 0
    parts = number.layers[:, top:bottom, left:right][:, inside].sum(axis=1)
    return np.append(parts, piece.patch.ink.sum())


def _label(own: np.ndarray, total: float, box: Box, number: Number) -> int | None:
    """Return the label of ink in a box, None where it is not clear.

    ``own`` is how much of it is that of each digit of the number, ``total`` how much it is.
    """
    whole = own / np.maximum(number.layers.sum(axis=(1, 2)), 1e-6)
    pure = own / max(total, 1e-6)
    best = int(own.argmax())
    if whole[best] >= WHOLE and pure[best] >= PURE:
        return int(number.labels[best])
    if whole.max() >= PART and pure.max() >= MIXED:
        return None
    return None if _may_be_another(pure, box, number) else NO_DIGIT


def _may_be_another(pure: np.ndarray, box: Box, number: Number) -> bool:
    """Tell whether ink, a part of one digit or a mark, may well look like another digit.

    ``pure`` is the share of it that is that of each digit of the number.
    """
    if pure.sum() < PURE:  # what was added: a dash is no digit, but dirt may look like a 1
        return box.bottom - box.top > box.right - box.left
    best = int(pure.argmax())
    if pure[best] < PURE:
        return False
    columns = np.flatnonzero(number.layers[best].any(axis=0))
    is_left = box.left + box.right < columns[0] + columns[-1]
    return int(number.labels[best]) not in (_LEFT_PART if is_left else _RIGHT_PART)

"""What is cut out of a number by mistake, so that the network learns to tell.

Where digits stand close or touch, the program tries several ways to part them and asks the
network about each. So it must know a digit that kept a sliver of its neighbor, and it must not
be sure of two digits taken for one, or of half a digit. Both are made of MNIST's own digits.
"""

from __future__ import annotations

import cv2
import numpy as np

from digits.data import Digits
from digits.digit_image import from_ink, ink_box
from digits.reading import SIDE

SLIVER = (1, 3)  # columns of the neighbor that a digit keeps
SLIVER_HEIGHT = (0.15, 0.5)  # share of the neighbor's height
PART = (0.35, 0.7)  # share of the neighbor's width that makes it more than a sliver
HALF = (0.35, 0.52)  # share of a digit's width that is left when it is cut
OTHER_SIZE = (0.75, 1.25)  # of a neighbor
APART = (-2, 4)  # columns between neighbors
HIGHER = 4  # rows by which a neighbor stands higher or lower, at most

_HALVES = 0.4  # share of halves among the images whose digit may be cut
# What is left of these digits on one side looks like no other; half a 4 may well be a 1.
_LEFT_HALF = (0, 2, 3, 5, 6, 8)
_RIGHT_HALF = (0, 2, 5, 6)


def with_slivers(digits: Digits, count: int, rng: np.random.Generator) -> Digits:
    """Return ``count`` digits, (count, 28, 28) and labels, that kept a sliver of a neighbor."""
    chosen, others = rng.integers(len(digits.labels), size=(2, count))
    images = [
        _with_sliver(digits.images[one], digits.images[other], rng)
        for one, other in zip(chosen, others, strict=True)
    ]
    return Digits(_stacked(images), digits.labels[chosen])


def no_digits(digits: Digits, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return ``count`` images, (count, 28, 28), of two digits taken for one, and of halves."""
    chosen, others = rng.integers(len(digits.labels), size=(2, count))
    return _stacked(
        [
            _half_or_pair(digits.images[one], int(digits.labels[one]), digits.images[other], rng)
            for one, other in zip(chosen, others, strict=True)
        ]
    )


def _stacked(images: list[np.ndarray]) -> np.ndarray:
    return np.array(images, np.float32).reshape(-1, SIDE, SIDE)


def _half_or_pair(
    image: np.ndarray, label: int, other: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    if label not in _LEFT_HALF or rng.random() > _HALVES:
        return _pair(_crop(image), _crop(other), rng)
    at_right = label in _RIGHT_HALF and rng.random() < 0.5
    return from_ink(_side(_crop(image), rng.uniform(*HALF), at_right))


def _pair(one: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return two digits as one, or one and a good part of the other."""
    size = rng.uniform(*OTHER_SIZE)
    other = cv2.resize(other, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    at_right = rng.random() < 0.5
    if rng.random() < 0.5:
        other = _side(other, rng.uniform(*PART), at_right=not at_right)
    lower = (len(one) - len(other)) // 2 + int(rng.integers(-HIGHER, HIGHER + 1))
    left, right, lower = (one, other, lower) if at_right else (other, one, -lower)
    return from_ink(_beside(left, right, int(rng.integers(APART[0], APART[1] + 1)), lower))


def _with_sliver(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    digit, at_right = _crop(image), rng.random() < 0.5
    sliver = _crop(other)
    columns = int(rng.integers(SLIVER[0], SLIVER[1] + 1))
    sliver = sliver[:, :columns] if at_right else sliver[:, -columns:]
    rows = max(1, round(len(sliver) * rng.uniform(*SLIVER_HEIGHT)))
    first = int(rng.integers(len(sliver) - rows + 1))
    sliver = sliver[first : first + rows]
    lower = int(rng.integers(0, max(1, len(digit) - rows + 1)))
    left, right, lower = (digit, sliver, lower) if at_right else (sliver, digit, -lower)
    return from_ink(_beside(left, right, int(rng.integers(-1, 3)), lower))


def _crop(image: np.ndarray) -> np.ndarray:
    """Return the ink of a digit image without the paper around it."""
    box = ink_box(image)
    if box is None:
        return np.ones((1, 1), np.float32)
    top, left, bottom, right = (int(edge) for edge in box)
    return image[top:bottom, left:right]


def _side(ink: np.ndarray, share: float, at_right: bool) -> np.ndarray:
    """Return the part of ink at its left or right edge."""
    columns = max(1, int(ink.shape[1] * share))
    return ink[:, -columns:] if at_right else ink[:, :columns]


def _beside(left: np.ndarray, right: np.ndarray, apart: int, lower: int) -> np.ndarray:
    """Return two pieces of ink side by side, the right one ``lower`` rows lower."""
    start = max(0, left.shape[1] + apart)
    tops = max(0, -lower), max(0, lower)
    rows = max(tops[0] + len(left), tops[1] + len(right))
    both = np.zeros((rows, max(left.shape[1], start + right.shape[1])), np.float32)
    both[tops[0] : tops[0] + len(left), : left.shape[1]] = left
    place = slice(tops[1], tops[1] + len(right)), slice(start, start + right.shape[1])
    both[place] = np.maximum(both[place], right)
    return both

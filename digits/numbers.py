"""Numbers made of single digits, the way people write them: close, touching, joined by the pen.

MNIST holds single digits, but the program reads whole numbers and must part them first. Here
digits are put side by side in sizes of their own, with what a hand and the paper add: a stroke
that runs on to the next digit, a comma, a dash at the end, the remains of a printed line, dirt.
It is known of every pixel which digit it belongs to, so that a way of parting the number can be
told right or wrong (``digits.mishaps``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from digits.data import Digits
from digits.digit_image import DIGIT_SIDE, ink_box

MOST_DIGITS = 5
ZEROS = 0.3  # share of numbers that end in zeros, as amounts do
HEIGHT = (18, 56)  # pixels: of the digits in a photo or a scan
OTHER_SIZE = (0.75, 1.2)  # of a digit beside what is usual in its number
SMALL_ZERO, SMALL_ZEROS = (0.3, 0.8), 0.4  # many people's zeros are small: so small, so many
NARROWER = (0.75, 1.1)  # its width beside its height
HIGHER = 0.15  # of the height: so much higher or lower stands a digit, at most
GAP = (-0.15, 0.25)  # of the height, between neighbors; they touch where it is negative
JOINED = 0.3  # share of neighbors between which the pen stays on the paper
MARKED = 0.3  # share of numbers with a dash, a comma or the remains of a rule
DIRTY = 0.2  # share of numbers with dirt
PEN = (0.06, 0.14)  # of the height: the width of what is added
FAINT, DARK = (0.05, 0.35), (0.6, 1.0)  # grays that become paper and full ink

_SEEN = 0.3  # ink from which on a digit has an outline


class Number(NamedTuple):
    """Ink, float32 (height, width) in [0, 1], and whose it is.

    ``layers`` is (n, height, width), the ink of each digit alone; ``labels`` is (n,). What
    belongs to no layer was added.
    """

    ink: np.ndarray
    layers: np.ndarray
    labels: np.ndarray


def write(digits: Digits, rng: np.random.Generator) -> Number:
    """Return a number of 1 to ``MOST_DIGITS`` digits out of ``digits``, images (n, 28, 28)."""
    chosen = _chosen(digits.labels, rng)
    height = float(np.exp(rng.uniform(*np.log(HEIGHT))))
    sizes = [height * _size(int(digits.labels[k]), rng) for k in chosen]
    crops = [_written(digits.images[k], size, rng) for k, size in zip(chosen, sizes, strict=True)]
    tops, lefts = _places(crops, height, rng)
    margin = round(height)  # for what is added beside the digits
    rows = max(top + len(crop) for top, crop in zip(tops, crops, strict=True))
    columns = max(left + crop.shape[1] for left, crop in zip(lefts, crops, strict=True))
    layers = np.zeros((len(crops), rows + margin, columns + 2 * margin), np.float32)
    for layer, crop, top, left in zip(layers, crops, tops, lefts, strict=True):
        top, left = top + margin // 2, left + margin
        layer[top : top + len(crop), left : left + crop.shape[1]] = crop
    added = _added(layers, height, rng)
    return Number(np.maximum(layers.max(axis=0), added), layers, digits.labels[chosen])


def _chosen(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    chosen = rng.integers(len(labels), size=rng.integers(1, MOST_DIGITS + 1))
    zeros = np.flatnonzero(labels == 0)
    if zeros.size and rng.random() < ZEROS:
        last = rng.integers(len(chosen) + 1)
        chosen[last:] = rng.choice(zeros, len(chosen) - last)
    return chosen


def _size(label: int, rng: np.random.Generator) -> float:
    """Return how large a digit is beside what is usual in its number."""
    is_small = label == 0 and rng.random() < SMALL_ZEROS
    return rng.uniform(*(SMALL_ZERO if is_small else OTHER_SIZE))


def _written(image: np.ndarray, height: float, rng: np.random.Generator) -> np.ndarray:
    """Return the tight ink of a digit image, about ``height`` pixels tall, with crisp edges."""
    box = ink_box(image)
    if box is None:
        return np.ones((1, 1), np.float32)
    top, left, bottom, right = (int(edge) for edge in box)
    size = height / DIGIT_SIDE
    wide = size * rng.uniform(*NARROWER)
    large = cv2.resize(
        image[top:bottom, left:right], None, fx=wide, fy=size, interpolation=cv2.INTER_CUBIC
    )
    faint, dark = rng.uniform(*FAINT), rng.uniform(*DARK)
    return np.clip((large / large.max() - faint) / (dark - faint), 0, 1)


def _places(
    crops: list[np.ndarray], height: float, rng: np.random.Generator
) -> tuple[list[int], list[int]]:
    """Return the first row and column of each digit, none less than 0."""
    tallest = max(map(len, crops))
    spare = round(HIGHER * height)
    tops = []
    for crop in crops:
        room = tallest - len(crop)
        higher = spare + room // 4
        tops.append(spare + room // 2 + int(rng.integers(-higher, higher + 1)))
    lefts: list[int] = []
    edge = np.full(tallest + 2 * spare + 1, -np.inf)  # of the ink so far, row by row
    usual = rng.uniform(*GAP)
    for top, crop in zip(tops, crops, strict=True):
        seen = cv2.dilate(crop, np.ones((3, 1))) > _SEEN
        rows = top + np.flatnonzero(seen.any(axis=1))
        first = seen[rows - top].argmax(axis=1)
        last = crop.shape[1] - seen[rows - top, ::-1].argmax(axis=1)
        nearest = float((edge[rows] - first).max(initial=-np.inf))
        gap = height * (usual + rng.normal(0, 0.04))
        # No rows in common: nothing is near, so it may stand next to its neighbor's first column.
        left = 0 if not lefts else max(lefts[-1] + 2, round(max(nearest + gap, 0)))
        lefts.append(left)
        edge[rows] = np.maximum(edge[rows], left + last)
    return tops, lefts


# What is added


def _added(layers: np.ndarray, height: float, rng: np.random.Generator) -> np.ndarray:
    """Return the ink, (height, width), of strokes between digits, marks, and dirt."""
    drawn = np.zeros(layers.shape[1:], np.uint8)
    for left, right in pairwise(layers):
        if rng.random() < JOINED:
            _draw(drawn, _ligature(left, right, rng), height, rng)
    if rng.random() < MARKED:
        _draw(drawn, _mark(layers, height, rng), height, rng)
    if rng.random() < DIRTY:
        for _ in range(rng.integers(1, 6)):
            end = rng.integers((0, 0), drawn.shape[::-1]).astype(float)
            _draw(drawn, np.stack([end, end + rng.normal(0, 0.08 * height, 2)]), height, rng)
    return drawn / np.float32(255)


def _draw(drawn: np.ndarray, points: np.ndarray, height: float, rng: np.random.Generator) -> None:
    """Draw a stroke, (n, 2) points x right, y down, with some pen."""
    pen = max(1, round(height * rng.uniform(*PEN)))
    cv2.polylines(drawn, [np.rint(points * 16).astype(np.int32)], False, 255, pen, cv2.LINE_AA, 4)


def _ligature(left: np.ndarray, right: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a bent stroke from the right part of one digit to the left part of the next."""
    begin = _point(left, rng, at_right=True)
    end = _point(right, rng, at_right=False)
    middle = (begin + end) / 2 + rng.normal(0, 0.25, 2) * np.abs(end - begin).max()
    t = np.linspace(0, 1, 7)[:, np.newaxis]
    return (1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t**2 * end


def _point(layer: np.ndarray, rng: np.random.Generator, at_right: bool) -> np.ndarray:
    """Return a point (x, y) of the ink in the outer third of a digit."""
    rows, columns = np.nonzero(layer > _SEEN)
    if not rows.size:
        return np.zeros(2)
    third = columns.min() + np.ptp(columns) * np.array([1 / 3, 2 / 3])
    outer = np.flatnonzero(columns >= third[1] if at_right else columns <= third[0])
    k = rng.choice(outer)
    return np.array([columns[k], rows[k]], float)


def _mark(layers: np.ndarray, height: float, rng: np.random.Generator) -> np.ndarray:
    """Return the stroke of a dash behind the number, a comma in it, or what is left of a rule."""
    rows, columns = np.nonzero(layers.max(axis=0) > _SEEN)
    kind = rng.integers(3)
    if not rows.size or kind == 0:  # a dash
        begin = np.array([columns.max(initial=0), rows.mean() if rows.size else 0])
        begin += rng.uniform((-0.1, -0.3), (0.4, 0.3)) * height
        return begin + np.array([[0, 0], [rng.uniform(0.2, 0.9), rng.normal(0, 0.08)]]) * height
    if kind == 1:  # a comma
        foot = np.array([rng.uniform(columns.min(), columns.max()), rows.max() - 0.1 * height])
        return foot + np.array([[0, 0], rng.uniform((-0.2, 0), (0.05, 0.3))]) * height
    begin = np.array(
        [rng.uniform(columns.min(), columns.max()), rng.choice([rows.min(), rows.max()])]
    )
    return begin + np.array([[0, 0], [rng.uniform(0.3, 2), rng.normal(0, 0.05)]]) * height

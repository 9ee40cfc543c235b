"""Distortions that a pen and a hand make, for training.

A network that learns MNIST as it is reads MNIST and little else. So every digit image that
it learns from is moved, turned, slanted, stretched, bent, and drawn with a thicker or
thinner pen, anew in every epoch.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike

from digits.digit_image import CENTER, with_pen
from digits.reading import SIDE

SHIFT = 1.0  # pixels, to each side; a crop that errs by a pixel stays readable
ROTATION = np.deg2rad(10)  # to each side
SLANT = 0.2  # columns per row, to each side
SCALE = 0.1  # relative, to each side; height and width apart
BEND = 0.6  # pixels, standard deviation at the knots
THICKER = 0.6  # share of a pen one pixel wider all around that is mixed in, at most
THINNER = 0.5  # likewise for one pixel narrower

_KNOTS = 5  # the elastic bend is a smooth surface over 5 x 5 knots
_AT_ONCE = 512  # images that are moved as one, for OpenCV takes at most 32,766 rows, ...
_APART = 4  # ... each between so many blank rows, more than cubic interpolation reaches


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return digit images, float32 (n, 28, 28) in [0, 1], each distorted in its own way."""
    count = len(images)
    columns, rows = _affine_places(count, rng) + _bend(count, rng)
    pens = rng.uniform(-THINNER, THICKER, count).astype(np.float32)
    moved = np.empty((count, SIDE, SIDE), np.float32)
    for first in range(0, count, _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        moved[part] = _moved(images[part], columns[part], rows[part])
    return _with_full_ink(_with_pens(moved, pens))


def _affine_places(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return the column and row that each pixel is taken from, float32 (2, n, 28, 28)."""
    angle = rng.uniform(-ROTATION, ROTATION, count)
    slant = rng.uniform(-SLANT, SLANT, count)
    width, height = rng.uniform(1 - SCALE, 1 + SCALE, (2, count))
    cos, sin = np.cos(angle), np.sin(angle)
    # turned, then slanted, then stretched: what a column and a row to the right and down add
    along = _for_images([cos / width, sin / height])
    down = _for_images([(slant - sin) / width, cos / height])
    shift = _for_images(rng.uniform(-SHIFT, SHIFT, (2, count)) + CENTER)
    steps = np.arange(SIDE, dtype=np.float32) - CENTER
    return along * steps + (down * steps[:, np.newaxis] + shift)


def _for_images(values: ArrayLike) -> np.ndarray:
    """Return values of columns and rows, (2, n), so that they meet images: float32 (2, n, 1, 1)."""
    return np.asarray(values, np.float32)[..., np.newaxis, np.newaxis]


def _bend(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return a smooth random displacement of each pixel, float32 (2, n, 28, 28)."""
    knots = rng.normal(0, BEND, (2, count, _KNOTS, _KNOTS)).astype(np.float32)
    # Cubic interpolation as a matrix, (28, 5): thousands of knots at once.
    between = cv2.resize(
        np.eye(_KNOTS, dtype=np.float32), (_KNOTS, SIDE), interpolation=cv2.INTER_CUBIC
    )
    return between @ knots @ between.T


def _moved(images: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return images, (n, 28, 28), whose every pixel is taken from its place, (n, 28, 28) each."""
    # One below the other, for a call of OpenCV takes longer than what it does with one image.
    tall = np.pad(images, ((0, 0), (_APART, _APART), (0, 0)))
    tops = np.arange(len(images), dtype=np.float32)[:, np.newaxis, np.newaxis] * tall.shape[1]
    # Beyond its own blank rows an image is blank as well.
    rows = np.clip(rows, 1 - _APART, SIDE + _APART - 3) + (tops + _APART)
    flat = (-1, SIDE)
    moved = cv2.remap(
        tall.reshape(flat), columns.reshape(flat), rows.reshape(flat), cv2.INTER_CUBIC
    )
    return moved.reshape(images.shape)


def _with_pens(images: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """Return each image with a pen thicker (amount > 0) or thinner (amount < 0)."""
    drawn = np.empty_like(images)
    for which in (amounts > 0, amounts <= 0):
        tall = np.pad(images[which], ((0, 0), (1, 1), (0, 0)))  # blank rows part them
        if tall.size:
            rows = np.repeat(amounts[which], tall.shape[1])[:, np.newaxis]
            changed = with_pen(tall.reshape(-1, SIDE), rows).reshape(tall.shape)
            drawn[which] = changed[:, 1:-1]
    return drawn


def _with_full_ink(images: np.ndarray) -> np.ndarray:
    """Return the images, each with full ink where it has most."""
    most = images.max(axis=(1, 2), keepdims=True)
    return np.clip(images / np.where(most > 0, most, 1), 0, 1)

"""Distortions that a pen and a hand make, for training.

A network that learns MNIST as it is reads MNIST and little else. So every digit image that
it learns from is moved, turned, slanted, stretched, bent, and drawn with a thicker or
thinner pen, anew in every epoch.
"""

from __future__ import annotations

import cv2
import numpy as np

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


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return digit images, float32 (n, 28, 28) in [0, 1], each distorted in its own way."""
    count = len(images)
    places = _affine_places(count, rng) + _bend(count, rng)  # (n, 28, 28, 2)
    pens = rng.uniform(-THINNER, THICKER, count).astype(np.float32)
    return np.stack(
        [
            _change_pen(_move(image, place), pen)
            for image, place, pen in zip(images, places, pens, strict=True)
        ]
    )


def _move(image: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the image whose every pixel is taken from its place (x, y)."""
    return cv2.remap(image, places[..., 0], places[..., 1], cv2.INTER_CUBIC)


def _affine_places(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return for each pixel the place (x, y) it is taken from, float32 (n, 28, 28, 2)."""
    angle = rng.uniform(-ROTATION, ROTATION, count)
    slant = rng.uniform(-SLANT, SLANT, count)
    width, height = rng.uniform(1 - SCALE, 1 + SCALE, (2, count))
    cos, sin = np.cos(angle), np.sin(angle)
    # turned, then slanted, then stretched: (n, 2, 2)
    matrix = np.array([[cos / width, (slant - sin) / width], [sin / height, cos / height]])
    shift = rng.uniform(-SHIFT, SHIFT, (count, 1, 1, 2))
    rows, columns = np.mgrid[:SIDE, :SIDE] - CENTER
    points = np.stack([columns, rows], axis=-1)
    places = np.einsum("dcn,ijc->nijd", matrix, points) + shift + CENTER
    return places.astype(np.float32)


def _bend(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return a smooth random displacement of each pixel, float32 (n, 28, 28, 2)."""
    knots = rng.normal(0, BEND, (count, _KNOTS, _KNOTS, 2)).astype(np.float32)
    return np.stack([cv2.resize(one, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) for one in knots])


def _change_pen(image: np.ndarray, amount: float) -> np.ndarray:
    """Return the image with a pen thicker (amount > 0) or thinner (amount < 0)."""
    mixed = with_pen(image, amount)
    brightest = mixed.max()
    return np.clip(mixed / brightest if brightest > 0 else mixed, 0, 1)

"""Where the network looked: the ink that its reading of a digit image hangs on.

Places of the digit image are hidden one after another, and the network reads what is left
("occlusion": Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014).
Where its log-odds of a digit fall, the ink speaks for that digit; where they rise, against it.
Log-odds, because a probability near 1 hardly moves.

Only ink is judged, never empty paper. Ink put on paper lowers the odds of a digit almost
everywhere around it, so maps of that are a blue fog, in which the few places that tell
something (the open top of a 4) are not seen.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from digits.reading import SIDE, Predictor

FOR, AGAINST = (0, 150, 255), (255, 140, 0)
"""RGB of ink that speaks for the digit, and against it: color-blind eyes tell them apart."""

LEAST_CHANGE = 0.01
"""Of log-odds; when no place changes them more, none matters: a half becomes 49.75 %."""

_STRIDE = 2  # pixels from patch to patch
_HIDDEN, _SEEN = 1.0, 3.0  # pixels from its center up to, and from, which all is hidden, or seen
_LEAST_INK = 0.1  # pixels: a patch that hides no more is taken to change nothing
_GRAY = 0.45  # of white: ink that does not matter, darker than ink that does
_GAMMA = 0.75  # below 1, weak influence is seen as well
_LEAST = 1e-30  # probability that is told from none


def saliency(predict: Predictor, image: np.ndarray, digit: int) -> np.ndarray:
    """Return how much the ink at each place speaks for ``digit``, float32 (28, 28) in [-1, 1].

    ``image`` is a digit image, float (28, 28) in [0, 1]; ``digit`` need not be the one that was
    read. Negative values speak against it. A value is the ink there times the average change
    of the log-odds over the patches that hide it, divided by the largest one found: so it
    compares places of one digit image, not digit images. All is 0 where nothing matters.
    """
    image = np.asarray(image, np.float32)
    nothing = np.zeros((SIDE, SIDE), np.float32)
    hidden_ink = np.tensordot(patches(), image, axes=2)  # (196,)
    with_ink = patches()[hidden_ink > _LEAST_INK]
    if not len(with_ink):
        return nothing

    # The whole and all variants at once: about 80 of them, 140 in the boldest digits of MNIST
    variants = np.concatenate([image[np.newaxis], image * (1 - with_ink)])
    odds = log_odds(predict(variants[..., np.newaxis]), digit)

    # What a patch changed, spread over the patch; patches without ink changed nothing.
    change = np.tensordot(odds[0] - odds[1:], with_ink, axes=1) / patches().sum(axis=0)
    influence = change * image
    most = np.abs(influence).max()
    return (influence / most).astype(np.float32) if most >= LEAST_CHANGE else nothing


def log_odds(probabilities: np.ndarray, digit: int) -> np.ndarray:
    """Return log(p / (1 - p)) of the digit's p, float64 (n,), of probabilities (n, 10).

    Finite, for 0 counts as 1e-30. 1 - p is summed from the others: near 1, float32 is coarse.
    """
    p = probabilities.astype(np.float64)
    others = np.delete(p, digit, axis=1).sum(axis=1)
    return np.log(np.maximum(p[:, digit], _LEAST)) - np.log(np.maximum(others, _LEAST))


@cache
def patches() -> np.ndarray:
    """Return how much of each pixel each patch hides, float32 (196, 28, 28) in [0, 1].

    They are round with a soft edge, 14 by 14 of them, and each pixel is all hidden by one at
    least. A hard edge hides as well, but shows as squares in the map.
    """
    centers = np.arange(_STRIDE / 2 - 0.5, SIDE, _STRIDE)
    along = (np.arange(SIDE) - centers[:, np.newaxis]) ** 2  # (14, 28)
    distance = np.sqrt(along[:, np.newaxis, :, np.newaxis] + along[np.newaxis, :, np.newaxis, :])
    hidden = np.clip((_SEEN - distance) / (_SEEN - _HIDDEN), 0, 1, dtype=np.float32)
    hidden = hidden.reshape(-1, SIDE, SIDE)
    hidden.setflags(write=False)  # all callers share it
    return hidden


def overlay(image: np.ndarray, influence: np.ndarray, scale: int = 8) -> np.ndarray:
    """Return a digit image with its map laid over it, uint8 RGB (28 * scale, 28 * scale, 3).

    ``image`` is float (28, 28) in [0, 1], ``influence`` a map, float (28, 28) in [-1, 1]. Ink
    that does not matter is gray; what matters turns blue, for the digit, or orange, against
    it, the brighter the more. Paper without influence is black.
    """
    strength = np.sign(influence) * np.abs(influence) ** _GAMMA
    # The signs are enlarged apart: bicubic overshoots, and would put orange around the blue.
    layers = np.dstack([image, np.maximum(strength, 0), np.maximum(-strength, 0)])
    layers = cv2.resize(
        layers.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC
    )
    ink, pro, con = np.moveaxis(layers.clip(0, 1), 2, 0)[..., np.newaxis]
    gray = 255 * _GRAY * ink * np.maximum(1 - pro - con, 0)
    return np.rint(gray + pro * FOR + con * AGAINST).clip(0, 255).astype(np.uint8)

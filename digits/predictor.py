"""mnist.h5 -> a function from digit images to probabilities."""

from __future__ import annotations

from pathlib import Path

from digits.reading import Predictor


def load_predictor(path: Path) -> Predictor:
    """Return the network in ``path`` as a function.

    It imports Keras, which takes seconds. Raises ``ModelError`` when the file is missing,
    broken, or not a digit network.
    """
    from digits.model_file import check_model_file

    check_model_file(path)  # before Keras: a missing file is told at once
    from digits.network import load, predictor

    return predictor(load(path))

r"""Read handwritten digits: from a drawing or a picture to the number in it.

The nouns that the code uses, and nothing else:

==============  ======================================================================
stroke          the points of one pen-down movement, float array (n, 2), x right,
                y down, in pad units
sketch          the strokes on the drawing pad, in order, with undo and redo
picture         an image someone gave us, upright, uint8 (height, width, 3), RGB
ink             float32 (height, width), 1 = pen, 0 = paper: what is left of a picture
                when paper and light are gone
box             (top, left, bottom, right), half-open, in rows and columns
piece           a stroke, a connected patch of ink, or a part of one that was cut
line            the pieces of one line of writing, from left to right
run             neighbors in a line that may be one digit
digit image     float32 (28, 28) in [0, 1]: one digit the way MNIST would have stored it
probabilities   float32 (10,), summing to 1
reading         one digit found: its box, its digit image, its probabilities, and
                whether the recognizer is sure
readings        what was read in one sketch or picture, in reading order
==============  ======================================================================

The way through::

    strokes -------------------\
                                >--> lines --> runs --> digit images --> probabilities
    file --> picture --> ink --/                                              |
                                        readings <-- the most plausible runs <-/

Training and recognizing share one definition of a digit image (``digits.digit_image``).
``mnist.h5`` is the one model file.

>>> from digits import load_recognizer            # doctest: +SKIP
>>> str(load_recognizer().read("amount.png"))     # doctest: +SKIP
'2024'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digits.recognizer import Recognizer

PROJECT = Path(__file__).resolve().parent.parent
"""The folder that holds the notebook, ``main.py`` and ``mnist.h5``."""

MODEL_PATH = PROJECT / "mnist.h5"
"""The trained network that the notebook saves and the program loads."""


def load_recognizer(model: str | Path = MODEL_PATH) -> Recognizer:
    """Load the network in ``model`` and return a recognizer of digits and numbers.

    It takes a fraction of a second; with a network that was never exported about ten seconds,
    once. Raises ``ModelError`` when the file is missing, broken, or not a digit network.
    """
    from digits.predictor import load_predictor
    from digits.recognizer import Recognizer

    return Recognizer(load_predictor(Path(model)))

"""The whole way, with a predictor that the tests can read, and with the real network."""

import numpy as np
import pytest
from art import SEVEN, enlarged, picture
from PIL import Image

from digits import load_recognizer
from digits.data import CLASSES
from digits.errors import ModelError, PictureError
from digits.reading import Readings
from digits.recognizer import SURE_FROM, Recognizer, choose_sure_from

# A person's digits as strokes: (x right, y down).
DRAWINGS = {
    0: [[(50, 0), (20, 15), (5, 50), (20, 90), (50, 100), (80, 85), (92, 50), (78, 12), (50, 0)]],
    1: [[(32, 16), (45, 0), (43, 100)]],
    2: [[(5, 25), (20, 5), (50, 0), (72, 15), (70, 40), (40, 70), (5, 100), (80, 98)]],
    3: [[(5, 8), (40, 0), (65, 15), (60, 38), (30, 48), (65, 58), (70, 85), (40, 100), (5, 92)]],
    4: [[(50, 0), (5, 65), (80, 63)], [(58, 35), (55, 100)]],
    5: [
        [(15, 0), (10, 45), (40, 38), (68, 55), (66, 85), (35, 100), (5, 90)],
        [(15, 0), (65, 0)],
    ],
    6: [[(60, 0), (25, 30), (8, 65), (20, 95), (50, 98), (65, 78), (50, 58), (25, 62), (10, 78)]],
    7: [[(5, 5), (70, 0), (45, 50), (30, 100)]],
    8: [
        [(65, 12), (35, 0), (12, 18), (30, 42), (60, 65), (60, 92), (32, 100), (10, 85), (25, 58)],
        [(25, 58), (55, 38), (65, 12)],
    ],
    9: [[(60, 15), (35, 0), (10, 20), (20, 45), (48, 45), (62, 15), (60, 60), (45, 100)]],
}


def certain(digit: int, confidence: float = 1.0):
    """Return a predictor that always reads ``digit``."""
    probabilities = np.full(CLASSES, (1 - confidence) / (CLASSES - 1), np.float32)
    probabilities[digit] = confidence
    return lambda images: np.repeat(probabilities[np.newaxis], len(images), axis=0)


def never(images):
    raise AssertionError("there was nothing to predict")


def test_a_picture_gives_a_reading():
    (reading,) = Recognizer(certain(7, 0.96)).read(picture(*SEVEN))
    assert reading.digit == 7
    assert reading.confidence == pytest.approx(0.96)
    assert reading.probabilities.shape == (10,)
    assert reading.box == (1, 2, 9, 10)
    assert reading.image.shape == (28, 28)


def test_a_path_a_pillow_image_and_an_array_are_the_same_picture(tmp_path):
    seven = picture(*SEVEN)
    image = Image.fromarray(seven)
    image.save(tmp_path / "7.png")
    recognizer = Recognizer(certain(7))
    boxes = [
        recognizer.read(given)[0].box
        for given in (seven, image, tmp_path / "7.png", str(tmp_path / "7.png"))
    ]
    assert len(set(boxes)) == 1


def test_strokes_give_a_reading_in_their_own_units():
    (reading,) = Recognizer(certain(1)).read_strokes([[(300, 20), (310, 220)]])
    assert reading.digit == 1
    assert reading.box == (20, 300, 220, 310)


@pytest.mark.parametrize("blank", [np.full((50, 50), 255, np.uint8), np.zeros((1, 1), np.uint8)])
def test_a_blank_picture_gives_no_readings(blank):
    readings = Recognizer(never).read(blank)
    assert readings == Readings()
    assert str(readings) == ""


@pytest.mark.parametrize("strokes", [[], [[]], [np.empty((0, 2))]])
def test_no_strokes_give_no_readings(strokes):
    assert Recognizer(never).read_strokes(strokes) == Readings()


def test_a_file_that_is_no_picture_is_an_error(tmp_path):
    with pytest.raises(PictureError, match="does not exist"):
        Recognizer(never).read(tmp_path / "nowhere.png")


def test_sure_from_the_threshold_on():
    def sure(confidence: float) -> bool:
        return Recognizer(certain(3, confidence), sure_from=0.75).read(picture(*SEVEN))[0].sure

    assert sure(0.75)
    assert not sure(0.74)


# The threshold


def probabilities(*confidences: float) -> np.ndarray:
    rows = np.zeros((len(confidences), CLASSES))
    rows[:, 0] = confidences
    rows[:, 1] = 1 - np.array(confidences)
    return rows


def test_the_threshold_is_the_least_confidence_that_keeps_enough_right():
    some = probabilities(0.99, 0.9, 0.8, 0.7, 0.6)
    labels = np.array([0, 0, 0, 5, 0])
    assert choose_sure_from(some, labels, right=1) == 0.8
    assert choose_sure_from(some, labels, right=0.75) == 0.6
    assert choose_sure_from(some, labels, right=0.0) == 0.6


def test_equal_confidences_stand_or_fall_together():
    some = probabilities(0.9, 0.8, 0.8)
    assert choose_sure_from(some, np.array([0, 0, 5]), right=1) == 0.9


def test_where_the_most_confident_reading_is_wrong_only_certainty_is_sure():
    assert choose_sure_from(probabilities(0.9), np.array([5]), right=1) == 1.0


# The real network


@pytest.fixture(scope="module")
def recognizer():
    return load_recognizer()


@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_is_read(recognizer, digit):
    (reading,) = recognizer.read_strokes(DRAWINGS[digit])
    assert reading.digit == digit
    assert reading.sure == (reading.confidence >= SURE_FROM)


@pytest.mark.parametrize("digit", range(10))
def test_place_and_size_on_the_pad_make_no_difference(recognizer, digit):
    for place, size in (((0, 0), 0.2), ((370, 5), 0.3), ((5, 380), 0.15), ((0, 0), 4)):
        moved = [np.array(stroke) * size + place for stroke in DRAWINGS[digit]]
        assert str(recognizer.read_strokes(moved)) == str(digit)


def test_a_picture_is_read_dark_on_light_and_light_on_dark(recognizer):
    seven = enlarged(picture(*SEVEN), 9)
    assert str(recognizer.read(seven)) == str(recognizer.read(255 - seven)) == "7"


def test_moved_inverted_and_enlarged_mnist_digits_are_read_the_same(recognizer, mnist, rng):
    for digit in mnist[1].images[rng.choice(10_000, 100, replace=False)]:
        expected = str(recognizer.read(digit))
        large = np.pad(enlarged(digit, int(rng.integers(1, 6))), rng.integers(0, 90, (2, 2)))
        assert str(recognizer.read(large)) == str(recognizer.read(255 - large)) == expected


def test_no_model_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="run the notebook"):
        load_recognizer(tmp_path / "mnist.h5")

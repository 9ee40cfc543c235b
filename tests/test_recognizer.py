"""The whole way, with a predictor that the tests can read, and with the real network."""

import cv2
import numpy as np
import pytest
from art import SEVEN, SEVEN_PICTURE, enlarged, picture
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digits import load_recognizer
from digits.errors import ModelError, PictureError
from digits.reading import CLASSES, Readings
from digits.recognizer import Recognizer, choose_sure_from

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


def one_or_seven(images):
    """Read what is narrow at its upper edge as a 1, what is wide there as a 7."""
    upper = images[:, :10, :, 0].max(axis=1) > 0.5
    wide = upper.sum(axis=1) > 7
    return np.eye(CLASSES, dtype=np.float32)[np.where(wide, 7, 1)]


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


def test_a_dot_is_no_digit():
    assert Recognizer(certain(1, 0.3)).read_strokes([[(5, 5)]]) == Readings()


def test_more_pieces_than_are_read_are_one_sentence():
    recognizer = Recognizer(never)
    dashes = np.tile(enlarged(picture("...", ".#.", "..."), 6), (40, 40, 1))
    with pytest.raises(PictureError, match=r"more than 1,000 .*\.$"):
        recognizer.read(dashes)
    with pytest.raises(PictureError, match=r"more than 1,000 .*\.$"):
        recognizer.read_strokes([[(k, 0), (k, 9)] for k in range(5000)])


# Numbers

ONE = np.array([(0.0, 0), (0, 100)])
SEVEN_STROKE = np.array([(0.0, 0), (50, 0), (20, 100)])


def row(text: str, right: float = 0, down: float = 0, step: float = 100) -> list[np.ndarray]:
    """Return the strokes of a number of ones and sevens, a digit every ``step``."""
    shapes = {"1": ONE, "7": SEVEN_STROKE}
    return [
        shapes[sign] + np.array([right + k * step, down])
        for k, sign in enumerate(text)
        if sign != " "
    ]


def test_two_digits_are_two_readings_in_reading_order():
    one, seven = Recognizer(one_or_seven).read_strokes(row("17"))
    assert (one.digit, seven.digit) == (1, 7)
    assert one.box == (0, 0, 100, 0)
    assert seven.box == (0, 100, 100, 150)
    assert (one.before, seven.before) == ("", "")


def test_the_order_of_drawing_makes_no_difference():
    recognizer = Recognizer(one_or_seven)
    assert str(recognizer.read_strokes(row("1177")[::-1])) == "1177"


def test_a_second_line_begins_with_a_new_line():
    readings = Recognizer(one_or_seven).read_strokes([*row("71", down=200), *row("117")])
    assert str(readings) == "117\n71"
    assert [reading.before for reading in readings] == ["", "", "", "\n", ""]


def test_a_wide_gap_is_a_blank():
    readings = Recognizer(one_or_seven).read_strokes(row("17   71"))
    assert str(readings) == "17 71"
    assert [reading.before for reading in readings] == ["", "", " ", ""]


def test_a_picture_of_numbers_is_read_in_lines_and_groups():
    page = picture(
        ".....................................................",
        "..#...######...................#....#................",
        "..#........#...................#....#................",
        "..#.......#....................#....#................",
        "..#.......#....................#....#................",
        "..#......#.....................#....#................",
        "..#......#.....................#....#................",
        "..#.....#......................#....#................",
        ".....................................................",
        ".....................................................",
        ".....................................................",
        "..######..#..........................................",
        ".......#..#..........................................",
        "......#...#..........................................",
        "......#...#..........................................",
        ".....#....#..........................................",
        ".....#....#..........................................",
        "....#.....#..........................................",
        ".....................................................",
    )
    readings = Recognizer(one_or_seven).read(enlarged(page, 5))
    assert str(readings) == "17 11\n71"
    assert readings[1].box == (5, 30, 40, 60)


def test_a_line_in_which_nothing_is_a_digit_leaves_no_new_line():
    def nothing_flat(images):
        flat = images[..., 0].any(axis=2).sum(axis=1) < 10
        even = np.full((len(images), CLASSES), 1 / CLASSES, np.float32)
        return np.where(flat[:, np.newaxis], even, one_or_seven(images))

    dashes = [np.array([(0.0, -300), (60, -300)])]
    assert str(Recognizer(nothing_flat).read_strokes([*dashes, *row("17")])) == "17"


def test_the_network_is_asked_once_whatever_is_to_be_read():
    asked = []

    def predict(images):
        asked.append(images.shape)
        return one_or_seven(images)

    Recognizer(predict).read_strokes([*row("17"), *row("71", down=300)])
    ((count, *shape),) = asked
    assert count >= 4
    assert shape == [28, 28, 1]


# Why

UPPER_BAR = np.zeros((28, 28), np.float32)
UPPER_BAR[5:8, 8:20] = 1
UPPER_BAR[20:23, 8:20] = 1  # one_or_seven does not look at this


@pytest.mark.parametrize(
    ("side", "pixels"), [(28, 28), (55, 28), (56, 56), (168, 168), (200, 196), (1, 28), (0, 28)]
)
def test_an_explanation_is_as_large_as_whole_pixels_of_the_digit_image_allow(side, pixels):
    explanation = Recognizer(one_or_seven).explain(UPPER_BAR, 7, side)
    assert explanation.shape == (pixels, pixels, 3)
    assert explanation.dtype == np.uint8


def test_ink_that_speaks_for_a_digit_is_blue_and_against_it_orange():
    def wide_is_seven(images):
        share = images[:, :10, :, 0].mean(axis=(1, 2)).astype(np.float64)
        probabilities = np.full((len(images), CLASSES), 0.01)
        probabilities[:, 7] = 0.05 + 3 * share
        probabilities[:, 1] = 0.87 - 3 * share
        return probabilities

    recognizer = Recognizer(wide_is_seven)
    upper, lower = (slice(5, 8), slice(8, 20)), (slice(20, 23), slice(8, 20))
    for digit, more, less in ((7, 2, 0), (1, 0, 2)):  # channels: 0 is red, 2 is blue
        mean = recognizer.explain(UPPER_BAR, digit, 28)[upper].mean(axis=(0, 1))
        assert mean[more] > 2 * mean[less]
        gray = recognizer.explain(UPPER_BAR, digit, 28)[lower]
        assert (np.ptp(gray, axis=2) <= 1).all()
        assert gray.max() > 50


def test_explaining_changes_nothing():
    before = UPPER_BAR.copy()
    Recognizer(one_or_seven).explain(UPPER_BAR, 7, 56)
    assert (before == UPPER_BAR).all()


# Sure


def test_sure_from_the_threshold_on():
    def sure(confidence: float) -> bool:
        return Recognizer(certain(3, confidence), sure_from=0.75).read(picture(*SEVEN))[0].sure

    assert sure(0.75)
    assert not sure(0.74)


@pytest.mark.parametrize(("apart", "sure"), [(80, True), (12, False)])
def test_where_digits_begin_and_end_must_be_sure_too(apart, sure):
    # The network is certain either way: of two ones, and of one digit of two strokes.
    readings = Recognizer(certain(1, 0.99), sure_from=0.9).read_strokes(row("11", step=apart))
    assert all(reading.confidence == pytest.approx(0.99) for reading in readings)
    assert {reading.sure for reading in readings} == {sure}


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


@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_is_sure(recognizer, digit):
    (reading,) = recognizer.read_strokes(DRAWINGS[digit])
    assert reading.sure


@pytest.mark.parametrize("digit", range(10))
def test_place_and_size_on_the_pad_make_no_difference(recognizer, digit):
    for place, size in (((0, 0), 0.2), ((370, 5), 0.3), ((5, 380), 0.15), ((0, 0), 4)):
        moved = [np.array(stroke) * size + place for stroke in DRAWINGS[digit]]
        assert str(recognizer.read_strokes(moved)) == str(digit)


def test_a_picture_is_read_dark_on_light_and_light_on_dark(recognizer):
    seven = SEVEN_PICTURE
    assert str(recognizer.read(seven)) == str(recognizer.read(255 - seven)) == "7"


def test_moved_inverted_and_enlarged_mnist_digits_are_read_the_same(recognizer, mnist, rng):
    for digit in mnist[1].images[rng.choice(10_000, 100, replace=False)]:
        expected = str(recognizer.read(digit))
        large = np.pad(enlarged(digit, int(rng.integers(1, 6))), rng.integers(0, 90, (2, 2)))
        assert str(recognizer.read(large)) == str(recognizer.read(255 - large)) == expected


def number(text: str) -> list[np.ndarray]:
    """Return a number as a person draws it: 100 tall, 25 between its digits."""
    strokes, right = [], 0.0
    for sign in text:
        points = [np.array(stroke, float) for stroke in DRAWINGS[int(sign)]]
        left = min(stroke[:, 0].min() for stroke in points)
        strokes += [stroke + np.array([right - left, 0]) for stroke in points]
        right = max(stroke[:, 0].max() for stroke in strokes) + 25
    return strokes


def written(text: str, pen: int = 8) -> np.ndarray:
    """Return a gray picture of a drawn number, dark on white."""
    strokes = number(text)
    right = round(max(stroke[:, 0].max() for stroke in strokes))
    paper = np.full((140, right + 40), 255, np.uint8)
    lines = [np.rint(stroke + 20).astype(np.int32) for stroke in strokes]
    cv2.polylines(paper, lines, isClosed=False, color=20, thickness=pen, lineType=cv2.LINE_AA)
    return paper


NUMBERS = ("2024", "1789", "365", "11", "80", "47")
each_number = pytest.mark.parametrize("text", NUMBERS)


@each_number
def test_a_drawn_number_is_read(recognizer, text):
    assert str(recognizer.read_strokes(number(text))) == text


@each_number
def test_a_written_number_is_read(recognizer, text):
    assert str(recognizer.read(written(text))) == text


CELL = 180


def boxes(paper: np.ndarray, left: int) -> None:
    cv2.rectangle(paper, (left + 15, 25), (left + CELL - 15, 175), 90, 3)


def table(paper: np.ndarray, left: int) -> None:
    cv2.rectangle(paper, (left, 20), (left + CELL, 180), 90, 3)


def comb(paper: np.ndarray, left: int) -> None:
    corners = [(left, 150), (left, 180), (left + CELL, 180), (left + CELL, 150)]
    cv2.polylines(paper, [np.array(corners)], False, 90, 3)


def circles(paper: np.ndarray, left: int) -> None:
    cv2.circle(paper, (left + CELL // 2, 100), 80, 90, 3)


ON_FORMS = [(form, text) for form in (boxes, table, comb, circles) for text in ("2", "47", "36580")]


@pytest.mark.parametrize(("form", "text"), ON_FORMS)
def test_a_number_on_a_form_is_read_and_nothing_else(recognizer, form, text):
    paper = np.full((200, CELL * len(text) + 60), 255, np.uint8)
    for place, sign in enumerate(text):
        left = 30 + CELL * place
        form(paper, left)
        for stroke in DRAWINGS[int(sign)]:
            points = np.array([stroke]) + np.array([left + CELL // 2 - 40, 50])
            cv2.polylines(paper, points, False, 20, 8, cv2.LINE_AA)
    assert str(recognizer.read(paper)).replace(" ", "") == text


def test_zeros_that_are_half_as_tall_as_their_neighbors_are_read(recognizer):
    paper = np.full((140, 340), 255, np.uint8)
    for left, sign, size in [(20, 2, 1), (120, 0, 0.45), (170, 0, 0.45), (230, 6, 1)]:
        for stroke in DRAWINGS[sign]:
            points = np.rint([np.array(stroke) * size + (left, 120 - 100 * size)]).astype(np.int32)
            cv2.polylines(paper, points, False, 20, 6, cv2.LINE_AA)
    assert str(recognizer.read(paper)) == "2006"


def test_numbers_in_lines_are_read_in_lines(recognizer):
    strokes = [*number("2024"), *(stroke + np.array([0, 180]) for stroke in number("1789"))]
    assert str(recognizer.read_strokes(strokes)) == "2024\n1789"


@settings(max_examples=15)
@given(
    st.sampled_from(NUMBERS),
    st.floats(-1000, 1000),
    st.floats(-1000, 1000),
    st.floats(0.05, 20),
)
def test_moving_and_scaling_a_drawn_number_changes_nothing(recognizer, text, right, down, size):
    moved = [stroke * size + np.array([right, down]) for stroke in number(text)]
    assert str(recognizer.read_strokes(moved)) == text


@settings(max_examples=15)
@given(
    st.sampled_from(NUMBERS),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
    st.integers(1, 4),
    st.booleans(),
)
def test_moving_enlarging_and_inverting_a_written_number_changes_nothing(
    recognizer, text, above_and_below, beside, factor, inverted
):
    paper = np.pad(written(text), (above_and_below, beside), constant_values=255)
    large = enlarged(paper, factor)
    assert str(recognizer.read(255 - large if inverted else large)) == text


def test_no_model_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="run the notebook"):
        load_recognizer(tmp_path / "mnist.h5")

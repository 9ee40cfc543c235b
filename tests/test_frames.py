"""Which pieces of ink are frames, boxes and circles around other ink."""

import cv2
import numpy as np
import pytest

from digits import frames
from digits.frames import without_frames

# Around much of the picture


@pytest.fixture
def scene() -> np.ndarray:
    """Return a frame around a stroke, and a speck in every third pixel between them."""
    ink = np.zeros((90, 120), np.uint8)
    ink[18:72:3, 18:102:3] = 1
    ink[30:60, 50:70] = 1
    ink[10:12, 10:110] = ink[78:80, 10:110] = 1
    ink[10:80, 10:12] = ink[10:80, 108:110] = 1
    return ink


def test_of_many_pieces_only_the_frame_goes(scene):
    found = without_frames(scene)
    inside = np.zeros_like(scene)
    inside[12:78, 12:108] = 1
    np.testing.assert_array_equal(found, scene & inside)


def test_the_sizes_of_all_pieces_are_compared_at_once(scene, monkeypatch):
    compared = []
    array = np.array
    monkeypatch.setattr(frames.np, "array", lambda *given: compared.append(given) or array(*given))
    without_frames(scene)
    assert len(compared) == 1  # not once for each speck: a dithered picture has 100,000


# Boxes and circles

CELL = 60


def digits_in_a_row(count: int, tall: int = 36) -> np.ndarray:
    """Return sevens, ``tall`` pixels high, each in the middle of a cell of its own."""
    ink = np.zeros((CELL + 40, count * CELL + 40), np.uint8)
    for column in middles(count):
        top, left = (len(ink) - tall) // 2, column - tall // 4
        corners = [(left, top), (left + tall // 2, top), (left + tall // 6, top + tall - 1)]
        cv2.polylines(ink, [np.array(corners)], False, 1, 3)
    return ink


def middles(count: int) -> list[int]:
    return [20 + CELL // 2 + CELL * k for k in range(count)]


def boxes(ink: np.ndarray, count: int, side: int, thickness: int = 2) -> np.ndarray:
    """Return the ink with a square around each digit; of the size of a cell they are a table."""
    boxed = ink.copy()
    middle = len(ink) // 2
    for column in middles(count):
        first, last = (
            (column - side // 2, middle - side // 2),
            (column + side // 2, middle + side // 2),
        )
        cv2.rectangle(boxed, first, last, 1, thickness)
    return boxed


def circles(ink: np.ndarray, count: int, radius: int) -> np.ndarray:
    circled = ink.copy()
    for column in middles(count):
        cv2.circle(circled, (column, len(ink) // 2), radius, 1, 2)
    return circled


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("thickness", [1, 2, 4])
@pytest.mark.parametrize("side", [48, CELL])
def test_boxes_around_digits_go_whether_they_touch_or_not(count, thickness, side):
    sevens = digits_in_a_row(count)
    np.testing.assert_array_equal(without_frames(boxes(sevens, count, side, thickness)), sevens)


@pytest.mark.parametrize("count", [1, 3])
def test_circles_around_digits_go(count):
    sevens = digits_in_a_row(count)
    np.testing.assert_array_equal(without_frames(circles(sevens, count, 28)), sevens)


def test_a_circle_around_two_digits_goes():
    sevens = digits_in_a_row(2)
    around = sevens.copy()
    cv2.ellipse(around, (sevens.shape[1] // 2, len(sevens) // 2), (75, 46), 0, 0, 360, 1, 2)
    np.testing.assert_array_equal(without_frames(around), sevens)


def test_a_digit_that_touches_its_box_stays_when_its_table_goes():
    sevens = digits_in_a_row(3)
    cv2.line(sevens, (60, 32), (40, 84), 1, 3)  # a 1 through the foot of the first cell
    found = without_frames(boxes(sevens, 3, CELL))
    kept = (found & sevens).sum() / sevens.sum()
    assert kept > 0.8  # what lies on the line itself is lost
    assert found.sum() < 1.1 * sevens.sum()


def test_a_zero_with_a_dot_or_a_slash_is_no_circle():
    zero = np.zeros((100, 100), np.uint8)
    cv2.ellipse(zero, (50, 50), (24, 38), 0, 0, 360, 1, 5)
    dotted, slashed = zero.copy(), zero.copy()
    cv2.circle(dotted, (50, 50), 5, 1, -1)
    cv2.line(slashed, (38, 76), (62, 24), 1, 4)
    for digit in (zero, dotted, slashed):
        np.testing.assert_array_equal(without_frames(digit), digit)


def test_a_blot_in_a_loop_of_an_8_does_not_make_it_a_circle():
    eight = np.zeros((140, 100), np.uint8)
    cv2.circle(eight, (50, 40), 22, 1, 5)
    cv2.circle(eight, (50, 87), 25, 1, 5)
    cv2.circle(eight, (50, 87), 7, 1, -1)
    np.testing.assert_array_equal(without_frames(eight), eight)


@pytest.mark.parametrize("radius", [12, 16])
def test_a_large_blot_in_a_zero_is_no_digit(radius):
    zero = np.zeros((100, 100), np.uint8)
    cv2.ellipse(zero, (50, 50), (32, 38), 0, 0, 360, 1, 4)
    cv2.circle(zero, (50, 50), radius, 1, -1)
    twice = np.hstack([zero[:, 16:84], zero[:, 16:84]])  # which touch
    for digits in (zero, twice):
        np.testing.assert_array_equal(without_frames(digits), digits)


def test_a_tall_ring_around_a_stroke_is_a_zero():
    zero = np.zeros((120, 100), np.uint8)
    cv2.ellipse(zero, (50, 60), (32, 50), 0, 0, 360, 1, 4)
    cv2.ellipse(zero, (50, 60), (14, 18), 0, 0, 230, 1, 3)
    np.testing.assert_array_equal(without_frames(zero), zero)


def square_zero() -> np.ndarray:
    zero = np.zeros((CELL + 40, CELL + 40), np.uint8)
    cv2.rectangle(zero, (28, 20), (72, 80), 1, 5)
    return zero


def test_a_square_zero_with_a_dot_or_a_slash_is_no_box():
    dotted, slashed, backwards = square_zero(), square_zero(), square_zero()
    cv2.circle(dotted, (50, 50), 9, 1, -1)
    cv2.line(slashed, (38, 70), (62, 30), 1, 4)
    cv2.line(backwards, (38, 30), (62, 70), 1, 4)
    for zero in (dotted, slashed, backwards):
        np.testing.assert_array_equal(without_frames(zero), zero)


def test_a_box_around_an_upright_1_goes_and_one_around_a_tilted_1_that_has_a_neighbor():
    one = np.zeros((CELL + 40, CELL + 40), np.uint8)
    cv2.line(one, (47, 70), (53, 30), 1, 4)
    np.testing.assert_array_equal(without_frames(boxes(one, 1, 56)), one)
    number = digits_in_a_row(2)
    number[:, :80] = 0
    cv2.line(number, (38, 70), (62, 30), 1, 4)
    np.testing.assert_array_equal(without_frames(boxes(number, 2, 56)), number)


HOLLOW = {
    "6": [(60, 12), (30, 50), (28, 90), (50, 108), (74, 90), (70, 66), (48, 62), (36, 74)],
    "9": [(44, 108), (72, 70), (74, 30), (52, 12), (28, 30), (32, 54), (54, 58), (66, 46)],
}


@pytest.mark.parametrize("digit", "0689")
def test_a_hollow_digit_keeps_its_outer_line(digit):
    full = np.zeros((120, 100), np.uint8)
    if digit == "0":
        cv2.ellipse(full, (50, 60), (30, 46), 0, 0, 360, 1, 16)
    elif digit == "8":
        cv2.circle(full, (50, 36), 22, 1, 16)
        cv2.circle(full, (50, 82), 25, 1, 16)
    else:
        cv2.polylines(full, [np.array(HOLLOW[digit])], False, 1, 15)
    hollow = full - cv2.erode(full, np.ones((5, 5), np.uint8))
    np.testing.assert_array_equal(without_frames(hollow), hollow)


@pytest.mark.parametrize("lean", [0, 3])
@pytest.mark.parametrize("foot", [35, 52])
def test_a_1_that_touches_a_line_of_its_table_stays(foot, lean):
    written = digits_in_a_row(3)
    written[:, :80] = 0
    cv2.line(written, (foot + lean, 46), (foot, 80), 1, 3)
    found = without_frames(boxes(written, 3, CELL))
    kept = (found & written).sum() / written.sum()
    assert kept > 0.9  # what lies on the line itself is lost
    assert found.sum() < 1.1 * written.sum()


def test_an_empty_box_stays_for_it_may_be_a_zero():
    box = boxes(np.zeros((CELL + 40, CELL + 40), np.uint8), 1, 40)
    np.testing.assert_array_equal(without_frames(box), box)


def test_a_box_in_a_box_goes_as_well():
    sevens = digits_in_a_row(1)
    twice = boxes(boxes(sevens, 1, 48), 1, CELL)
    np.testing.assert_array_equal(without_frames(twice), sevens)


def test_the_ink_is_not_changed():
    boxed = boxes(digits_in_a_row(2), 2, 48)
    before = boxed.copy()
    without_frames(boxed)
    np.testing.assert_array_equal(boxed, before)


def counted(monkeypatch, name: str) -> list[str]:
    """Return a list that grows with each call of a function of ``frames``."""
    calls: list[str] = []
    function = getattr(frames, name)
    monkeypatch.setattr(frames, name, lambda *given: calls.append(name) or function(*given))
    return calls


@pytest.mark.parametrize("many", [30, 300])
def test_rings_in_rings_are_left_alone(many, monkeypatch):
    taken, compared = counted(monkeypatch, "_rest"), counted(monkeypatch, "_is_frame")
    rings = np.zeros((1300, 1300), np.uint8)
    for k in range(many):
        cv2.rectangle(rings, (2 * k, 2 * k), (1299 - 2 * k, 1299 - 2 * k), 1, 1)
    np.testing.assert_array_equal(without_frames(rings), rings)
    assert not taken
    assert not compared


@pytest.mark.parametrize("share", [0.1, 0.5, 0.7])
def test_of_grain_no_outlines_are_followed(share, monkeypatch):
    calls = counted(monkeypatch, "_without_boxes")
    grain = (np.random.default_rng(1).random((900, 1200)) < share).astype(np.uint8)
    np.testing.assert_array_equal(without_frames(grain), grain)
    assert not calls


def test_all_boxes_of_a_large_form_go():
    box = np.zeros((26, 26), np.uint8)
    cv2.rectangle(box, (2, 2), (23, 23), 1, 1)
    written = np.zeros_like(box)
    written[7:18, 12:14] = 1
    form, ones = (np.tile(each, (45, 60)) for each in (box | written, written))
    np.testing.assert_array_equal(without_frames(form), ones)


def test_a_pattern_of_thousands_of_rings_is_left_alone():
    ring = np.zeros((12, 12), np.uint8)
    cv2.rectangle(ring, (0, 0), (10, 10), 1, 1)
    ring[3:8, 5] = 1
    pattern = np.tile(ring, (60, 60))
    np.testing.assert_array_equal(without_frames(pattern), pattern)

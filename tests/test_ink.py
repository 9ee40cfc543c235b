"""What is pen and what is paper."""

import numpy as np
import pytest
from art import SEVEN, enlarged, ink, picture
from hypothesis import given
from hypothesis import strategies as st

from digits.digit_image import ink_box
from digits.ink import MIN_CONTRAST, to_ink


def rgb(gray: np.ndarray) -> np.ndarray:
    return np.repeat(gray.astype(np.uint8)[..., np.newaxis], 3, axis=2)


def test_dark_on_light():
    np.testing.assert_allclose(to_ink(picture(*SEVEN)), ink(*SEVEN))


def test_light_on_dark_is_the_same_ink():
    np.testing.assert_allclose(to_ink(255 - picture(*SEVEN)), ink(*SEVEN))


def test_the_border_decides_not_the_mean():
    mostly_pen = picture(
        "........", ".######.", ".######.", ".##..##.", ".######.", ".######.", "........"
    )
    assert mostly_pen.mean() < 128
    found = to_ink(mostly_pen)
    assert found[1, 1] == 1
    assert found[0, 0] == 0


@pytest.mark.parametrize("gray", [0, 1, 127, 255])
def test_a_blank_picture_has_no_ink(gray):
    assert not to_ink(np.full((20, 30, 3), gray, np.uint8)).any()


def test_one_pixel_is_a_blank_picture():
    assert not to_ink(np.full((1, 1, 3), 77, np.uint8)).any()


def test_less_than_the_least_contrast_is_blank_and_the_least_is_not():
    gray = np.full((20, 20), 200)
    gray[8:12, 8:12] = 200 - MIN_CONTRAST + 1
    assert not to_ink(rgb(gray)).any()
    gray[8:12, 8:12] = 200 - MIN_CONTRAST
    assert to_ink(rgb(gray)).sum() == 16


def test_a_faint_pencil_is_full_ink():
    gray = np.full((20, 20), 230)
    gray[5:15, 9:11] = 190
    assert to_ink(rgb(gray)).max() == 1


@pytest.mark.parametrize("color", [(200, 0, 0), (0, 0, 180), (0, 120, 0)])
def test_a_colored_pen_on_white_is_ink(color):
    paper = np.full((30, 30, 3), 255, np.uint8)
    paper[5:25, 14:17] = color
    assert ink_box(to_ink(paper)) == (5, 14, 25, 17)


def test_in_a_small_digit_every_gray_pixel_counts():
    gray = np.full((28, 28), 255)
    gray[4:24, 13:15] = 0
    gray[4:24, 12] = 250  # covered a little by the pen
    assert ink_box(to_ink(rgb(gray))) == (4, 12, 24, 15)
    large = enlarged(gray, 5)
    assert ink_box(to_ink(rgb(large))) == (20, 60, 120, 75)


def test_in_a_large_digit_the_faint_rim_is_blur():
    gray = np.full((200, 200), 255)
    gray[41:160, 90:110] = 0
    gray[41:160, 110:113] = 240
    assert ink_box(to_ink(rgb(gray))) == (41, 90, 160, 110)


@pytest.mark.parametrize("noise", [2, 6, 10])
@pytest.mark.parametrize(
    "light", [np.ones((200, 240)), np.linspace(1, 0.5, 240) * np.ones((200, 1))]
)
def test_the_grain_of_a_camera_is_not_ink(rng, noise, light):
    photo = lit(light).astype(float) + rng.normal(0, noise, (200, 240, 1))
    box = ink_box(to_ink(np.clip(photo, 0, 255).astype(np.uint8)))
    assert box is not None
    assert np.abs(np.subtract(box, SEVEN_BOX)).max() <= 2


@pytest.mark.parametrize("place", [(0, 0), (199, 239), (5, 120), (190, 10)])
def test_a_speck_of_dust_is_not_ink(place):
    photo = lit(np.ones((200, 240)))
    photo[place] = 0
    assert ink_box(to_ink(photo)) == SEVEN_BOX


def test_a_dot_of_a_broken_stroke_stays():
    broken = np.full((200, 200), 255)
    broken[20:140, 95:105] = 0
    broken[150:160, 95:105] = 0  # a twelfth of the larger piece
    assert ink_box(to_ink(rgb(broken))) == (20, 95, 160, 105)


def test_noise_on_the_paper_is_not_ink(rng):
    gray = np.clip(rng.normal(235, 4, (200, 200)), 0, 255)
    gray[50:150, 95:105] = 40
    assert ink_box(to_ink(rgb(gray))) == (50, 95, 150, 105)


@given(st.integers(0, 255), st.integers(0, 255))
def test_any_two_grays_far_enough_apart_are_paper_and_pen(paper, pen):
    gray = np.where(ink(*SEVEN) > 0, pen, paper)
    found = to_ink(rgb(gray))
    expected = ink(*SEVEN) if abs(paper - pen) >= MIN_CONTRAST else np.zeros_like(found)
    np.testing.assert_allclose(found, expected)


def test_the_picture_is_not_changed():
    seven = picture(*SEVEN)
    before = seven.copy()
    to_ink(seven)
    np.testing.assert_array_equal(seven, before)


# Light that falls unevenly


def slanting_light(shape: tuple[int, int]) -> np.ndarray:
    """Full light on the left, half of it on the right."""
    return np.broadcast_to(np.linspace(1, 0.5, shape[1]), shape)


def shadow(shape: tuple[int, int]) -> np.ndarray:
    """The shadow of a hand with a soft edge, from the lower right."""
    rows, columns = np.indices(shape)
    across = (rows / shape[0] + columns / shape[1] - 1) * 20
    return 1 - 0.45 / (1 + np.exp(-across))


def lit(light: np.ndarray, pen: float = 0.25, inverted: bool = False) -> np.ndarray:
    """Return a photo of a large 7 on paper, in that light."""
    seven = enlarged(ink(*SEVEN), 20)
    gray = 235 * light * np.where(seven > 0, pen, 1)
    return rgb(255 - gray if inverted else gray)


SEVEN_BOX = (20, 40, 180, 200)
LARGE = (200, 240)


@pytest.mark.parametrize("light", [slanting_light(LARGE), shadow(LARGE)], ids=["slant", "shadow"])
@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("turned", range(4))
def test_a_shadow_is_not_ink(light, inverted, turned):
    photo = lit(light, inverted=inverted)
    found = np.rot90(to_ink(np.rot90(photo, turned)), -turned)
    box = ink_box(found)
    assert box is not None
    assert np.abs(np.subtract(box, SEVEN_BOX)).max() <= 2


@pytest.mark.parametrize("light", [slanting_light(LARGE), shadow(LARGE)], ids=["slant", "shadow"])
def test_blank_paper_in_uneven_light_has_no_ink(light):
    assert not to_ink(rgb(235 * light)).any()


def test_a_clean_picture_is_left_as_it_is_even_where_ink_touches_the_border():
    touching = picture("........", "########", "......#.", ".....#..", "........")
    np.testing.assert_allclose(to_ink(touching), 1 - touching[..., 0] / np.float32(255))

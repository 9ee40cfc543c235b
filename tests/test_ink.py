"""What is pen and what is paper."""

import cv2
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


# Whole numbers as people photograph, scan and screenshot them

PAGE = (240, 320)
WHITE, BLACK = (238, 236, 230), (45, 45, 60)
THIN_ONE = [[(30, 60), (30, 180)]]
FLAT_SEVEN = [[(70, 62), (130, 60), (95, 180)]]
FOUR = [[(190, 60), (160, 130), (220, 130)], [(205, 95), (205, 180)]]
ROUND_ZERO = [[(270, 60), (245, 100), (248, 150), (270, 180), (294, 150), (296, 100), (270, 60)]]


def drawn(*strokes, width: int = 5, shape: tuple[int, int] = PAGE) -> np.ndarray:
    """Return where strokes, lists of points (x right, y down), cover a page: 0 to 1."""
    covered = np.zeros(shape, np.uint8)
    for stroke in strokes:
        cv2.polylines(covered, [np.array(stroke, np.int32)], False, 255, width, cv2.LINE_AA)
    return covered / 255


WRITTEN = drawn(*THIN_ONE, *FLAT_SEVEN, *FOUR, *ROUND_ZERO)


def painted(ground: np.ndarray, covered: np.ndarray, color=BLACK) -> np.ndarray:
    """Return a ground, (height, width, 3), with a color where it is covered."""
    return ground * (1 - covered[..., np.newaxis]) + np.array(color) * covered[..., np.newaxis]


def paper(color=WHITE, shape: tuple[int, int] = PAGE) -> np.ndarray:
    return np.ones((*shape, 3)) * color


def photographed(scene: np.ndarray, light: np.ndarray | float = 1, noise: float = 3) -> np.ndarray:
    """Return a picture as a camera takes it: in some light, a little blurred, with grain."""
    rng = np.random.default_rng(7)
    seen = cv2.GaussianBlur(scene * np.atleast_3d(light), (0, 0), 0.8)
    return np.clip(seen + rng.normal(0, noise, scene.shape), 0, 255).astype(np.uint8)


def assert_only_pen(
    found: np.ndarray, written: np.ndarray = WRITTEN, mended: float = 0.99, left: float = 0.0
) -> None:
    """Assert that the pen is there, and 3 pixels beside it, blur included, there is nothing.

    ``mended`` is the least share of the pen that is there; ``left`` is how much else may be.
    """
    assert (found[written > 0.9] > 0.3).mean() >= mended
    beside = cv2.dilate((written > 0).astype(np.uint8), np.ones((7, 7))) == 0
    assert (found[beside] > 0).sum() <= left * (written > 0.9).sum()


def glare(shape: tuple[int, int]) -> np.ndarray:
    """The spot of a flash in dim light."""
    rows, columns = np.indices(shape)
    away = ((rows - shape[0] / 2) ** 2 + (columns - shape[1] / 2) ** 2) / (0.2 * shape[1]) ** 2
    return 0.7 + 0.35 * np.exp(-away / 2)


def hard_shadow(shape: tuple[int, int]) -> np.ndarray:
    """The shadow of a phone over the lower right, with a narrow edge."""
    rows, columns = np.indices(shape)
    return 1 - 0.5 / (1 + np.exp(-(rows / shape[0] + columns / shape[1] - 1) * 60))


@pytest.mark.parametrize("light", [slanting_light, shadow, glare, hard_shadow])
@pytest.mark.parametrize("pen", [BLACK, (150, 150, 150)], ids=["pen", "pencil"])
def test_light_on_a_page_is_not_ink(light, pen):
    assert_only_pen(to_ink(photographed(painted(paper(), WRITTEN, pen), light(PAGE))))


def test_a_shadow_with_soft_edges_in_the_middle_of_a_page_is_not_ink():
    rows, columns = np.indices(PAGE)
    valley = 1 - 0.4 * np.exp(-(((rows - 210) / 12) ** 2) / 2) * (columns > 0)
    assert_only_pen(to_ink(photographed(painted(paper(), WRITTEN), valley)))


@pytest.mark.parametrize(
    "color",
    [(210, 40, 40), (40, 60, 200), (40, 150, 70), (245, 225, 60), (250, 160, 60), (130, 190, 240)],
    ids=["red", "blue", "green", "yellow", "orange", "light blue"],
)
@pytest.mark.parametrize("light", [slanting_light, shadow])
def test_a_colored_pen_in_uneven_light_is_ink(color, light):
    assert_only_pen(to_ink(photographed(painted(paper(), WRITTEN, color), light(PAGE))))


@pytest.mark.parametrize("color", [(245, 225, 60), (60, 60, 255)])
def test_a_pen_as_bright_as_the_paper_is_told_by_its_color(color):
    gray = color @ np.array([0.299, 0.587, 0.114])
    found = to_ink(painted(paper([gray] * 3), WRITTEN, color).astype(np.uint8))
    assert_only_pen(found)
    assert found.max() == 1


def test_blue_on_a_yellow_note():
    note = painted(paper((240, 232, 80)), WRITTEN, (60, 70, 150))
    assert_only_pen(to_ink(photographed(note, slanting_light(PAGE))))


def test_chalk_on_a_blackboard():
    board = painted(paper((50, 70, 60)), WRITTEN, (215, 218, 210))
    assert_only_pen(to_ink(photographed(board, slanting_light(PAGE))))


def lines(gap: int, squared: bool = False, slope: float = 0.0, width: int = 2) -> np.ndarray:
    """Return where the lines of ruled or squared paper are."""
    height, wide = PAGE
    down, over = slope * wide, slope * height
    level = [[(0, y), (wide, y + down)] for y in range(-gap + 15, height + gap, gap)]
    upright = [[(x, 0), (x - over, height)] for x in range(10, wide + gap, gap)]
    return drawn(*level, *(upright if squared else []), width=width)


@pytest.mark.parametrize("color", [(150, 180, 225), (110, 120, 140)], ids=["pale", "dark"])
@pytest.mark.parametrize("slope", [0.0, 0.02, -0.03])
@pytest.mark.parametrize("squared", [False, True], ids=["ruled", "squared"])
def test_the_lines_of_paper_go_and_the_digits_that_they_cross_are_mended(color, slope, squared):
    page = paper()
    page = painted(page, lines(45, squared, slope), color)
    found = to_ink(photographed(painted(page, WRITTEN)))
    assert_only_pen(found, mended=0.98, left=0.005)
    assert pieces(found) == pieces(WRITTEN)


def test_the_lines_of_a_drawn_page_go():
    page = painted(paper((255, 255, 255)), lines(45, squared=True, width=1), (160, 190, 230))
    assert_only_pen(to_ink(painted(page, WRITTEN).astype(np.uint8)))


def test_a_line_below_a_number_goes_and_a_line_as_dark_as_the_pen():
    scene = painted(painted(paper(), drawn([(10, 195), (310, 199)], width=4)), WRITTEN)
    assert_only_pen(to_ink(photographed(scene)))


def pieces(image: np.ndarray) -> int:
    return cv2.connectedComponents((image > 0).astype(np.uint8))[0] - 1


ALONE = {
    "a thin 1": ((200, 60), [[(30, 5), (31, 195)]]),
    "a 1 from border to border": ((200, 60), [[(30, 0), (30, 199)]]),
    "three thin 1s": (
        (200, 160),
        [[(30, 5), (31, 195)], [(80, 6), (80, 195)], [(130, 4), (128, 196)]],
    ),
    "a wide flat 7": ((200, 200), [[(8, 12), (190, 10), (90, 190)]]),
    "a wide 4": ((200, 200), [[(90, 8), (8, 120), (192, 120)], [(140, 60), (140, 192)]]),
    "a minus": ((60, 200), [[(10, 30), (190, 30)]]),
}


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("clean", [False, True], ids=["photo", "drawing"])
def test_strokes_as_long_as_rules_stay_where_nothing_says_that_they_are_rules(name, clean):
    shape, strokes = ALONE[name]
    written = drawn(*strokes, width=4, shape=shape)
    scene = painted(paper(shape=shape), written)
    found = to_ink(scene.astype(np.uint8) if clean else photographed(scene))
    assert_only_pen(found, written)


@pytest.mark.parametrize("wobble", [0, 5])
def test_a_frame_around_a_number_is_not_ink(wobble):
    frame = [
        (10, 20),
        (160, 20 - wobble),
        (312, 22),
        (310, 222),
        (150, 222 + wobble),
        (10, 220),
        (10, 20),
    ]
    assert_only_pen(to_ink(photographed(painted(paper(), np.maximum(WRITTEN, drawn(frame))))))


def test_a_zero_with_a_slash_or_a_dot_is_no_frame():
    zero = drawn(*ROUND_ZERO, [(262, 135), (280, 105)])
    assert_only_pen(to_ink(photographed(painted(paper(), zero))), zero)


def test_the_frame_of_a_window_is_not_ink():
    window = painted(paper((255, 255, 255)), WRITTEN, (0, 0, 0))
    window[[0, 1, -1]] = window[:, [0, -1]] = 0
    assert_only_pen(to_ink(window.astype(np.uint8)))


def on_a_table(sides: str) -> np.ndarray:
    """Return a page that lies askew on a dark, grainy table, seen at these sides."""
    shape = (300, 400)
    inside = np.array([[30, 25], [372, 20], [378, 282], [24, 275]])
    for side, axis, end in (("l", 0, 0), ("r", 0, 400), ("t", 1, 0), ("b", 1, 300)):
        if side not in sides:
            near = inside[:, axis] < 200 if not end else inside[:, axis] > shape[1 - axis] - 60
            inside[near, axis] = end
    sheet = cv2.fillConvexPoly(np.zeros(shape, np.uint8), inside, 1)[..., np.newaxis]
    grain = np.random.default_rng(3).normal(0, 60, shape)
    table = (
        np.ones((*shape, 3)) * (70, 50, 40) + cv2.GaussianBlur(grain, (0, 0), 3)[..., np.newaxis]
    )
    return np.where(
        sheet > 0, painted(paper(shape=shape), np.pad(WRITTEN, ((30, 30), (40, 40)))), table
    )


@pytest.mark.parametrize("sides", ["ltrb", "r", "tb", "rb", "ltb"])
def test_a_table_around_a_page_is_not_ink(sides):
    found = to_ink(photographed(on_a_table(sides)))
    assert_only_pen(found, np.pad(WRITTEN, ((30, 30), (40, 40))))


@pytest.mark.parametrize("turned", range(4))
def test_the_ragged_edge_of_a_page_is_not_ink(turned):
    rng = np.random.default_rng(5)
    page = painted(paper(), WRITTEN)
    for column in range(PAGE[1]):
        page[: int(rng.integers(1, 6)), column] = rng.integers(20, 110)
    found = np.rot90(to_ink(np.rot90(photographed(page), turned)), -turned)
    assert_only_pen(found)


def test_a_pattern_on_a_check_is_not_ink():
    rows, columns = np.indices(PAGE)
    waves = np.sin((rows + 6 * np.sin(columns / 25)) * 2 * np.pi / 9)
    ground = paper((205, 205, 205)) - 30 * (waves > 0.6)[..., np.newaxis]
    assert_only_pen(to_ink(photographed(painted(ground, WRITTEN, (80, 80, 80)))))


def test_a_thick_marker_that_fills_the_picture():
    zero = drawn(
        [(100, 30), (40, 90), (50, 160), (100, 175), (155, 130), (140, 60), (100, 30)],
        width=40,
        shape=(200, 200),
    )
    scene = painted(paper(shape=(200, 200)), zero)
    assert_only_pen(to_ink(photographed(scene, slanting_light((200, 200)))), zero)


def test_forty_small_digits_on_a_page_of_a_large_photo_keep_their_thin_pen():
    small = WRITTEN[40:200, 10:310]
    written = np.zeros((2000, 1800))
    for top in range(60, 1800, 190):
        written[top : top + 160, 100:400] = small
    found = to_ink(
        photographed(painted(paper(shape=written.shape), written), shadow(written.shape))
    )
    assert_only_pen(found, written)
    assert pieces(found) == pieces(written)


# Pictures of something else end soon and in good order.


def test_ten_thousand_specks_are_not_ink(rng):
    page = photographed(painted(paper(shape=(600, 800)), cv2.resize(WRITTEN, (800, 600))))
    places = rng.integers(0, 600 * 800, 10_000)
    page.reshape(-1, 3)[places] = np.where(rng.random(10_000) < 0.5, 0, 255)[:, np.newaxis]
    found = to_ink(page)
    assert pieces(found) < 50


@pytest.mark.parametrize("gray", [0, 9, 255])
def test_a_dark_or_blank_photo_has_no_ink(rng, gray):
    photo = np.clip(rng.normal(gray, 2, (300, 400, 3)), 0, 255).astype(np.uint8)
    assert not to_ink(photo).any()


THINNEST = [(1, 5000), (5000, 1), (2, 2000), (2000, 2)]


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 2), (5, 5), (3, 900), *THINNEST])
def test_noise_of_any_shape_does_no_harm(rng, shape):
    found = to_ink(rng.integers(0, 256, (*shape, 3)).astype(np.uint8))
    assert found.shape == shape
    assert found.dtype == np.float32
    assert 0 <= found.min() <= found.max() <= 1


def test_gray_is_never_colored_so_that_nothing_needs_to_be_compared():
    grays = np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(1, 256, 3)
    np.testing.assert_array_equal(cv2.cvtColor(grays, cv2.COLOR_RGB2GRAY), grays[..., 0])

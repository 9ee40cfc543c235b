"""From strokes to pixels, and a picture under them."""

import numpy as np
import pytest
from art import enlarged, picture
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digits.pen import (
    DARK,
    LIGHT,
    coverage,
    curve,
    inked,
    on_picture,
    on_screen,
    pad_image,
    pen_color,
)
from digits.stroke import PAD_SIDE, PEN_WIDTHS, as_stroke
from digits.view import View, place

SHEET = (250, 240, 230)
INK = (20, 30, 40)

places = st.tuples(st.floats(-300, 600), st.floats(-300, 600))
rows_of_points = st.lists(places, min_size=1, max_size=12).map(np.array)
directions = st.floats(0, 2 * np.pi).map(lambda angle: np.array([np.cos(angle), np.sin(angle)]))


def center(weights):
    """Return the center, x and y, of what weighs; a pixel's own center is at its half."""
    height, width = weights.shape
    columns, rows = weights.sum(axis=0, dtype=float), weights.sum(axis=1, dtype=float)
    x = columns @ (np.arange(width) + 0.5) / columns.sum()
    y = rows @ (np.arange(height) + 0.5) / rows.sum()
    return np.array([x, y])


# The curve


@given(rows_of_points)
def test_the_curve_goes_through_every_point(points):
    gaps = np.abs(curve(points)[:, np.newaxis] - points).max(axis=2)
    assert gaps.min(axis=0).max() < 1e-9


@given(rows_of_points)
def test_the_curve_begins_and_ends_where_the_stroke_does(points):
    smooth = curve(points)
    assert (smooth[0] == points[0]).all()
    assert (smooth[-1] == points[-1]).all()


@given(rows_of_points, directions)
def test_the_curve_goes_no_farther_than_an_eighth_beyond_the_points(points, direction):
    along, smooth = points @ direction, curve(points) @ direction
    most = (along.max() - along.min()) / 8 + 1e-6
    assert smooth.max() <= along.max() + most
    assert smooth.min() >= along.min() - most


@pytest.mark.parametrize("points", [[(3, 4)], [(3, 4), (30, 40)]])
def test_one_point_and_two_points_stay_as_they_are(points):
    assert curve(points).tolist() == [list(point) for point in points]


@pytest.mark.parametrize("count", [3, 4, 50])
def test_the_same_point_again_and_again_stays_that_point(count):
    assert (curve([(5, 6)] * count) == (5, 6)).all()


def test_few_points_on_a_circle_make_a_circle():
    angles = np.linspace(0, 2 * np.pi, 13)
    smooth = curve(100 * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    inner = smooth[len(smooth) // 6 : -len(smooth) // 6]  # its ends know one neighbor only
    assert np.hypot(*inner.T) == pytest.approx(100, abs=0.5)


def test_the_points_of_the_curve_are_as_close_as_asked_for():
    smooth = curve([(0, 0), (20, 0), (40, 0), (60, 0)], spacing=2)
    assert np.hypot(*np.diff(smooth, axis=0).T).max() <= 2.5


def test_a_stroke_of_very_many_points_does_not_become_much_longer():
    points = np.tile([(0.0, 0), (280, 280)], (50_000, 1))
    assert len(curve(points)) == len(points)


def test_the_points_of_a_stroke_are_not_changed():
    points = np.array([(0.0, 0), (10, 20), (30, 0)])
    before = points.copy()
    curve(points)
    assert (points == before).all()


# Lines in pixels


def dot(width, x=50.5, y=50.5, side=101):
    return coverage([([(x, y)], width)], side, side)


@pytest.mark.parametrize("width", [4, 6, 9, 18, 40, 64])
def test_a_dot_is_round_and_as_wide_as_the_pen(width):
    mask = dot(width)
    rows, columns = np.mgrid[:101, :101]
    from_center = np.hypot(rows - 50, columns - 50)
    assert (mask[from_center <= width / 2 - 1.5] == 255).all()
    assert (mask[from_center >= width / 2 + 2] == 0).all()
    assert 2 * np.sqrt(mask.sum() / 255 / np.pi) == pytest.approx(width, abs=1.3)


def test_the_area_of_a_dot_is_that_of_a_circle():
    assert dot(64).sum() / 255 == pytest.approx(np.pi * 32**2, rel=0.04)


@pytest.mark.parametrize("width", [4, 5, 6, 7, 10, 18, 19, 40])
@pytest.mark.parametrize("angle", [0, 10, 45, 77, 90])
def test_a_line_is_as_wide_as_the_pen_in_any_direction(width, angle):
    half = 60 * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    mask = coverage([([100 - half, 100 + half], width)], 200, 200)
    round_ends = coverage([([(100, 100)], width)], 200, 200)
    area = (mask.sum(dtype=float) - round_ends.sum(dtype=float)) / 255
    assert area / 120 == pytest.approx(width, abs=1.1)


@pytest.mark.parametrize("width", [3, 4, 7, 18, 21])
def test_the_ends_of_a_line_are_as_wide_as_the_line(width):
    mask = coverage([([(50, 50), (150, 50)], width)], 100, 200)
    height = mask[:, 100].sum(dtype=float)
    assert mask[:, 51].sum(dtype=float) == pytest.approx(height, abs=255)
    length = mask[50].sum(dtype=float) / 255
    assert length - 100 == pytest.approx(height / 255, abs=0.5)


def test_the_thinnest_line_is_still_there():
    assert dot(0.1).max() > 200
    assert coverage([([(10, 10), (90, 90)], 0.1)], 100, 100).max() > 200


def test_edges_are_smooth():
    grays = dot(18)
    assert ((grays > 0) & (grays < 255)).sum() > 30
    assert set(grays[50, 45:56]) == {255}


@given(st.floats(30, 70), st.floats(30, 70), st.floats(4, 30))
def test_a_dot_is_where_it_was_drawn_and_between_pixels_as_well(x, y, width):
    assert np.abs(center(dot(width, x, y)) - (x, y)).max() < 0.2


def test_lines_together_cover_what_each_covers():
    one, other = ([(10, 10), (40, 10)], 6), ([(10, 30), (40, 30)], 10)
    both = coverage([one, other], 50, 50)
    assert (both == np.maximum(coverage([one], 50, 50), coverage([other], 50, 50))).all()


def test_no_lines_cover_nothing():
    assert not coverage([], 5, 7).any()
    assert coverage([], 5, 7).shape == (5, 7)
    assert not coverage([([], 18)], 5, 7).any()


def test_a_line_beside_the_mask_leaves_nothing():
    assert not coverage([([(-50, 10), (-20, 90)], 18), ([(500, 500)], 18)], 100, 100).any()


def test_a_line_that_comes_from_outside_is_cut_at_the_edge():
    inside = coverage([([(-50, 50), (50, 50)], 18)], 100, 100)
    assert (inside[45:55, :50] == 255).all()
    assert not inside[:, 65:].any()


def test_ink_very_far_away_does_no_harm():
    far = [(50, 50), (1e12, 3e12), (-1e12, 50), (1e300, -1e300), (50, 50)]
    assert coverage([(far, 18)], 100, 100)[50, 50] == 255


# Ink on a picture

GRAY = picture("+-", "*#")


def test_no_ink_leaves_a_picture_and_full_ink_replaces_it():
    assert (inked(GRAY, np.zeros((2, 2), np.uint8), INK) == GRAY).all()
    assert (inked(GRAY, np.full((2, 2), 255, np.uint8), INK) == INK).all()


@given(*[st.integers(0, 255)] * 3)
def test_ink_is_mixed_by_its_share(ground, share, ink):
    pixel = np.full((1, 1, 3), ground, np.uint8)
    mixed = inked(pixel, np.full((1, 1), share, np.uint8), (ink, ink, ink))
    assert mixed.dtype == np.uint8
    exact = ground + (ink - ground) * share / 255
    assert np.abs(mixed - exact).max() <= 0.5


def test_inked_changes_none_of_its_arguments():
    ground, mask = GRAY.copy(), np.full((2, 2), 255, np.uint8)
    inked(ground, mask, INK)
    assert (ground == GRAY).all()
    assert (mask == 255).all()


def test_the_pen_is_dark_on_light_and_light_on_dark():
    assert pen_color(None) == pen_color(picture("....", ".##.", "....")) == DARK
    assert pen_color(255 - picture("....", ".##.", "....")) == LIGHT
    assert pen_color(np.zeros((0, 5, 3), np.uint8)) == DARK
    assert pen_color(np.full((1, 3000, 3), 0, np.uint8)) == LIGHT


# A picture on the pad


WHOLE = View(1)


def shown(image, view=WHOLE, side=PAD_SIDE, strokes=()):
    return pad_image(strokes, image, view, side, SHEET, INK)


def smooth_picture(height, width):
    """Return a picture without edges, in which every place has a color of its own."""
    rows, columns = np.mgrid[:height, :width]
    waves = (np.sin(rows / height * 5), np.cos(columns / width * 4), np.sin(3 * columns / width))
    return np.rint(np.stack(waves, axis=2) * 100 + 128).astype(np.uint8)


def test_an_empty_pad_is_the_sheet():
    assert (shown(None, side=10) == SHEET).all()
    assert (shown(np.zeros((0, 0, 3), np.uint8), side=10) == SHEET).all()


def test_a_picture_fills_the_pad():
    seven = picture(
        ".......",
        ".#####.",
        ".....#.",
        "....#..",
        "...#...",
        "...#...",
        ".......",
    )
    assert (shown(seven) == enlarged(seven, 40)).all()


def test_a_wide_picture_lies_between_two_strips_of_the_sheet():
    wide = picture("#.", "*-")[:, [0, 0, 1, 1]]
    image = shown(wide)
    assert (image[:70] == SHEET).all()
    assert (image[70:210] == enlarged(wide, 70)).all()
    assert (image[210:] == SHEET).all()


def test_a_tall_picture_lies_between_two_strips_of_the_sheet():
    tall = picture("#", "*", "-", "#")
    image = shown(tall)
    assert (image[:, :105] == SHEET).all()
    assert (image[:, 105:175] == enlarged(tall, 70)).all()
    assert (image[:, 175:] == SHEET).all()


@pytest.mark.parametrize("factor", [2, 3, 8])
def test_a_picture_of_many_pixels_is_averaged(factor, rng):
    side = factor * PAD_SIDE
    fine = rng.integers(0, 256, (side, side, 3)).astype(np.uint8)
    means = fine.reshape(PAD_SIDE, factor, PAD_SIDE, factor, 3).mean(axis=(1, 3))
    assert np.abs(shown(fine) - means).max() <= 1


def test_zoomed_in_the_pixels_of_a_small_picture_are_squares():
    small = smooth_picture(28, 28)
    part = shown(small, View(2, left=100, top=50))
    assert (part == enlarged(small, 20)[100:380, 200:480]).all()


@settings(max_examples=40)
@given(
    st.sampled_from([(50, 70), (300, 200), (900, 1300)]),
    st.floats(0.4, 6),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_zooming_in_shows_what_cropping_shows(size, scale, left, top):
    image = smooth_picture(*size)
    side = 120
    whole = shown(image, View(scale), side=side + 200)
    part = shown(image, View(scale, left / scale, top / scale), side)
    difference = np.abs(whole[top : top + side, left : left + side].astype(int) - part)
    # From one pixel of a picture to the next there are so many grays:
    most = 2 + 10 * PAD_SIDE / min(size) / max(1, scale)
    assert difference.max() <= most or (difference > most).any(axis=2).mean() < 0.02


@pytest.mark.parametrize("factor", [1.3, 2, 3.9])
def test_between_small_and_large_a_picture_is_interpolated(factor):
    image = smooth_picture(140, 140)
    side = round(140 * factor)
    found = shown(image, View(side / PAD_SIDE), side)
    at = np.clip((np.arange(side) + 0.5) / factor - 0.5, 0, 139)
    low = np.minimum(at.astype(int), 138)
    share = at - low
    rows = image[low] * (1 - share)[:, None, None] + image[low + 1] * share[:, None, None]
    exact = rows[:, low] * (1 - share)[None, :, None] + rows[:, low + 1] * share[None, :, None]
    assert np.abs(found - exact).max() <= 3


@pytest.mark.parametrize(("height", "width"), [(1, 5000), (5000, 1), (1, 1), (3, 20_000)])
@pytest.mark.parametrize(
    "view", [WHOLE, View(1, 0.4, 0.4), View(16, 130, 131), View(64, 138, 138.5)]
)
def test_the_narrowest_picture_is_to_be_seen(height, width, view):
    image = np.zeros((height, width, 3), np.uint8)
    assert (shown(image, view) == 0).all(axis=2).any()


def test_a_picture_out_of_view_is_not_seen():
    wide = np.zeros((1, 1000, 3), np.uint8)
    assert (shown(wide, View(10, left=0, top=0)) == SHEET).all()


def test_showing_a_picture_changes_none_of_it():
    image = smooth_picture(50, 60)
    before = image.copy()
    shown(image, View(3, 20, 30), strokes=[as_stroke([(0, 0), (200, 200)])])
    assert (image == before).all()


# Strokes over a picture

zooms = st.sampled_from([1, 1.25, 1.5625, 2.4, 4, 7.3, 16])
picture_sides = st.integers(20, 1200)
shares = st.floats(0, 1)


@given(picture_sides, picture_sides, st.integers(150, 700), zooms, shares, shares, shares, shares)
@example(317, 946, 638, 8, 0.5, 0.5, 0.3, 0.7)
def test_a_stroke_stays_on_the_mark_over_which_it_was_drawn(
    height, width, side, zoom, right, down, across, along
):
    # A black square in a white picture, and a view that holds it
    size = max(1, max(height, width) // 60)
    column, row = int(right * (width - 1)), int(down * (height - 1))
    image = np.full((height, width, 3), 255, np.uint8)
    image[row : row + size, column : column + size] = 0
    unit, left, top = place(height, width)
    rows, columns = (np.flatnonzero(image[..., 0].min(axis=axis) == 0) for axis in (1, 0))
    mark = np.array(
        [left + unit * (columns[0] + len(columns) / 2), top + unit * (rows[0] + len(rows) / 2)]
    )
    corner = (mark - np.array([across, along]) * PAD_SIDE / zoom).clip(0, PAD_SIDE * (1 - 1 / zoom))
    view = View(side / PAD_SIDE * zoom, *corner)
    reach = unit * view.scale * size
    (x, y) = on_screen(mark, view)
    if not reach < min(x, y) <= max(x, y) < side - reach:
        return  # it is cut by the edge of the screen

    drawn = coverage([([(x, y)], 6)], side, side)
    seen = 255 - shown(image, view, side)[..., 0]
    seen[(shown(None, view, side) == shown(image, view, side)).all(axis=2)] = 0  # the sheet

    if min(x, y) > 6 and max(x, y) < side - 6:
        assert np.abs(center(seen) - center(drawn)).max() < 0.8
    assert np.abs(center(seen) - (x, y)).max() < 0.6


def test_strokes_lie_over_the_picture():
    stroke = as_stroke([(50, 140), (230, 140)], 20)
    image = shown(picture(".."), strokes=[stroke])
    assert (image[135:145, 50:230] == INK).all()
    assert (image[100] == 255).all()


def test_a_stroke_is_as_wide_as_the_view_is_large():
    stroke = as_stroke([(-100, 140), (400, 140)], 20)
    for view in (View(1), View(2, 70, 70), View(5, 120, 130)):
        dark = (shown(None, view, strokes=[stroke])[..., 0] < 100).sum(axis=0)
        assert dark == pytest.approx(20 * view.scale, abs=2)


@given(st.lists(rows_of_points, max_size=3), st.floats(*PEN_WIDTHS))
@settings(max_examples=30)
def test_any_strokes_can_be_shown_at_any_zoom(points, width):
    strokes = [as_stroke(each, width) for each in points]
    for view in (View(1), View(30, 100, 100)):
        assert shown(None, view, 50, strokes).shape == (50, 50, 3)


# Strokes on the picture itself


def test_without_strokes_a_picture_stays_as_it_is():
    image = smooth_picture(20, 30)
    assert (on_picture(image, []) == image).all()


def test_drawing_on_a_picture_leaves_the_one_that_was_given():
    image = smooth_picture(200, 300)
    before = image.copy()
    drawn = on_picture(image, [as_stroke([(100, 100), (200, 150)])])
    assert (image == before).all()
    assert (drawn != image).any()


@pytest.mark.parametrize("size", [(300, 300), (200, 600), (900, 400), (1000, 1400)])
def test_strokes_on_a_picture_are_where_the_pad_shows_them(size):
    white = np.full((*size, 3), 255, np.uint8)
    strokes = [as_stroke([(110, 120), (150, 170), (165, 110)], 12), as_stroke([(140, 140)], 20)]
    view, side = View(2), 2 * PAD_SIDE
    on_pad = pad_image(strokes, white, view, side, SHEET, DARK)
    in_picture = shown(on_picture(white, strokes), view, side)
    middle = slice(180, 400)  # where the picture is, whatever its shape
    ink, also = (255 - image[middle, middle, 0] for image in (on_pad, in_picture))
    assert np.abs(center(ink) - center(also)).max() < 0.5
    dark, also_dark = ink > 128, also > 128
    assert (dark & also_dark).sum() / (dark | also_dark).sum() > 0.9


def test_strokes_on_a_dark_picture_are_light():
    drawn = on_picture(np.zeros((280, 280, 3), np.uint8), [as_stroke([(140, 140)])])
    assert tuple(drawn[140, 140]) == LIGHT
    assert not drawn[0].any()


def test_a_stroke_beside_a_picture_leaves_no_ink_on_it():
    wide = np.full((100, 400, 3), 255, np.uint8)
    assert (on_picture(wide, [as_stroke([(10, 20), (200, 20)])]) == 255).all()

"""Connected ink: its pieces, where touching digits are cut, and the lines it makes up."""

import cv2
import numpy as np
import pytest
from art import enlarged, ink
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from digits.errors import PictureError
from digits.lines import MOST_IN_ALL
from digits.patches import Patch, connected, cut, is_ring, lines_of_ink, slant_of_ink, together
from digits.reading import Box
from digits.segmentation import runs

ZERO = (
    "..####..",
    ".##..##.",
    "##....##",
    "##....##",
    "##....##",
    "##....##",
    ".##..##.",
    "..####..",
)
TWO_THAT_TOUCH = tuple(row + row for row in ZERO)
OPEN_4 = (
    "#...#",
    "#...#",
    "#...#",
    "###.#",
    "....#",
    "....#",
    "....#",
    "....#",
)
FOUR_AND_ONE_APART = (
    "##..##...##",
    "##..##...##",
    "##..##...##",
    "######...##",
    "######...##",
    "....##...##",
    "....##...##",
    "....##...##",
)


def drawn(rows: tuple[str, ...]) -> np.ndarray:
    """Return large ink of a drawing; an 0 is 48 x 48 pixels."""
    return enlarged(ink(*rows), 6)


def patch(rows: tuple[str, ...]) -> Patch:
    """Return the only patch of a drawing."""
    (only,) = connected(drawn(rows))
    return only


def widths(patches) -> list[float]:
    return [one.box.right - one.box.left for one in patches]


some_ink = arrays.arrays(
    np.float32,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=20),
    elements=st.sampled_from([0, 0, 0.5, 1]),
)


# Patches


def test_blank_paper_has_no_patches():
    assert list(connected(ink("...", "..."))) == []


def test_what_touches_at_a_corner_is_connected():
    (only,) = connected(ink("#..", ".#.", "..#"))
    assert only.box == (0, 0, 3, 3)


def test_a_patch_has_its_grays_but_not_what_else_lies_in_its_box():
    ring, dot = sorted(connected(ink("+####", "#...#", "#.*.#", "#...#", "#####")))
    assert ring.box == (0, 0, 5, 5)
    np.testing.assert_array_equal(ring.ink, ink("+####", "#...#", "#...#", "#...#", "#####"))
    assert dot.box == (2, 2, 3, 3)
    np.testing.assert_array_equal(dot.ink, ink("*"))


def test_patches_together_are_one():
    both = together(list(connected(ink("......", ".#..+.", ".#....", "......"))))
    assert both.box == (1, 1, 3, 5)
    np.testing.assert_array_equal(both.ink, ink("#..+", "#..."))


@given(some_ink)
def test_all_patches_together_are_the_ink(paper):
    before = paper.copy()
    patches = list(connected(paper))
    np.testing.assert_array_equal(paper, before)
    again = np.zeros_like(paper)
    if patches:
        (top, left, bottom, right), own = together(patches)
        again[top:bottom, left:right] = own
    np.testing.assert_array_equal(again, paper)


# Slant


def leaning(slant: float) -> Patch:
    """Return a line that goes ``slant`` columns to the right for each row down."""
    paper = np.zeros((120, 120), np.uint8)
    ends = [(round(60 + slant * down), 60 + down) for down in (-40, 40)]
    cv2.line(paper, *ends, 255, thickness=6, lineType=cv2.LINE_AA)
    (only,) = connected(paper / np.float32(255))
    return only


def test_nothing_has_no_slant():
    assert slant_of_ink([]) == 0


def test_an_upright_line_has_no_slant():
    assert slant_of_ink([leaning(0)]) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("slant", [-0.5, -0.25, 0.25, 0.5])
def test_the_slant_is_how_far_lines_go_to_the_right_for_each_row_down(slant):
    assert slant_of_ink([leaning(slant)]) == pytest.approx(slant, abs=0.06)


def test_a_flat_line_says_nothing_about_the_slant():
    flat = Patch(Box(0, 0, 3, 60), np.ones((3, 60), np.float32))
    upright, both = slant_of_ink([leaning(0.4)]), slant_of_ink([leaning(0.4), flat])
    assert both == pytest.approx(upright, abs=0.05)


# Digits that touch


def test_a_lone_0_is_not_cut():
    zero = patch(ZERO)
    (only,) = cut(zero, height=48, slant=0)
    assert only.box == zero.box


@pytest.mark.parametrize("slant", [-0.5, -0.25, 0, 0.25, 0.5])
def test_a_1_is_never_cut_however_it_leans(slant):
    one = leaning(slant)
    assert cut(one, height=80, slant=slant) == [one]


def test_a_piece_too_narrow_for_two_digits_is_not_cut():
    # Its lowest place is in the middle, like that of two digits that touch.
    rows = ("##...##", "#######", "##...##")
    narrow = patch(rows)
    assert cut(narrow, height=90, slant=0) == [narrow]
    assert len(cut(narrow, height=30, slant=0)) == 2


def test_a_dot_is_not_cut():
    dot = Patch(Box(7, 7, 8, 8), np.ones((1, 1), np.float32))
    assert cut(dot, height=48, slant=0) == [dot]


def test_two_circles_that_touch_are_cut_where_they_touch():
    left, right = cut(patch(TWO_THAT_TOUCH), height=48, slant=0)
    assert left.box.left == 0
    assert left.box.right == right.box.left == pytest.approx(48, abs=2)
    assert right.box.right == 96


def test_where_the_writing_slants_the_cut_does():
    rows = ["." * (8 - k) + row + "." * k for k, row in enumerate(TWO_THAT_TOUCH)]
    left, right = cut(patch(tuple(rows)), height=48, slant=-1)
    assert left.box.right > right.box.left  # the foot of the right one is below the left one
    areas = [(part.ink > 0).sum() for part in (left, right)]
    assert areas[0] == pytest.approx(areas[1], rel=0.05)


def test_a_chain_of_three_is_cut_twice():
    parts = cut(patch(tuple(row * 3 for row in ZERO)), height=48, slant=0)
    assert widths(parts) == pytest.approx([48, 48, 48], abs=2)


def test_small_zeros_in_a_tall_line_are_cut_where_they_touch_and_not_through_the_middle():
    # "1.000" with zeros half as tall as the 1
    parts = cut(patch(tuple(row * 3 for row in ZERO)), height=96, slant=0)
    assert widths(parts) == pytest.approx([48, 48, 48], abs=2)


@given(some_ink, st.floats(1, 30), st.floats(-1, 1))
def test_parts_together_are_the_patch(paper, height, slant):
    for whole in connected(paper):
        before = whole.ink.copy()
        parts = cut(whole, height, slant)
        again = together(parts)
        np.testing.assert_array_equal(whole.ink, before)
        assert again.box == whole.box
        np.testing.assert_array_equal(again.ink, whole.ink)
        assert sum((part.ink > 0).sum() for part in parts) == (whole.ink > 0).sum()


# Lines


def spans(line) -> set[tuple[int, int]]:
    return {(run.start, run.end) for run in runs(line)}


def test_blank_paper_has_no_lines():
    assert lines_of_ink(np.zeros((5, 5), np.float32)) == []


def test_a_lone_digit_is_a_line_of_one_piece():
    (line,) = lines_of_ink(np.pad(drawn(ZERO), 10))
    assert line.upright == [Box(10, 10, 58, 58)]
    assert line.connected == []
    box, image = line.digit(runs(line)[0])
    assert box == (10, 10, 58, 58)
    assert image.shape == (28, 28)


def test_pieces_go_from_left_to_right_and_apart_are_not_connected():
    (line,) = lines_of_ink(drawn(FOUR_AND_ONE_APART))
    lefts = [box.left for box in line.upright]
    assert lefts == sorted(lefts)
    assert line.connected[-1] is False
    assert line.digit(runs(line)[-1])[0] == (0, 54, 48, 66)  # the 1


def test_digits_that_touch_are_pieces_of_connected_ink():
    (line,) = lines_of_ink(drawn(TWO_THAT_TOUCH))
    assert line.connected == [True]


def test_a_digit_of_a_run_has_all_of_its_pieces_and_nothing_else():
    (line,) = lines_of_ink(drawn(OPEN_4))
    boxes = {(run.start, run.end): line.digit(run)[0] for run in runs(line)}
    assert boxes == {(0, 1): (0, 0, 24, 18), (1, 2): (0, 24, 48, 30), (0, 2): (0, 0, 48, 30)}


def test_two_lines_are_two():
    page = np.concatenate([drawn(ZERO), np.zeros((40, 48), np.float32), drawn(ZERO)])
    upper, lower = lines_of_ink(page)
    assert upper.upright[0].top == 0
    assert lower.upright[0].top == 88


def test_a_comma_is_left_out():
    number = ("##.....##",) * 7 + ("##..#..##",)
    (line,) = lines_of_ink(drawn(number))
    assert len(line.upright) == 2


def test_a_small_zero_is_no_comma_but_a_dot_of_its_size_is():
    paper = np.zeros((60, 60), np.float32)
    paper[5:55, 5:10] = paper[5:55, 50:55] = 1
    zero, dot = paper.copy(), paper.copy()
    zero[32:44, 24:36] = np.pad(np.zeros((8, 8), np.float32), 2, constant_values=1)
    dot[32:44, 24:36] = 1
    (with_zero,), (with_dot,) = lines_of_ink(zero), lines_of_ink(dot)
    assert (len(with_zero.upright), len(with_dot.upright)) == (3, 2)


def test_a_ring_is_ink_around_a_good_part_of_its_box():
    assert is_ring(patch(ZERO))
    assert not is_ring(patch(tuple(row[:-2] for row in ZERO)))  # open at the right
    pinhole = np.ones((9, 9), np.float32)
    pinhole[4, 4] = 0
    assert not is_ring(Patch(Box(0, 0, 9, 9), pinhole))


def test_lines_of_ink_do_not_change_it():
    paper = drawn(TWO_THAT_TOUCH)
    before = paper.copy()
    (line,) = lines_of_ink(paper)
    for run in runs(line):
        line.digit(run)
    np.testing.assert_array_equal(paper, before)


def test_more_pieces_than_are_read_are_refused():
    side = int(np.sqrt(MOST_IN_ALL)) + 1
    dots = np.tile(ink("#.", ".."), (side, side))
    with pytest.raises(PictureError, match="more than 1,000"):
        lines_of_ink(dots)


@given(some_ink)
def test_any_ink_gives_lines_of_digit_images_inside_it(paper):
    for line in lines_of_ink(paper):
        assert len(line.connected) == len(line.upright) - 1
        for run in runs(line):
            (top, left, bottom, right), image = line.digit(run)
            assert image.shape == (28, 28)
            assert image.max() == 1
            assert 0 <= top < bottom <= paper.shape[0]
            assert 0 <= left < right <= paper.shape[1]


def test_pieces_are_counted_after_the_cuts():
    combs = np.zeros((8 * 150, 4000), np.float32)
    combs[5::8] = 1  # 150 combs, cut wherever they could be two digits
    for tooth in range(1, 5):
        combs[tooth::8, ::6] = 1
    with pytest.raises(PictureError, match="too many for numbers"):
        lines_of_ink(combs)


def test_hatching_whose_boxes_all_overlap_is_refused_before_it_fills_the_memory():
    rows, columns = np.indices((600, 600))
    hatching = ((rows + columns) % 12 == 0).astype(np.float32)
    with pytest.raises(PictureError, match="too many for numbers"):
        lines_of_ink(hatching)

"""Which boxes stand in one line, and which of them are only marks."""

import numpy as np
import pytest
from art import any_box, boxes, moved
from hypothesis import given
from hypothesis import strategies as st

from digits.errors import PictureError
from digits.lines import (
    MOST_IN_ALL,
    distances,
    group_starts,
    hull,
    in_lines,
    line_height,
    without_marks,
)
from digits.reading import Box

whole = st.integers(-1000, 1000)


def letters(numbers) -> str:
    return "".join(chr(ord("a") + number) for number in numbers)


def lines(*rows: str) -> list[str]:
    """Return the letters of each line of drawn boxes."""
    return [letters(line) for line in in_lines(boxes(*rows))]


def kept(*rows: str) -> str:
    """Return the letters of a line that are no marks."""
    return letters(without_marks(boxes(*rows)))


# Boxes


def test_the_hull_of_one_box_is_itself():
    assert hull([Box(1, 2, 3, 4)]) == Box(1, 2, 3, 4)


def test_the_hull_is_around_all_boxes():
    assert hull(boxes("a....", "....b", ".c...")) == Box(0, 0, 6, 5)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["aab", "aab"], 0),  # they touch
        (["aba", "a.a"], 0),  # one lies in the other
        (["aa...b"], 3),
        (["a", ".", "b"], 2),
        (["a....", ".....", "....b"], np.hypot(3, 2)),
    ],
)
def test_the_distance_is_that_of_the_nearest_points(rows, expected):
    one, other = boxes(*rows)
    assert distances(one, [other])[0] == distances(other, [one])[0] == expected


def test_a_line_is_as_tall_as_most_of_its_digits_not_as_a_comma_or_a_long_tail():
    assert line_height(boxes("a.b..d", "a.b..d", "a.b.cd", ".....d", ".....d")) == 6


def test_a_line_without_any_height_has_one_all_the_same():
    assert line_height([Box(5, 0, 5, 9)]) == 1


@given(st.lists(any_box, min_size=1, max_size=9))
def test_the_line_height_is_the_median_of_what_is_not_low(some):
    heights = np.array([box.bottom - box.top for box in some])
    expected = float(np.median(heights[heights >= heights.max() / 2])) or 1.0
    assert line_height(some) == expected


@given(any_box)
def test_a_box_alone_is_a_line_and_no_mark(box):
    assert in_lines([box]) == [[0]]
    assert without_marks([box]) == [0]


# Lines


def test_no_boxes_are_no_lines():
    assert in_lines([]) == []


@pytest.mark.parametrize(
    "box", [Box(2, 3, 9, 7), Box(2, 3, 2, 7), Box(2, 3, 9, 3), Box(2, 3, 2, 3)]
)
def test_one_box_is_one_line_even_with_no_height_or_width(box):
    assert in_lines([box]) == [[0]]


def test_boxes_with_no_height_or_width_are_in_the_line_they_lie_in():
    dot, dash, bar = Box(50, 60, 50, 60), Box(50, 80, 50, 90), Box(0, 100, 100, 100)
    assert in_lines([Box(0, 0, 100, 50), dot, dash, bar]) == [[0, 1, 2, 3]]


def test_boxes_side_by_side_are_one_line_from_left_to_right():
    assert lines("c..b..aa", "c..b..aa") == ["cba"]


def test_boxes_one_below_the_other_are_two_lines_from_top_to_bottom():
    assert lines(
        "c.d.ee",
        "c.d.ee",
        "......",
        "a..b..",
        "a..b..",
    ) == ["cde", "ab"]


def test_a_line_may_slope():
    assert lines(
        "a......",
        "a.b....",
        "a.b.c..",
        "..b.c.d",
        "....c.d",
        "......d",
    ) == ["abcd"]


def test_two_lines_may_slope():
    assert lines(
        "........d",
        "......c.d",
        "....b.c.d",
        "..a.b.c..",
        "..a.b...h",
        "..a...g.h",
        "....f.g.h",
        "..e.f.g..",
        "..e.f....",
        "..e......",
    ) == ["abcd", "efgh"]


def test_the_loops_of_an_8_one_above_the_other_are_one_line():
    assert lines("aa.c", "aa.c", "bb.c", "bb.c") == ["abc"]


def test_the_loops_of_a_lone_8_are_one_line():
    assert lines("aa", "aa", "bb", "bb") == ["ab"]


def test_two_digits_one_below_the_other_are_two_lines_though_nearly_as_near_as_loops():
    # Together they would be twice as tall as the other digits.
    tall, gap = 100, 15
    column = [Box(k * (tall + gap), 0, k * (tall + gap) + tall, 60) for k in range(3)]
    assert in_lines(column) == [[0], [1], [2]]


def test_a_5_and_its_cap_are_one_line():
    assert lines(
        "..bbb..c",
        ".a.....c",
        ".aaa...c",
        "...a...c",
        ".aaa...c",
    ) == ["abc"]


def test_a_small_box_is_in_the_line_of_the_nearest_tall_one():
    assert lines(
        "a...b...",
        "a...b...",
        "a.c.b...",
        "........",
        "........",
        "d...e.f.",
        "d...e...",
        "d...e...",
    ) == ["acb", "def"]


def test_more_pieces_than_are_read_are_refused_in_one_sentence():
    row = [Box(0, 2 * k, 9, 2 * k + 1) for k in range(MOST_IN_ALL + 1)]
    assert len(in_lines(row[:-1])[0]) == MOST_IN_ALL
    with pytest.raises(PictureError, match=r"^There are more than 1,000 .*digits\.$"):
        in_lines(row)


@given(st.lists(any_box, max_size=25))
def test_every_box_is_in_one_line_and_lines_go_from_left_to_right(some):
    found = in_lines(some)
    assert sorted(number for line in found for number in line) == list(range(len(some)))
    for line in found:
        middles = [some[number].left + some[number].right for number in line]
        assert middles == sorted(middles)


@given(st.lists(any_box, max_size=15), whole, whole, st.sampled_from([1 / 8, 1, 2, 1024]))
def test_place_and_size_make_no_difference_to_lines(some, down, right, size):
    assert in_lines([moved(box, down * size, right * size, size) for box in some]) == in_lines(some)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-5, 5), st.integers(25, 35)), min_size=1, max_size=6),
        min_size=1,
        max_size=4,
    ),
    st.randoms(),
)
def test_written_lines_come_back_whatever_the_order_of_their_digits(written, random):
    # Each digit stands up to 5 higher or lower than its line and is 25 to 35 tall.
    places = {
        Box(60 * row + high, 30 * k, 60 * row + high + tall, 30 * k + 20): (row, k)
        for row, line in enumerate(written)
        for k, (high, tall) in enumerate(line)
    }
    shuffled = random.sample(list(places), len(places))
    found = [[places[shuffled[number]] for number in line] for line in in_lines(shuffled)]
    assert found == [[(row, k) for k in range(len(line))] for row, line in enumerate(written)]


def test_a_tail_that_nearly_reaches_the_next_line_leaves_its_digit_there():
    row = [Box(0, 120 * k, 100, 120 * k + 60) for k in range(4)]
    below = [Box(140, 120 * k, 240, 120 * k + 60) for k in range(4)]
    row[2] = row[2]._replace(bottom=132)  # a 9 with a long tail
    assert in_lines([*row, *below]) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_two_rows_close_to_one_another_are_two_lines():
    row = [Box(0, 120 * k, 100, 120 * k + 60) for k in range(3)]
    below = [Box(106, 120 * k, 206, 120 * k + 60) for k in range(3)]
    assert in_lines([*row, *below]) == [[0, 1, 2], [3, 4, 5]]


# Marks


@pytest.mark.parametrize(
    "box", [Box(2, 3, 9, 7), Box(2, 3, 2, 7), Box(2, 3, 9, 3), Box(2, 3, 2, 3)]
)
def test_a_lone_box_is_kept_however_low(box):
    assert without_marks([box]) == [0]


def test_digits_are_kept():
    assert kept("aa.b...", "aa.b.cc", "aa.b.cc", "aa.b.cc") == "abc"


def test_a_comma_is_dropped():
    assert (
        kept(
            "a...bb",
            "a...bb",
            "a...bb",
            "a...bb",
            "a.c.bb",
        )
        == "ab"
    )


def test_a_comma_below_the_foot_of_a_digit_is_dropped():
    tall = [Box(0, 0, 100, 50), Box(0, 60, 100, 110)]
    assert without_marks([*tall, Box(90, 40, 115, 55)]) == [0, 1]


def test_a_dash_is_dropped():
    assert (
        kept(
            "a.......bb",
            "a.......bb",
            "a..cccc.bb",
            "a.......bb",
            "a.......bb",
        )
        == "ab"
    )


def test_a_speck_is_dropped_wherever_it_is():
    tall = [Box(0, 0, 100, 50), Box(0, 80, 100, 130)]
    for speck in (Box(45, 20, 55, 30), Box(0, 52, 10, 62), Box(95, 60, 105, 70)):
        assert without_marks([*tall, speck]) == [0, 1]


def test_the_cap_of_a_5_is_kept():
    assert (
        kept(
            ".a.ccc.b",
            ".a.....b",
            ".aaa...b",
            "...a...b",
            ".aaa...b",
        )
        == "abc"
    )


def test_a_cap_that_does_not_touch_its_5_is_kept_and_one_far_from_any_is_dropped():
    drawing = (
        ".a..ccc....ddd...b",
        ".a...............b",
        ".aaa.............b",
        "...a.............b",
        ".aaa.............b",
    )
    assert kept(*drawing) == "abc"


def test_the_bar_of_a_7_is_kept():
    five_by_five = boxes(
        "aaaaa",
        "....a",
        "...a.",
        "..a..",
        "..a..",
    )
    bar = Box(4.5, 1, 5, 5)
    assert without_marks([*five_by_five, bar]) == [0, 1]


def test_the_foot_of_a_1_is_kept():
    assert (
        kept(
            "..aa...b",
            ".a.a...b",
            "...a...b",
            "...a...b",
            ".ccccc.b",
        )
        == "abc"
    )


@given(st.lists(any_box, min_size=1, max_size=20))
def test_what_is_kept_holds_the_tallest_and_keeps_its_order(some):
    numbers = without_marks(some)
    assert numbers == sorted(set(numbers))
    assert max(box.bottom - box.top for box in some) == max(
        some[number].bottom - some[number].top for number in numbers
    )


# Groups


def starts(*rows: str) -> list[bool]:
    return group_starts(boxes(*rows))


def test_a_lone_digit_begins_no_group():
    assert starts("a", "a") == [False]


def test_digits_beside_one_another_are_one_group():
    assert starts("a.b.c", "a.b.c", "a.b.c") == [False, False, False]


def test_a_wide_gap_parts_two_groups():
    assert starts("a.b..........c.d", "a.b..........c.d", "a.b..........c.d") == [
        False,
        False,
        True,
        False,
    ]


def test_where_all_gaps_are_wide_none_parts_groups():
    row = ".......".join("abcd")
    assert starts(row, row) == [False] * 4

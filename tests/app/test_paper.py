"""The pixels of the pad, and what of them a moving pen changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digits.app import paper as paper_module
from digits.app.paper import Paper, Region
from digits.pen import pad_image
from digits.stroke import PAD_SIDE, as_stroke
from digits.view import View

SIDE = 140
VIEW = View(SIDE / PAD_SIDE)
WHITE, BLACK = (255, 255, 255), (0, 0, 0)

WIDTH = 18.0
LINES = {
    "a dot": [(100, 100)],
    "two points": [(40, 40), (200, 130)],
    "three points": [(40, 40), (100, 200), (200, 40)],
    "a fast hand": [(10, 10), (270, 30), (20, 260), (250, 270)],
    "a slow hand": [(40 + 3 * i, 40 + i * i / 20) for i in range(60)],
    "a hand that turns back": [(40, 100), (200, 100), (60, 100), (220, 104)],
    "a hand that leaves the pad": [(100, 100), (280, 100), (280, 280), (60, 280)],
}

each_line = pytest.mark.parametrize("points", LINES.values(), ids=LINES)


def blank(side=SIDE, view=VIEW):
    return Paper(np.full((side, side, 3), 255, np.uint8), view, BLACK)


def growing(points):
    """The line as it is after each point."""
    return (points[:end] for end in range(1, len(points) + 1))


def drawn(points, paper=None, width=WIDTH):
    paper = blank() if paper is None else paper
    for line in growing(points):
        paper.extend(line, width)
    return paper.pixels


def at_once(points, side=SIDE, view=VIEW):
    return pad_image([as_stroke(points, WIDTH)], None, view, side, WHITE, BLACK)


def spiral(count):
    turns = np.linspace(0, 40, count)
    radius = 20 + 100 * turns / 40
    return np.stack([140 + radius * np.cos(turns), 140 + radius * np.sin(turns)], axis=1).tolist()


def looks_like(one, other):
    """Whether nothing but single pixels at the edge of a line differ."""
    far = np.abs(one.astype(int) - other).max(axis=2) > 128
    return far.sum() <= 0.005 * (other < 128).all(axis=2).sum()


@each_line
@pytest.mark.parametrize("side", [140, 480])
def test_a_line_that_grows_point_by_point_looks_like_one_that_is_drawn_at_once(points, side):
    view = View(side / PAD_SIDE)
    grown = drawn(points, blank(side, view))
    assert (grown < 128).any()
    assert looks_like(grown, at_once(points, side, view))


def test_that_holds_for_a_long_line_too():
    points = spiral(300)
    assert looks_like(drawn(points), at_once(points))


def test_that_holds_for_a_part_of_the_pad_seen_large():
    view = View(2.0, 60.0, 50.0)
    points = LINES["a fast hand"]
    assert looks_like(drawn(points, blank(view=view)), at_once(points, view=view))


def test_the_edge_of_a_line_is_smooth():
    grays = np.unique(drawn([(40, 40), (200, 130)]))
    assert len(grays) > 10


def test_a_line_has_its_width_and_round_ends():
    pixels = drawn([(70, 140), (210, 140)], blank(PAD_SIDE, View(1.0)))[..., 0]
    column = pixels[:, 140] < 128
    assert abs(column.sum() - WIDTH) <= 2
    end = pixels[131:149, 61:70] < 128  # the half disc before the first point
    assert end[9, 1:].all()
    assert not end[[0, -1], 0].any()


def test_the_line_has_the_color_of_the_pen():
    paper = Paper(np.zeros((SIDE, SIDE, 3), np.uint8), VIEW, (200, 150, 100))
    pixels = drawn([(140, 140)], paper)
    assert pixels[70, 70].tolist() == [200, 150, 100]
    assert pixels[0, 0].tolist() == [0, 0, 0]


def test_what_is_on_the_page_is_seen_beside_the_line_and_through_its_edge(rng):
    page = rng.integers(100, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    pixels = drawn([(40, 40), (200, 130)], Paper(page, VIEW, BLACK))
    ink = 255 - drawn([(40, 40), (200, 130)])[..., :1].astype(int)
    assert np.abs(pixels - page * (255 - ink) / 255).max() <= 1


def test_the_page_that_it_was_given_is_not_changed():
    page = np.full((SIDE, SIDE, 3), 255, np.uint8)
    page.flags.writeable = False
    drawn(LINES["a fast hand"], Paper(page, VIEW, BLACK))
    assert (page == 255).all()


def test_the_points_are_not_changed():
    points = list(LINES["a fast hand"])
    drawn(points)
    assert points == LINES["a fast hand"]


@each_line
def test_nothing_changes_but_the_region_that_is_returned(points):
    paper = blank()
    for line in growing(points):
        before = paper.pixels.copy()
        left, top, right, bottom = paper.extend(line, WIDTH)
        before[top:bottom, left:right] = paper.pixels[top:bottom, left:right]
        assert np.array_equal(before, paper.pixels)


some_points = st.lists(
    st.tuples(st.floats(0, PAD_SIDE), st.floats(0, PAD_SIDE)), min_size=1, max_size=6
)
any_view = st.builds(View, st.floats(0.1, 3), st.floats(0, PAD_SIDE), st.floats(0, PAD_SIDE))


@given(some_points, any_view, st.floats(6, 40))
def test_any_line_in_any_view_stays_on_the_paper(points, view, width):
    paper = blank(40, view)
    for line in growing(points):
        before = paper.pixels.copy()
        left, top, right, bottom = paper.extend(line, width)
        assert 0 <= left <= right <= 40
        assert 0 <= top <= bottom <= 40
        before[top:bottom, left:right] = paper.pixels[top:bottom, left:right]
        assert np.array_equal(before, paper.pixels)


def test_a_line_out_of_view_changes_nothing():
    paper = blank(view=View(1.0, 140.0, 140.0))
    assert (drawn([(10, 150), (20, 250), (15, 270)], paper) == 255).all()  # on the left
    assert (drawn([(150, 10), (250, 20), (270, 15)], paper) == 255).all()  # above


def test_a_line_that_comes_back_into_view_is_drawn_from_the_edge_on():
    view = View(1.0, 140.0, 140.0)
    points = [(200, 200), (60, 190), (60, 250), (250, 250)]
    assert looks_like(drawn(points, blank(view=view)), at_once(points, view=view))


def test_the_two_last_points_are_all_that_a_further_point_redraws():
    paper = blank(480, View(480 / PAD_SIDE))
    reach = WIDTH / 2 * 480 / PAD_SIDE + 3  # pixels beyond the points
    points = spiral(2000)
    for line in growing(points):
        region = paper.extend(line, WIDTH)
        newest = np.array(line[-4:]) * 480 / PAD_SIDE
        (left, top), (right, bottom) = newest.min(axis=0) - reach, newest.max(axis=0) + reach
        assert left - 1 <= region.left < region.right <= right + 1
        assert top - 1 <= region.top < region.bottom <= bottom + 1


def test_a_point_of_a_long_line_costs_as_much_as_one_of_a_short_line(monkeypatch):
    looked_at = []
    curve = paper_module.curve

    def count(points):
        looked_at.append(len(points))
        return curve(points)

    monkeypatch.setattr(paper_module, "curve", count)
    drawn(spiral(2000))
    assert len(looked_at) == 2000
    assert max(looked_at) == 4


def test_the_last_four_points_are_enough_to_go_on():
    points, paper = spiral(100), blank()
    for line in growing(points):
        paper.extend(line[-4:], WIDTH)
    assert np.array_equal(paper.pixels, drawn(points))


def test_a_region_has_its_edges_in_the_order_of_the_screen():
    assert Region(left=1, top=2, right=3, bottom=4) == (1, 2, 3, 4)

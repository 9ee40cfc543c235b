"""The boxes of the digits, over the pad."""

import tkinter as tk
from dataclasses import replace

import fakes
import pytest

from digits.app import theme
from digits.app.boxes import LABEL_FROM, Boxes, label
from digits.reading import Box, Readings
from digits.view import View

SIDE = 600
LARGE = Box(top=200, left=100, bottom=400, right=250)
BESIDE = Box(top=200, left=350, bottom=400, right=500)
INSIDE = Box(top=250, left=150, bottom=350, right=200)  # the large one
SMALL = Box(top=300, left=400, bottom=310, right=408)

every_scaling = pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])


@pytest.fixture
def make_boxes(make_window):
    """Make boxes on a canvas, in a view of the pad in which a pad unit is a pixel."""

    def make(scaling=None, look="light"):
        canvas = tk.Canvas(make_window(scaling, look), highlightthickness=0)
        canvas.place(width=SIDE, height=SIDE)
        canvas.master.geometry(f"{SIDE}x{SIDE}")
        canvas.update()
        boxes = Boxes(canvas)
        boxes.draw(View(1.0), theme.palette(canvas))
        boxes.canvas = canvas
        return boxes

    return make


@pytest.fixture
def boxes(make_boxes):
    return make_boxes()


def a_digit(box, digit=7, *, sure=True):
    return replace(fakes.reading(digit, sure=sure), box=box)


def show(boxes, *digits, margin=0.0):
    boxes.show(Readings(digits), margin)


def outlines(boxes):
    """The boxes on the screen, from the lowest to the topmost."""
    return [item for item in rectangles(boxes) if not boxes.canvas.itemcget(item, "fill")]


def rectangles(boxes):
    canvas = boxes.canvas
    return [item for item in canvas.find_all() if canvas.type(item) == "rectangle"]


def option(boxes, item, name):
    return boxes.canvas.itemcget(item, name)


def labels(boxes):
    """The words on the screen, and where they stand."""
    canvas = boxes.canvas
    texts = [item for item in canvas.find_all() if canvas.type(item) == "text"]
    return {canvas.itemcget(item, "text"): canvas.bbox(item) for item in texts}


def grounds(boxes):
    """What the words stand on."""
    canvas = boxes.canvas
    return [canvas.coords(item) for item in rectangles(boxes) if canvas.itemcget(item, "fill")]


# What is drawn


def test_a_digit_has_its_box(boxes):
    show(boxes, a_digit(LARGE))
    (outline,) = outlines(boxes)
    assert boxes.canvas.coords(outline) == [100, 200, 250, 400]


def test_a_box_leaves_a_margin_for_the_width_of_the_pen(boxes):
    show(boxes, a_digit(LARGE), margin=9)
    (outline,) = outlines(boxes)
    assert boxes.canvas.coords(outline) == [91, 191, 259, 409]


def test_a_dot_has_a_box_too(boxes):
    show(boxes, a_digit(Box(100, 100, 100, 100)), margin=9)
    (outline,) = outlines(boxes)
    assert boxes.canvas.coords(outline) == [91, 91, 109, 109]


def test_boxes_follow_the_view(boxes):
    show(boxes, a_digit(LARGE))
    boxes.draw(View(2.0, 50, 100), theme.LIGHT)
    (outline,) = outlines(boxes)
    assert boxes.canvas.coords(outline) == [100, 200, 400, 600]
    assert boxes.place(0) == Box(top=200, left=100, bottom=600, right=400)


def test_new_boxes_take_the_place_of_the_old_ones(boxes):
    show(boxes, a_digit(LARGE), a_digit(BESIDE))
    show(boxes, a_digit(BESIDE))
    assert len(outlines(boxes)) == 1
    show(boxes)
    assert boxes.canvas.find_all() == ()


def test_what_is_not_a_box_stays_on_the_canvas(boxes):
    other = boxes.canvas.create_line(0, 0, 5, 5)
    show(boxes, a_digit(LARGE))
    boxes.hide()
    assert boxes.canvas.find_all() == (other,)


def test_a_label_says_which_digit_it_is(boxes):
    show(boxes, a_digit(LARGE, 4), a_digit(BESIDE, 2))
    assert set(labels(boxes)) == {"4", "2"}


def test_a_correction_is_what_the_label_says():
    assert label(replace(fakes.reading(4, sure=False), correction=9, sure=True)) == "9"


@pytest.mark.parametrize("look", theme.LOOKS)
def test_a_digit_that_is_not_sure_differs_in_line_word_and_color(make_boxes, look):
    boxes = make_boxes(look=look)
    show(boxes, a_digit(LARGE, 4), a_digit(BESIDE, 2, sure=False))
    sure, doubtful = outlines(boxes)
    assert set(labels(boxes)) == {"4", "2?"}
    assert option(boxes, sure, "dash") == ""
    assert option(boxes, doubtful, "dash") != ""
    assert option(boxes, sure, "outline") == theme.LOOKS[look].accent
    assert option(boxes, doubtful, "outline") == theme.LOOKS[look].wait


def test_words_stand_on_the_color_of_their_box(boxes):
    show(boxes, a_digit(LARGE, 4, sure=False))
    canvas = boxes.canvas
    ground, text = canvas.find_all()[-2:]  # the word lies over its ground
    assert (canvas.type(text), canvas.itemcget(text, "fill")) == ("text", theme.LIGHT.sheet)
    assert canvas.itemcget(ground, "fill") == theme.LIGHT.wait
    left, top, right, bottom = canvas.bbox(text)
    around = canvas.coords(ground)
    assert around[0] < left
    assert around[1] <= top
    assert around[2] > right
    assert around[3] >= bottom


def test_boxes_have_the_colors_that_can_be_seen_on_the_page(boxes):
    show(boxes, a_digit(LARGE))
    boxes.draw(View(1.0), theme.DARK)
    assert [option(boxes, item, "outline") for item in outlines(boxes)] == [theme.DARK.accent]
    boxes.choose(0)
    assert [option(boxes, item, "outline") for item in outlines(boxes)] == [theme.DARK.accent]


# Where labels stand


def test_a_label_stands_on_its_box(boxes):
    show(boxes, a_digit(LARGE))
    (ground,) = grounds(boxes)
    assert ground[0] == LARGE.left
    assert LARGE.top - theme.pixels(boxes.canvas, "3p") <= ground[3] < LARGE.top


def test_at_the_upper_edge_a_label_stands_inside_its_box(boxes):
    show(boxes, a_digit(Box(top=4, left=100, bottom=200, right=250)))
    ((_, top, _, bottom),) = grounds(boxes)
    assert 4 < top < bottom < 200


@every_scaling
@pytest.mark.parametrize(
    "box",
    [
        Box(top=0, left=0, bottom=200, right=250),
        Box(top=0, left=598, bottom=200, right=600),
        Box(top=300, left=590, bottom=600, right=600),
        Box(top=-300, left=-200, bottom=300, right=300),
        Box(top=-300, left=-200, bottom=1300, right=1300),
    ],
    ids=["corner", "right corner", "right edge", "partly seen", "larger than the view"],
)
def test_a_label_is_whole_wherever_its_box_is(make_boxes, scaling, box):
    boxes = make_boxes(scaling)
    show(boxes, a_digit(box, sure=False))
    ((left, top, right, bottom),) = grounds(boxes)
    assert 0 <= left < right <= SIDE
    assert 0 <= top < bottom <= SIDE


@pytest.mark.parametrize(
    "box",
    [
        Box(top=-300, left=100, bottom=-1, right=250),
        Box(top=601, left=100, bottom=700, right=250),
        Box(top=100, left=-200, bottom=300, right=-1),
        Box(top=100, left=601, bottom=300, right=700),
    ],
    ids=["above", "below", "left", "right"],
)
def test_a_box_out_of_sight_has_no_label(boxes, box):
    show(boxes, a_digit(box))
    boxes.choose(0)
    assert labels(boxes) == {}


def test_small_boxes_have_no_label_that_would_hide_them(boxes):
    show(boxes, a_digit(LARGE, 4), a_digit(SMALL, 2))
    assert set(labels(boxes)) == {"4"}


@every_scaling
def test_how_small_that_is_is_the_same_on_every_screen(make_boxes, scaling):
    boxes = make_boxes(scaling)
    least = theme.pixels(boxes.canvas, LABEL_FROM)
    show(
        boxes,
        a_digit(Box(top=100, left=100, bottom=100 + least, right=120), 4),
        a_digit(Box(top=100, left=200, bottom=99 + least, right=220), 2),
    )
    assert set(labels(boxes)) == {"4"}


@every_scaling
def test_lines_are_as_bold_on_every_screen(make_boxes, scaling):
    boxes = make_boxes(scaling)
    show(boxes, a_digit(LARGE), a_digit(BESIDE))
    boxes.choose(0)
    other, chosen = outlines(boxes)
    widths = [float(option(boxes, item, "width")) for item in (other, chosen)]
    assert widths == [theme.pixels(boxes.canvas, "1p"), theme.pixels(boxes.canvas, "2p")]
    assert widths[1] >= 2 * scaling - 0.5


# The chosen one


def test_the_chosen_box_is_bolder_and_lies_over_the_others(boxes):
    show(boxes, a_digit(LARGE), a_digit(INSIDE), a_digit(BESIDE))
    boxes.choose(0)
    *others, topmost = outlines(boxes)
    assert boxes.canvas.coords(topmost) == [100, 200, 250, 400]
    bold = float(option(boxes, topmost, "width"))
    assert all(float(option(boxes, item, "width")) < bold for item in others)


def test_the_chosen_box_has_its_label_even_if_it_is_small(boxes):
    show(boxes, a_digit(LARGE, 4), a_digit(SMALL, 2))
    boxes.choose(1)
    assert set(labels(boxes)) == {"4", "2"}
    boxes.choose(0)
    assert set(labels(boxes)) == {"4"}


def test_none_may_be_chosen(boxes):
    show(boxes, a_digit(LARGE))
    boxes.choose(0)
    boxes.choose(None)
    (outline,) = outlines(boxes)
    assert float(option(boxes, outline, "width")) == theme.pixels(boxes.canvas, "1p")


def test_the_choice_stays_while_there_are_so_many_boxes(boxes):
    show(boxes, a_digit(LARGE), a_digit(SMALL, 2))
    boxes.choose(1)
    show(boxes, a_digit(LARGE), a_digit(SMALL, 3))
    assert "3" in labels(boxes)
    show(boxes, a_digit(LARGE))
    show(boxes, a_digit(LARGE), a_digit(SMALL, 3))
    assert "3" not in labels(boxes)


# Hidden


def test_hidden_boxes_stay_away_until_they_are_drawn_again(boxes):
    show(boxes, a_digit(LARGE))
    boxes.hide()
    show(boxes, a_digit(LARGE), a_digit(BESIDE))
    boxes.choose(1)
    assert outlines(boxes) == []
    boxes.draw(View(1.0), theme.LIGHT)
    assert len(outlines(boxes)) == 2


# What is at a place


def test_a_place_in_a_box_is_that_of_its_digit(boxes):
    show(boxes, a_digit(LARGE), a_digit(BESIDE))
    assert boxes.at(101, 399) == 0
    assert boxes.at(400, 300) == 1
    assert boxes.at(300, 300) is None


def test_the_margin_of_a_box_belongs_to_it(boxes):
    show(boxes, a_digit(SMALL), margin=9)
    assert boxes.at(392, 292) == 0
    assert boxes.at(390, 292) is None


@pytest.mark.parametrize("order", [(LARGE, INSIDE), (INSIDE, LARGE)])
def test_of_two_boxes_the_smaller_one_counts(boxes, order):
    show(boxes, *map(a_digit, order))
    assert order[boxes.at(175, 300)] == INSIDE
    assert order[boxes.at(120, 300)] == LARGE


def test_a_place_is_one_in_the_view(boxes):
    show(boxes, a_digit(SMALL))
    assert boxes.at(404, 305) == 0
    boxes.draw(View(10.0, 390, 290), theme.LIGHT)
    assert boxes.at(404, 305) is None
    assert boxes.at(140, 150) == 0


def test_where_there_are_no_boxes_no_digit_is_at_a_place(boxes):
    assert boxes.at(100, 100) is None

"""The sketch keeps every page, so that nothing drawn is ever lost."""

from pathlib import Path

import pytest
from art import any_box, moved
from hypothesis import given
from hypothesis import strategies as st

from digits.reading import Box
from digits.sketch import Correction, Page, Sketch, same_place
from digits.stroke import as_stroke

DOWN = [(10, 10), (10, 90)]
ACROSS = [(10, 50), (60, 50)]
PICTURE = Path("seven.png")
BOX = Box(10, 10, 90, 60)


@pytest.fixture
def sketch():
    return Sketch()


def drawn(sketch):
    return [[tuple(point) for point in points] for points in sketch.page.points]


def steps_back(sketch):
    """Undo everything; return the pages that were passed, the present one first."""
    pages = [sketch.page]
    while sketch.can_undo:
        sketch.undo()
        pages.append(sketch.page)
    return pages


# A page


def test_a_new_sketch_is_an_empty_page(sketch):
    assert sketch.page.empty
    assert drawn(sketch) == []
    assert not sketch.can_undo
    assert not sketch.can_redo


def test_a_page_with_a_stroke_or_a_picture_is_not_empty():
    assert not Page(strokes=(as_stroke(DOWN),)).empty
    assert not Page(picture=PICTURE).empty


def test_strokes_stay_in_the_order_in_which_they_were_drawn(sketch):
    sketch.add(DOWN, 7)
    sketch.add(ACROSS, 9)
    assert drawn(sketch) == [DOWN, ACROSS]
    assert [stroke.width for stroke in sketch.page.strokes] == [7, 9]


def test_a_page_never_changes(sketch):
    sketch.add(DOWN)
    before = sketch.page
    sketch.add(ACROSS)
    assert len(before.strokes) == len(before.points) == 1
    with pytest.raises(AttributeError):
        before.strokes = ()


@pytest.mark.parametrize("points", [[], [1, 2], [(1, 2, 3)]])
def test_what_is_not_a_row_of_points_is_refused_and_is_no_step(sketch, points):
    with pytest.raises(ValueError, match="a stroke is one or more points"):
        sketch.add(points)
    assert not sketch.can_undo


def test_pages_look_alike_when_only_the_corrections_differ(sketch):
    sketch.add(DOWN)
    before = sketch.page
    sketch.correct(BOX, 4)
    assert sketch.page.looks_like(before)
    sketch.add(ACROSS)
    assert not sketch.page.looks_like(before)


def test_pages_with_other_pictures_do_not_look_alike():
    assert not Page(picture=PICTURE).looks_like(Page())
    assert Page(picture=PICTURE).looks_like(Page(picture=Path("seven.png"), number=9))
    assert not Page(picture=PICTURE).looks_like(Page(picture=Path("eight.png")))


# Steps


def draw(sketch):
    sketch.add(ACROSS)


def erase(sketch):
    sketch.erase([(10, 90)], 10)


def show(sketch):
    sketch.show(PICTURE)


def correct(sketch):
    sketch.correct(BOX, 4)


def begin(sketch):
    sketch.begin(Page(strokes=(as_stroke(ACROSS),)))


def turn_to(sketch):
    sketch.turn_to(Page(number=1))


EVERY_STEP = [draw, erase, Sketch.clear, show, correct, begin, turn_to]
each_step = pytest.mark.parametrize("step", EVERY_STEP, ids=lambda step: step.__name__)


@each_step
def test_every_step_can_be_undone_and_redone(sketch, step):
    sketch.add(DOWN)
    before = sketch.page
    step(sketch)
    after = sketch.page
    assert after is not before
    sketch.undo()
    assert sketch.page is before
    assert sketch.can_redo
    sketch.redo()
    assert sketch.page is after
    assert not sketch.can_redo


@each_step
def test_every_step_ends_what_could_be_redone(sketch, step):
    sketch.add(DOWN)
    for _ in range(3):
        sketch.add(ACROSS)
    for _ in range(3):
        sketch.undo()
    step(sketch)
    assert not sketch.can_redo


def test_undo_leads_all_the_way_to_the_empty_pad_and_redo_back_to_the_same_pages(sketch):
    sketch.add(DOWN)
    for step in EVERY_STEP:
        step(sketch)
    pages = steps_back(sketch)
    assert len(pages) == len(EVERY_STEP) + 2
    assert pages[-1].empty
    for page in pages[-2::-1]:
        sketch.redo()
        assert sketch.page is page
    assert not sketch.can_redo


def test_undo_and_redo_stop_at_the_ends(sketch):
    sketch.undo()
    sketch.add(DOWN)
    sketch.redo()
    assert drawn(sketch) == [DOWN]


# Erasing


def test_erasing_takes_what_it_reaches(sketch):
    sketch.add(DOWN)
    sketch.add(ACROSS)
    sketch.erase([(60, 50), (40, 50)], 4)
    down, across = sketch.page.points
    assert down.tolist() == [list(point) for point in DOWN]
    assert across[:, 0].max() < 40


def test_erasing_nothing_is_no_step(sketch):
    sketch.erase([(0, 0)], 10)
    sketch.add(DOWN)
    before = sketch.page
    sketch.erase([(200, 200), (250, 250)], 10)
    assert sketch.page is before


def test_erasing_goes_on_with_the_page_and_its_picture(sketch):
    sketch.show(PICTURE)
    sketch.add(DOWN)
    number = sketch.page.number
    sketch.erase(DOWN, 50)
    assert sketch.page.strokes == ()
    assert sketch.page.picture == PICTURE
    assert sketch.page.number == number


# New pages


def test_clearing_an_empty_page_is_no_step(sketch):
    sketch.clear()
    assert not sketch.can_undo


def test_clearing_takes_the_picture_as_well(sketch):
    sketch.show(PICTURE)
    sketch.clear()
    assert sketch.page.empty


def test_what_goes_on_with_a_page_keeps_its_number_and_what_begins_one_has_a_new_one(sketch):
    numbers = []
    for step in (draw, draw, erase, correct, show, draw, Sketch.clear, draw, begin):
        step(sketch)
        numbers.append(sketch.page.number)
    assert numbers == [1, 1, 1, 1, 2, 2, 3, 3, 4]


def test_the_number_of_an_undone_page_is_not_given_again(sketch):
    sketch.show(PICTURE)
    sketch.undo()
    sketch.show(PICTURE)
    assert sketch.page.number == 3


def test_a_page_that_is_begun_has_everything_of_the_other_but_its_number(sketch):
    saved = Page(PICTURE, (as_stroke(DOWN),), (Correction(BOX, 4),), number=77)
    sketch.begin(saved)
    assert sketch.page.strokes is saved.strokes
    assert sketch.page.picture == PICTURE
    assert sketch.page.corrections == saved.corrections
    assert sketch.page.number == 2


def test_going_back_to_a_page_goes_on_with_it(sketch):
    sketch.add(DOWN)
    first = sketch.page
    sketch.clear()
    sketch.turn_to(first)
    assert sketch.page is first
    sketch.add(ACROSS)
    assert drawn(sketch) == [DOWN, ACROSS]
    assert sketch.page.number == first.number


def test_going_back_to_the_page_on_the_pad_is_no_step(sketch):
    sketch.add(DOWN)
    sketch.turn_to(sketch.page)
    assert len(steps_back(sketch)) == 2


# Corrections


def test_the_last_correction_of_a_digit_counts(sketch):
    sketch.correct(BOX, 4)
    sketch.correct(moved(BOX, right=200), 7)
    sketch.correct(moved(BOX, down=1), 9)
    assert [digit for _, digit in sketch.page.corrections] == [7, 9]


def test_a_correction_stays_when_something_else_is_drawn(sketch):
    sketch.correct(BOX, 4)
    sketch.add(DOWN)
    assert sketch.page.corrections == ((BOX, 4),)


def test_a_new_page_has_no_corrections(sketch):
    sketch.add(DOWN)
    sketch.correct(BOX, 4)
    sketch.clear()
    assert sketch.page.corrections == ()


# The same place


@given(any_box)
def test_a_box_is_at_its_own_place(box):
    assert same_place(box, box)


@given(any_box, any_box)
def test_whichever_box_is_named_first_it_is_the_same_place_or_not(one, other):
    assert same_place(one, other) == same_place(other, one)


@given(any_box.filter(lambda box: box.bottom > box.top), st.sampled_from([-1, 1]))
def test_a_tenth_of_its_size_is_what_a_box_may_move(box, sign):
    size = max(box.bottom - box.top, box.right - box.left)
    assert same_place(box, moved(box, down=sign * 0.09 * size))
    assert same_place(box, moved(box, right=sign * 0.09 * size))
    assert not same_place(box, moved(box, down=sign * 0.11 * size))
    assert not same_place(box, moved(box, right=sign * 0.11 * size))


def test_a_digit_that_got_wider_is_another():
    one = Box(0, 50, 100, 50)  # a line straight down
    assert same_place(one, Box(0, 45, 100, 55))
    assert not same_place(one, Box(0, 20, 100, 50))


def test_dots_are_at_the_same_place_only_where_they_are_the_same():
    dot = Box(5, 5, 5, 5)
    assert same_place(dot, dot)
    assert not same_place(dot, moved(dot, right=0.1))

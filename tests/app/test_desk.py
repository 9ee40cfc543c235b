"""The pad, the tools above it and the buttons under it, in any place they are given."""

from itertools import pairwise

import pytest

from digits.app import theme
from digits.app.commands import CLEAR, RECOGNIZE, REDO, UNDO, UPLOAD
from digits.app.desk import LEAST_SIDE, USUAL_SIDE, Desk

every_scaling = pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
both_looks = pytest.mark.parametrize("look", theme.LOOKS)


@pytest.fixture
def make_desk(make_window):
    def make(scaling=None, look="light"):
        desk = Desk(make_window(scaling, look))
        desk.pack(fill="both", expand=True)
        desk.update()
        return desk

    return make


@pytest.fixture
def desk(make_desk):
    return make_desk()


def resize(desk, wait_until, width, height):
    root = desk.winfo_toplevel()
    root.geometry(f"{width}x{height}")
    wait_until(root, lambda: (desk.winfo_width(), desk.winfo_height()) == (width, height))
    desk.update()


def box(widget, desk):
    """Left, top, right and bottom of a widget, in pixels of the desk."""
    left, top = widget.winfo_rootx() - desk.winfo_rootx(), widget.winfo_rooty() - desk.winfo_rooty()
    return left, top, left + widget.winfo_width(), top + widget.winfo_height()


def parts(desk):
    """Everything that a person sees on the desk."""
    return [*desk.tools.winfo_children(), desk.pad, *desk.buttons.values()]


def outer_box(desk):
    """Left, top, right and bottom of all that is on the desk."""
    lefts, tops, rights, bottoms = zip(
        *(box(part, desk) for part in (desk.tools, *parts(desk))), strict=True
    )
    return min(lefts), min(tops), max(rights), max(bottoms)


# What it does


def test_each_button_raises_the_event_of_its_command(desk):
    heard, commands = [], (RECOGNIZE, CLEAR, UNDO, REDO, UPLOAD)
    for command in commands:
        desk.bind(command.event, lambda _, label=command.label: heard.append(label))
        assert desk.buttons[command.event]["text"] == command.label
        desk.buttons[command.event].invoke()
    assert heard == [command.label for command in commands]


def test_a_command_that_is_not_allowed_cannot_be_pressed(desk):
    heard = []
    desk.bind(UNDO.event, heard.append)
    desk.allow(UNDO, False)
    desk.buttons[UNDO.event].invoke()
    assert heard == []
    desk.allow(UNDO, True)
    desk.buttons[UNDO.event].invoke()
    assert len(heard) == 1


def test_the_keyboard_goes_from_the_tools_to_the_pad_and_on_to_the_buttons(desk):
    expected = [desk.tools.pen, desk.tools.eraser, desk.tools.scale, desk.tools.live, desk.pad]
    expected += desk.buttons.values()
    order = [desk.winfo_toplevel().tk_focusNext()]
    while len(order) < len(expected):
        order.append(order[-1].tk_focusNext())
    assert order == expected


def test_the_keyboard_passes_over_what_is_not_allowed(desk):
    desk.allow(CLEAR, False)
    assert desk.buttons[RECOGNIZE.event].tk_focusNext() is desk.buttons[UNDO.event]


# Where everything stands


@pytest.mark.parametrize("size", [(1000, 600), (600, 800), (700, 700)])
def test_the_pad_is_the_largest_square_and_all_stands_in_the_middle(desk, wait_until, size):
    width, height = size
    resize(desk, wait_until, width, height)
    left, top, right, bottom = box(desk.pad, desk)
    first, highest, last, lowest = outer_box(desk)
    assert right - left == bottom - top
    assert abs(left - (width - right)) <= 1
    assert abs(first - (width - last)) <= 1
    assert abs(highest - (height - lowest)) <= 1
    assert right - left == width or lowest - highest == height  # it could not be larger


def test_the_tools_stand_above_the_pad_and_as_wide(desk, wait_until):
    resize(desk, wait_until, 1000, 800)
    left, top, right, _ = box(desk.pad, desk)
    boxes = [box(part, desk) for part in desk.tools.winfo_children()]
    assert min(box[0] for box in boxes) == left
    assert max(box[2] for box in boxes) == right
    assert max(box[3] for box in boxes) < top


def test_the_buttons_stand_in_a_row_under_the_pad_and_as_wide(desk, wait_until):
    resize(desk, wait_until, 1000, 800)
    left, _, right, bottom = box(desk.pad, desk)
    boxes = [box(button, desk) for button in desk.buttons.values()]
    assert (boxes[0][0], boxes[-1][2]) == (left, right)
    assert all(one[2] < next_one[0] for one, next_one in pairwise(boxes))
    assert all(top > bottom for _, top, _, _ in boxes)


@every_scaling
@both_looks
@pytest.mark.parametrize("side", [LEAST_SIDE, USUAL_SIDE])
def test_the_room_it_requests_is_enough_for_everything(make_desk, wait_until, scaling, look, side):
    desk = make_desk(scaling, look)
    desk.request_room(side)
    width, height = desk.winfo_reqwidth(), desk.winfo_reqheight()
    resize(desk, wait_until, width, height)
    assert desk.pad.winfo_width() == desk.pad.winfo_height() == theme.pixels(desk, side)
    for part in parts(desk):
        left, top, right, bottom = box(part, desk)
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for part in (*desk.tools.winfo_children(), *desk.buttons.values()):
        assert part.winfo_width() >= part.winfo_reqwidth()
        assert part.winfo_height() >= part.winfo_reqheight()


def test_it_asks_for_that_room_before_it_was_ever_shown(make_window):
    window = make_window()
    desk = Desk(window)
    desk.pack(fill="both", expand=True)
    window.update_idletasks()
    at_first = desk.winfo_reqwidth(), desk.winfo_reqheight()
    desk.request_room(USUAL_SIDE)
    window.update_idletasks()
    assert (desk.winfo_reqwidth(), desk.winfo_reqheight()) == at_first


def test_around_a_small_pad_the_labels_stay_whole(desk, wait_until):
    resize(desk, wait_until, 900, 300)
    left, _, right, _ = box(desk.pad, desk)
    assert abs(left - (900 - right)) <= 1
    for part in (*desk.tools.winfo_children(), *desk.buttons.values()):
        assert part.winfo_width() >= part.winfo_reqwidth()


def test_in_no_room_at_all_nothing_fails(desk, wait_until):
    resize(desk, wait_until, 20, 20)
    assert desk.pad.winfo_width() == desk.pad.winfo_height() == 1
    resize(desk, wait_until, 700, 700)
    assert desk.pad.winfo_width() > 500


def test_moving_the_pad_to_another_place_does_not_resize_it(desk, wait_until):
    resize(desk, wait_until, 900, 600)
    side = desk.pad.winfo_width()
    resize(desk, wait_until, 1000, 600)
    assert desk.pad.winfo_width() == desk.pad.winfo_height() == side

"""The pad and the buttons under it, in any place they are given."""

import tkinter as tk
from itertools import pairwise

import pytest

from digits.app import theme
from digits.app.commands import CLEAR, RECOGNIZE, UNDO, UPLOAD
from digits.app.desk import LEAST_SIDE, USUAL_SIDE, Desk


@pytest.fixture
def desk():
    root = tk.Tk()
    theme.dress(root)
    desk = Desk(root)
    desk.pack(fill="both", expand=True)
    root.update()
    yield desk
    root.update_idletasks()
    root.destroy()


def resize(desk, wait_until, width, height):
    root = desk.winfo_toplevel()
    root.geometry(f"{width}x{height}")
    wait_until(root, lambda: (desk.winfo_width(), desk.winfo_height()) == (width, height))
    desk.update()


def box(widget, desk):
    """Left, top, right and bottom of a widget, in pixels of the desk."""
    left, top = widget.winfo_rootx() - desk.winfo_rootx(), widget.winfo_rooty() - desk.winfo_rooty()
    return left, top, left + widget.winfo_width(), top + widget.winfo_height()


def test_each_button_raises_the_event_of_its_command(desk):
    heard = []
    for command in (RECOGNIZE, CLEAR, UNDO, UPLOAD):
        desk.bind(command.event, lambda _, label=command.label: heard.append(label))
        desk.buttons[command.event].invoke()
    assert heard == [RECOGNIZE.label, CLEAR.label, UNDO.label, UPLOAD.label]


@pytest.mark.parametrize(("width", "height"), [(1000, 600), (600, 800), (700, 700)])
def test_the_pad_is_the_largest_square_in_the_middle(desk, wait_until, width, height):
    resize(desk, wait_until, width, height)
    left, top, right, bottom = box(desk.pad, desk)
    lowest = max(box(button, desk)[3] for button in desk.buttons.values())
    assert right - left == bottom - top
    assert abs(left - (width - right)) <= 1
    assert abs(top - (height - lowest)) <= 1
    assert right - left == width or lowest - top == height  # it could not be larger


def test_the_buttons_stand_in_a_row_as_wide_as_the_pad(desk, wait_until):
    resize(desk, wait_until, 900, 700)
    left, _, right, bottom = box(desk.pad, desk)
    boxes = [box(button, desk) for button in desk.buttons.values()]
    assert (boxes[0][0], boxes[-1][2]) == (left, right)
    assert all(one[2] < next_one[0] for one, next_one in pairwise(boxes))
    assert all(top > bottom for _, top, _, _ in boxes)


@pytest.mark.parametrize("side", [LEAST_SIDE, USUAL_SIDE])
def test_the_room_it_requests_is_enough_for_the_pad_and_every_label(desk, wait_until, side):
    desk.request_room(side)
    width, height = desk.winfo_reqwidth(), desk.winfo_reqheight()
    resize(desk, wait_until, width, height)
    assert desk.pad.winfo_width() == theme.pixels(desk, side)
    for widget in (desk.pad, *desk.buttons.values()):
        left, top, right, bottom = box(widget, desk)
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for button in desk.buttons.values():
        assert button.winfo_width() >= button.winfo_reqwidth()


def test_under_a_small_pad_the_labels_stay_whole(desk, wait_until):
    resize(desk, wait_until, 900, 300)
    left, _, right, _ = box(desk.pad, desk)
    assert abs(left - (900 - right)) <= 1
    for button in desk.buttons.values():
        assert button.winfo_width() >= button.winfo_reqwidth()

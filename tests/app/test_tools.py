"""The row of tools above the pad."""

from itertools import pairwise

import pytest

from digits.app import theme
from digits.app.commands import ERASER, LIVE
from digits.app.tools import WIDTH_CHOSEN, Tools
from digits.stroke import PEN_WIDTH, PEN_WIDTHS

every_scaling = pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
both_looks = pytest.mark.parametrize("look", theme.LOOKS)


@pytest.fixture
def make_tools(make_window):
    """Make the row in a window that is as large as it asks for; a pen is in the hand."""

    def make(scaling=None, look="light"):
        tools = Tools(make_window(scaling, look))
        tools.pack()
        tools.show(erasing=False, width=PEN_WIDTH, live=True)
        tools.update()
        return tools

    return make


@pytest.fixture
def tools(make_tools):
    return make_tools()


@pytest.fixture
def heard(tools):
    """The virtual events that it raised."""
    events = []
    for name in (ERASER.event, LIVE.event, WIDTH_CHOSEN):
        tools.master.bind(name, lambda _, name=name: events.append(name))
    return events


def selected(button):
    return button.instate(["selected"])


# Showing


def test_it_shows_which_tool_is_in_the_hand(tools):
    assert (selected(tools.pen), selected(tools.eraser)) == (True, False)
    tools.show(erasing=True, width=PEN_WIDTH, live=True)
    tools.update()
    assert (selected(tools.pen), selected(tools.eraser)) == (False, True)


@pytest.mark.parametrize("width", [*PEN_WIDTHS, 17.5])
def test_it_shows_how_wide_the_pen_is(tools, width):
    tools.show(erasing=False, width=width, live=True)
    assert tools.width == float(tools.scale.get()) == width


@pytest.mark.parametrize("live", [True, False])
def test_it_shows_whether_it_is_read_while_drawing(tools, live):
    tools.show(erasing=False, width=PEN_WIDTH, live=live)
    tools.update()
    assert selected(tools.live) is live


def test_to_show_something_raises_nothing(tools, heard):
    for erasing, width, live in [(True, 6.0, False), (False, 40.0, True), (True, 40.0, True)]:
        tools.show(erasing=erasing, width=width, live=live)
        tools.update()
    assert heard == []


# Changing


def test_the_other_tool_raises_the_command(tools, heard):
    tools.eraser.invoke()
    assert heard == [ERASER.event]
    tools.show(erasing=True, width=PEN_WIDTH, live=True)
    tools.pen.invoke()
    assert heard == [ERASER.event] * 2


def test_the_tool_that_is_in_the_hand_raises_nothing(tools, heard):
    tools.pen.invoke()
    tools.show(erasing=True, width=PEN_WIDTH, live=True)
    tools.eraser.invoke()
    assert heard == []


def test_the_slider_raises_that_a_width_was_chosen(tools, heard):
    tools.scale.set(30)
    assert heard == [WIDTH_CHOSEN]
    assert tools.width == 30


def test_arrow_keys_move_the_slider(tools, heard):
    tools.scale.focus_force()
    tools.update()
    for key in ("<Right>", "<Right>", "<Left>"):
        tools.scale.event_generate(key)
    assert heard == [WIDTH_CHOSEN] * 3
    assert tools.width == PEN_WIDTH + 1


def test_the_slider_ends_at_the_thinnest_and_the_widest_pen(tools):
    tools.scale.focus_force()
    tools.update()
    for key, width in (("<Home>", PEN_WIDTHS[0]), ("<End>", PEN_WIDTHS[1])):
        tools.scale.event_generate(key)
        assert tools.width == width


def test_the_check_box_raises_its_command(tools, heard):
    assert tools.live["text"] == LIVE.label
    tools.live.invoke()
    assert heard == [LIVE.event]


# The row


def test_the_keyboard_goes_from_the_left_to_the_right(tools):
    order = [tools.tk_focusNext()]
    while len(order) < 4:
        order.append(order[-1].tk_focusNext())
    assert order == [tools.pen, tools.eraser, tools.scale, tools.live]
    assert all(one.winfo_x() < other.winfo_x() for one, other in pairwise(order))


@every_scaling
@both_looks
def test_everything_is_whole_in_the_room_that_it_asks_for(make_tools, scaling, look):
    tools = make_tools(scaling, look)
    parts = tools.winfo_children()
    assert len(parts) == 5
    for part in parts:
        assert part.winfo_width() >= part.winfo_reqwidth()
        assert part.winfo_height() >= part.winfo_reqheight()
        assert part.winfo_x() >= 0
        assert part.winfo_x() + part.winfo_width() <= tools.winfo_width()
    row = sorted(parts, key=lambda part: part.winfo_x())
    for one, other in pairwise(row):
        assert one.winfo_x() + one.winfo_width() <= other.winfo_x()


@every_scaling
def test_the_slider_is_as_long_on_every_screen(make_tools, scaling):
    tools = make_tools(scaling)
    assert abs(tools.scale.winfo_width() - 72 * scaling) <= 0.1 * 72 * scaling

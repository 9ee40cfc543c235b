"""Drawing on the pad and showing a picture on it."""

import tkinter as tk

import numpy as np
import pytest

from digits.app import theme
from digits.app.pad import PAD_SIDE, PEN_DOWN, SKETCH_CHANGED, Pad

LINE = [(40, 40), (40, 240)]
FAST = [(10, 10), (270, 30), (20, 260), (250, 270)]  # a few events, far apart


@pytest.fixture
def pad():
    root = tk.Tk()
    theme.dress(root)
    pad = Pad(root)
    pad.place(width=PAD_SIDE, height=PAD_SIDE)
    root.geometry("700x700")
    root.update()
    yield pad
    root.update_idletasks()
    root.destroy()


@pytest.fixture
def heard(pad):
    """The virtual events that the pad raised."""
    events = []
    for name in (PEN_DOWN, SKETCH_CHANGED):
        pad.master.bind(name, lambda _, name=name: events.append(name))
    return events


def resize(pad, side):
    pad.place(width=side, height=side)
    pad.update()


def lines(pad):
    """Where the pad shows lines, in pad units."""
    found = [pad.coords(item) for item in pad.find_all() if pad.type(item) == "line"]
    return [np.reshape(line, (-1, 2)) * PAD_SIDE / pad.side for line in found]


def test_a_stroke_has_the_points_of_the_pen(pad, draw):
    draw(pad, FAST)
    (stroke,) = pad.strokes
    assert stroke.tolist() == [list(map(float, point)) for point in FAST]


def test_a_fast_stroke_has_no_gaps_while_it_is_drawn(pad, draw):
    draw(pad, FAST, lift=False)
    segments = [line for line in lines(pad) if len(np.unique(line, axis=0)) == 2]
    assert [segment[0].tolist() for segment in segments] == [list(map(float, p)) for p in FAST[:-1]]
    assert [segment[1].tolist() for segment in segments] == [list(map(float, p)) for p in FAST[1:]]


def test_a_finished_stroke_is_one_line(pad, draw):
    draw(pad, FAST)
    (line,) = lines(pad)
    assert np.array_equal(line, pad.strokes[0])


def test_a_click_is_a_dot(pad, draw):
    draw(pad, [(100, 100)])
    assert pad.strokes[0].tolist() == [[100, 100]]
    (dot,) = pad.find_all()
    left, top, right, bottom = pad.bbox(dot)
    assert right - left >= 18
    assert bottom - top >= 18


def test_a_pen_that_rests_adds_no_points(pad, draw):
    draw(pad, [(50, 50), (50, 50), (90, 90), (90, 90)])
    assert len(pad.strokes[0]) == 2


def test_a_pen_that_leaves_the_pad_stays_on_its_edge(pad, draw):
    draw(pad, [(100, 100), (400, 100), (400, -50)])
    assert pad.strokes[0].tolist() == [[100, 100], [PAD_SIDE, 100], [PAD_SIDE, 0]]


def test_moving_without_the_pen_down_draws_nothing(pad):
    pad.event_generate("<B1-Motion>", x=50, y=50)
    pad.event_generate("<ButtonRelease-1>", x=60, y=60)
    assert pad.strokes == ()


def test_the_pad_reports_a_stroke_when_it_begins_and_when_it_ends(pad, draw, heard):
    draw(pad, LINE)
    assert heard == [PEN_DOWN, SKETCH_CHANGED]


def test_what_changes_nothing_is_not_reported(pad, heard):
    pad.clear()
    pad.undo()
    pad.redo()
    assert heard == []


def test_a_command_ends_the_stroke_that_is_being_drawn(pad, draw):
    draw(pad, LINE, lift=False)
    pad.undo()
    pad.event_generate("<B1-Motion>", x=200, y=200)
    assert pad.strokes == ()
    pad.redo()
    assert len(pad.strokes) == 1


def test_a_press_whose_release_was_lost_does_not_lose_the_stroke(pad, draw):
    draw(pad, LINE, lift=False)
    draw(pad, FAST)
    assert [len(stroke) for stroke in pad.strokes] == [len(LINE), len(FAST)]


def test_the_drawing_grows_with_the_pad_and_its_strokes_stay(pad, draw):
    draw(pad, LINE)
    before = pad.strokes
    resize(pad, 2 * PAD_SIDE)
    assert pad.strokes is before
    (line,) = lines(pad)
    assert np.allclose(line, before[0])


def test_a_stroke_on_a_larger_pad_is_in_pad_units(pad, draw):
    resize(pad, 2 * PAD_SIDE)
    draw(pad, LINE)
    assert pad.strokes[0].tolist() == [list(map(float, point)) for point in LINE]


def test_a_picture_is_centered_and_fitted(pad):
    pad.show_picture(np.zeros((50, 25, 3), np.uint8))
    (image,) = pad.find_all()
    assert pad.bbox(image) == (PAD_SIDE // 4, 0, PAD_SIDE * 3 // 4, PAD_SIDE)
    resize(pad, 2 * PAD_SIDE)
    (image,) = pad.find_all()
    assert pad.bbox(image) == (PAD_SIDE // 2, 0, PAD_SIDE * 3 // 2, PAD_SIDE * 2)


def test_while_a_new_drawing_begins_on_a_picture_the_old_one_stays_away(pad, draw):
    draw(pad, LINE)
    pad.show_picture(np.zeros((5, 5, 3), np.uint8))
    draw(pad, FAST, lift=False)
    resize(pad, 2 * PAD_SIDE)
    (line,) = lines(pad)
    assert len(line) == len(FAST)


def test_redo_does_nothing_while_a_picture_is_shown(pad, draw):
    draw(pad, LINE)
    pad.undo()
    pad.show_picture(np.zeros((5, 5, 3), np.uint8))
    pad.redo()
    assert pad.shows_picture
    assert pad.strokes == ()

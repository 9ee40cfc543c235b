"""Drawing, erasing and looking around on the pad."""

from dataclasses import replace
from pathlib import Path

import cv2
import fakes
import numpy as np
import pytest

from digits.app import theme
from digits.app.pad import (
    CROP_SIDE,
    DIGIT_PICKED,
    DIGIT_POINTED,
    ERASER,
    PATH_ERASED,
    PEN_DOWN,
    PEN_MOVED,
    STROKE_DRAWN,
    Pad,
)
from digits.pen import DARK, LIGHT, pad_image
from digits.reading import Box, Readings
from digits.sketch import Page, Sketch
from digits.stroke import PAD_SIDE, PEN_WIDTH, as_stroke
from digits.view import View

EVENTS = (PEN_DOWN, PEN_MOVED, STROKE_DRAWN, PATH_ERASED, DIGIT_POINTED, DIGIT_PICKED)

LINE = [(40, 40), (40, 240)]
FAST = [(10, 10), (270, 30), (20, 260), (250, 270)]  # a few events, far apart
SLOW = [(40 + 3 * i, 40 + i * i // 20) for i in range(60)]

ACROSS = [(10, 140), (140, 140), (270, 140)]  # goes through the line

PHOTO = np.full((50, 100, 3), 230, np.uint8)
PHOTO[20:30, 20:80] = 60, 40, 20
NIGHT = 255 - PHOTO
PICTURE_PAGE = Page(picture=Path("photo.png"))

LEFT = Box(top=60, left=40, bottom=220, right=80)
RIGHT = Box(top=60, left=180, bottom=220, right=240)


@pytest.fixture
def make_pad(make_window):
    """Make a pad; at first a pixel of it is a pad unit."""

    def make(scaling=None, look="light"):
        pad = Pad(make_window(scaling, look))
        pad.master.geometry("700x700")
        resize(pad, PAD_SIDE)
        return pad

    return make


@pytest.fixture
def pad(make_pad):
    return make_pad()


@pytest.fixture
def sketch(pad):
    """Keeps what is drawn on the pad, and shows it there, as the window does."""
    sketch = Sketch()

    def on_drawn(_):
        sketch.add(pad.points, pad.stroke_width)
        pad.show(sketch.page, None)

    def on_erased(_):
        sketch.erase(pad.points, pad.eraser)
        pad.show(sketch.page, None)

    pad.bind(STROKE_DRAWN, on_drawn)
    pad.bind(PATH_ERASED, on_erased)
    return sketch


@pytest.fixture
def heard(pad):
    """The virtual events that the pad raised."""
    events = []
    for name in EVENTS:
        pad.master.bind(name, lambda _, name=name: events.append(name), add=True)
    return events


@pytest.fixture
def lines(pad):
    """The points and the width of each stroke that the pad reported."""
    found = []

    def note(_):
        found.append((list(pad.points), pad.stroke_width))

    pad.master.bind(STROKE_DRAWN, note, add=True)
    return found


def resize(pad, side):
    pad.place(width=side, height=side)
    pad.update()


def page(*strokes, width=PEN_WIDTH, **options):
    return Page(strokes=tuple(as_stroke(points, width) for points in strokes), **options)


def digits(*boxes):
    return Readings(replace(fakes.reading(number), box=box) for number, box in enumerate(boxes))


def photo_name(pad):
    (item,) = (item for item in pad.find_all() if pad.type(item) == "image")
    return pad.itemcget(item, "image")


def shown(pad):
    """The pixels of the pad, uint8 (side, side, 3), without what lies over them."""
    data = pad.tk.call(photo_name(pad), "data", "-format", "ppm")
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)


def expected(pad, *strokes, picture=None, width=PEN_WIDTH):
    """The pixels of these strokes, drawn at once."""
    sheet = rgb(theme.palette(pad).sheet)
    pen = rgb(theme.palette(pad).pen)
    return pad_image(
        page(*strokes, width=width).strokes, picture, pad.zoom.view, pad.side, sheet, pen
    )


def rgb(color):
    return tuple(bytes.fromhex(color[1:]))


def looks_like(one, other):
    """Whether nothing but single pixels at the edge of a line differ."""
    far = np.abs(one.astype(int) - other).max(axis=2) > 128
    return far.sum() <= 0.005 * (other < 128).all(axis=2).sum()


def inked(pad):
    """Where the pad shows a dark line."""
    return (shown(pad) < 128).all(axis=2)


def over(pad, tag):
    return [pad.type(item) for item in pad.find_withtag(tag)]


def press(pad, x, y, keys=""):
    pad.event_generate(f"<{keys}Button-1>", x=x, y=y)


def move(pad, x, y, keys=""):
    pad.event_generate(f"<{keys}B1-Motion>", x=x, y=y)


def release(pad, x, y):
    pad.event_generate("<ButtonRelease-1>", x=x, y=y)


def point(pad, x, y):
    pad.event_generate("<Motion>", x=x, y=y)


def wheel(pad, steps, x=140, y=140):
    for _ in range(abs(steps)):
        pad.event_generate("<Button-4>" if steps > 0 else "<Button-5>", x=x, y=y)


# The pen


def test_a_stroke_has_the_points_and_the_width_of_the_pen(pad, draw, lines):
    pad.pen_width = 25.0
    draw(pad, FAST)
    assert lines == [([tuple(map(float, place)) for place in FAST], 25.0)]


def test_the_pad_reports_a_stroke_when_it_begins_when_it_grows_and_when_it_ends(pad, draw, heard):
    draw(pad, FAST)
    assert heard == [PEN_DOWN, PEN_MOVED, PEN_MOVED, PEN_MOVED, STROKE_DRAWN]


def test_the_stroke_so_far_can_be_read_while_it_is_drawn(pad, draw):
    assert not pad.drawing
    draw(pad, LINE, lift=False)
    assert pad.drawing
    assert pad.points == [(40, 40), (40, 240)]


@pytest.mark.parametrize("side", [140, 480, 561])
def test_points_are_in_pad_units_on_a_pad_of_any_size(pad, draw, lines, side):
    resize(pad, side)
    draw(pad, FAST)
    ((points, _),) = lines
    assert np.abs(np.array(points) - FAST).max() <= PAD_SIDE / side / 2 + 1e-9


def test_a_click_is_a_dot(pad, draw, sketch):
    draw(pad, [(100, 100)])
    (stroke,) = sketch.page.strokes
    assert stroke.points.tolist() == [[100, 100]]
    rows, columns = np.nonzero(inked(pad))
    assert rows.min() <= 92 < 108 <= rows.max()
    assert columns.min() <= 92 < 108 <= columns.max()


def test_a_pen_that_rests_adds_no_points(pad, draw, lines, heard):
    draw(pad, [(50, 50), (50, 50), (90, 90), (90, 90)])
    assert lines[0][0] == [(50, 50), (90, 90)]
    assert heard.count(PEN_MOVED) == 1


def test_a_pen_that_leaves_the_pad_stays_on_its_edge(pad, draw, lines):
    draw(pad, [(100, 100), (400, 100), (400, -50), (-10, 500)])
    assert lines[0][0] == [(100, 100), (PAD_SIDE, 100), (PAD_SIDE, 0), (0, PAD_SIDE)]


def test_moving_without_the_pen_down_draws_nothing(pad, heard):
    move(pad, 50, 50)
    release(pad, 60, 60)
    assert heard == []


def test_a_press_whose_release_was_lost_does_not_lose_the_stroke(pad, draw, lines):
    draw(pad, LINE, lift=False)
    draw(pad, FAST)
    assert [len(points) for points, _ in lines] == [len(LINE), len(FAST)]


def test_a_stroke_can_be_ended_before_the_pen_is_lifted(pad, draw, lines, heard):
    draw(pad, LINE, lift=False)
    pad.finish_stroke()
    move(pad, 200, 200)
    release(pad, 200, 200)
    pad.finish_stroke()
    assert lines == [(LINE, PEN_WIDTH)]
    assert heard.count(PEN_DOWN) == 1
    assert not pad.drawing


def test_to_take_the_eraser_ends_the_stroke(pad, draw, lines):
    draw(pad, LINE, lift=False)
    pad.set_eraser(True)
    assert lines == [(LINE, PEN_WIDTH)]


def test_a_pen_that_becomes_wider_does_not_widen_the_stroke_that_is_drawn(pad, draw, lines):
    draw(pad, LINE, lift=False)
    pad.pen_width = 40.0
    release(pad, 40, 240)
    assert lines == [(LINE, PEN_WIDTH)]


def test_a_press_brings_the_keyboard_to_the_pad(pad, draw):
    pad.master.focus_force()
    pad.update()
    draw(pad, [(100, 100)])
    pad.update()
    assert pad.focus_get() is pad


# The line that is seen


@pytest.mark.parametrize("points", [[(100, 100)], LINE, FAST, SLOW], ids=len)
@pytest.mark.parametrize("side", [280, 480])
def test_a_line_looks_the_same_while_it_is_drawn_and_afterwards(pad, draw, sketch, points, side):
    resize(pad, side)
    draw(pad, points, lift=False)
    while_drawn = shown(pad)
    pad.finish_stroke()
    (stroke,) = sketch.page.strokes
    assert np.array_equal(shown(pad), while_drawn)
    assert looks_like(shown(pad), expected(pad, stroke.points))


def test_a_fast_line_has_no_gaps_while_it_is_drawn(pad, draw):
    draw(pad, FAST, lift=False)
    pieces, _ = cv2.connectedComponents(inked(pad).astype(np.uint8))
    assert pieces == 2  # the ground, and one line
    assert all(inked(pad)[y, x] for x, y in FAST)


def test_a_line_follows_the_curve_of_a_fast_hand(pad, draw):
    draw(pad, [(60, 140), (140, 60), (220, 140), (140, 220)], lift=False)
    middle_of_chord, outside = (100, 100), (86, 86)  # the way of the hand, a circle, is outside
    rows, columns = np.nonzero(inked(pad)[60:141, 60:141])
    near = np.abs((columns + 60) - (rows + 60)) <= 2  # along the diagonal
    center = np.mean((columns + 60)[near])
    assert outside[0] - 3 < center < middle_of_chord[0] - 2


def test_the_edge_of_a_line_is_smooth(pad, draw):
    draw(pad, [(40, 40), (240, 130)], lift=False)
    assert len(np.unique(shown(pad)[..., 0])) > 10


def test_a_drawing_grows_with_the_pad_also_while_it_is_drawn(pad, draw, sketch):
    draw(pad, LINE)
    draw(pad, FAST, lift=False)
    resize(pad, 420)
    assert looks_like(shown(pad), expected(pad, LINE, FAST))
    move(pad, 30, 30)
    release(pad, 30, 30)
    assert looks_like(shown(pad), expected(pad, LINE, [*FAST, (20, 20)]))
    resize(pad, 200)
    assert np.array_equal(shown(pad), expected(pad, LINE, [*FAST, (20, 20)]))


def test_a_long_line_survives_a_new_size_while_it_is_drawn(pad, draw):
    turns = np.linspace(0, 12, 400)
    spiral = [(round(140 + 10 * t * np.cos(t)), round(140 + 10 * t * np.sin(t))) for t in turns]
    draw(pad, spiral, lift=False)
    resize(pad, 420)
    assert looks_like(shown(pad), expected(pad, pad.points))


def test_where_the_pad_only_moves_its_pixels_stay(pad, draw):
    draw(pad, LINE)
    before = photo_name(pad)
    pad.place(x=50, y=30)
    pad.update()
    assert (pad.winfo_x(), pad.winfo_y()) == (50, 30)
    assert photo_name(pad) == before


@pytest.mark.parametrize("look", theme.LOOKS)
def test_the_pen_stands_out_from_the_sheet_in_both_looks(make_pad, draw, look):
    pad = make_pad(look=look)
    draw(pad, LINE, lift=False)
    colors = theme.LOOKS[look]
    assert tuple(shown(pad)[140, 40]) == rgb(colors.pen)
    assert tuple(shown(pad)[140, 140]) == rgb(colors.sheet)


def test_page_and_line_follow_the_look_even_while_it_is_drawn(pad, draw):
    pad.show(page(FAST), None)
    draw(pad, LINE, lift=False)
    theme.use(pad.master, "dark")
    pad.update()
    assert tuple(shown(pad)[140, 40]) == rgb(theme.DARK.pen)
    assert looks_like(255 - shown(pad), 255 - expected(pad, FAST, LINE))
    assert pad["background"] == theme.DARK.sheet


@pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
def test_a_ring_shows_that_the_keyboard_is_on_the_pad(make_pad, scaling):
    pad = make_pad(scaling)
    assert pad["highlightcolor"] != pad["highlightbackground"]
    assert int(pad["highlightthickness"]) == theme.pixels(pad, "1p")


# A picture


def test_a_picture_lies_in_the_middle_as_large_as_it_can(pad):
    pad.show(PICTURE_PAGE, PHOTO)
    assert np.array_equal(shown(pad), expected(pad, picture=PHOTO))
    edges = shown(pad)[[69, 72, 208, 211], 140]
    assert (edges == [[255] * 3, [230] * 3, [230] * 3, [255] * 3]).all()


@pytest.mark.parametrize("look", theme.LOOKS)
@pytest.mark.parametrize(("picture", "pen"), [(PHOTO, DARK), (NIGHT, LIGHT)])
def test_on_a_picture_the_pen_stands_out_in_both_looks(make_pad, draw, look, picture, pen):
    pad = make_pad(look=look)
    pad.show(PICTURE_PAGE, picture)
    draw(pad, [(140, 90), (140, 100)], lift=False)
    assert tuple(shown(pad)[95, 140]) == pen


def test_what_is_drawn_on_a_picture_lies_over_it(pad):
    pad.show(page(LINE, picture=PICTURE_PAGE.picture), PHOTO)
    assert np.array_equal(shown(pad), expected(pad, LINE, picture=PHOTO))


@pytest.mark.parametrize(
    ("picture", "colors"), [(PHOTO, theme.LIGHT), (NIGHT, theme.DARK)], ids=["light", "dark"]
)
@pytest.mark.parametrize("look", theme.LOOKS)
def test_boxes_have_colors_that_stand_out_from_the_picture(make_pad, look, picture, colors):
    pad = make_pad(look=look)
    pad.show(PICTURE_PAGE, picture)
    pad.show_readings(digits(LEFT))
    outline, *_ = pad.find_withtag("box")
    assert pad.itemcget(outline, "outline") == colors.accent


# The empty pad


def test_the_empty_pad_says_how_to_begin_until_the_pen_comes(pad, draw, sketch):
    assert over(pad, "welcome")
    press(pad, 100, 100)
    assert not over(pad, "welcome")
    release(pad, 100, 100)
    assert not over(pad, "welcome")
    pad.show(Page(), None)
    assert over(pad, "welcome")


def test_on_a_picture_it_says_nothing(pad):
    pad.show(PICTURE_PAGE, PHOTO)
    assert not over(pad, "welcome")


# The digits


def two_digits(pad):
    pad.show(page(LINE), None)
    pad.show_readings(digits(LEFT, RIGHT))


def test_a_click_into_the_box_of_a_digit_picks_it_and_draws_nothing(pad, heard):
    two_digits(pad)
    press(pad, 200, 100)
    assert heard == []
    release(pad, 200, 100)
    assert heard == [DIGIT_POINTED, DIGIT_PICKED]
    assert pad.pointed == 1
    assert np.array_equal(shown(pad), expected(pad, LINE))


@pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
def test_a_click_may_tremble_a_little_on_every_screen(make_pad, scaling):
    pad, heard = make_pad(scaling), []
    for name in EVENTS:
        pad.bind(name, lambda _, name=name: heard.append(name))
    two_digits(pad)
    within, beyond = round(2 * scaling), round(4 * scaling)
    press(pad, 200, 100)
    move(pad, 200 + within, 100)
    release(pad, 200 + within, 100 - within)
    assert heard == [DIGIT_POINTED, DIGIT_PICKED]
    press(pad, 200, 100)
    move(pad, 200 + beyond, 100)
    assert heard[2:] == [PEN_DOWN, PEN_MOVED]


def test_a_stroke_in_the_box_of_a_digit_begins_where_it_was_pressed(pad, draw, lines, heard):
    two_digits(pad)
    draw(pad, [(200, 100), (201, 101), (230, 200)])
    assert lines[0][0] == [(200, 100), (230, 200)]
    assert DIGIT_PICKED not in heard


def test_a_stroke_may_have_moved_only_when_the_pen_is_lifted(pad, lines):
    two_digits(pad)
    press(pad, 200, 100)
    release(pad, 230, 200)
    assert lines[0][0] == [(200, 100), (230, 200)]


def test_a_click_beside_the_boxes_is_a_dot(pad, draw, lines):
    two_digits(pad)
    draw(pad, [(130, 140)])
    assert lines == [([(130, 140)], PEN_WIDTH)]


def test_a_command_takes_back_a_press_into_a_box(pad, heard):
    two_digits(pad)
    press(pad, 200, 100)
    pad.finish_stroke()
    move(pad, 100, 100)
    assert heard == []


def test_a_digit_that_is_gone_when_the_button_is_released_is_not_picked(pad, heard):
    two_digits(pad)
    press(pad, 200, 100)
    pad.show_readings(digits(LEFT))
    release(pad, 200, 100)
    assert heard == []


def test_pointing_at_a_box_shows_its_digit_once(pad, heard):
    two_digits(pad)
    point(pad, 60, 100)
    point(pad, 61, 102)
    assert (heard, pad.pointed) == ([DIGIT_POINTED], 0)
    point(pad, 200, 100)
    assert (heard, pad.pointed) == ([DIGIT_POINTED] * 2, 1)


def test_pointing_at_it_again_shows_it_again(pad, heard):
    two_digits(pad)
    point(pad, 60, 100)
    point(pad, 130, 100)
    assert pad.pointed is None
    point(pad, 60, 100)
    pad.event_generate("<Leave>")
    assert pad.pointed is None
    point(pad, 60, 100)
    assert heard == [DIGIT_POINTED] * 3


def test_of_new_readings_the_pointer_shows_one_anew(pad, heard):
    two_digits(pad)
    point(pad, 60, 100)
    pad.show_readings(digits(LEFT))
    point(pad, 61, 100)
    assert heard == [DIGIT_POINTED] * 2


def test_the_cursor_says_what_a_press_would_do(pad):
    two_digits(pad)
    cursors = []
    for place in ((130, 100), (60, 100)):
        point(pad, *place)
        cursors.append(str(pad["cursor"]))
    pad.set_eraser(True)
    cursors.append(str(pad["cursor"]))
    assert len(set(cursors)) == 3
    pad.set_eraser(False)
    assert str(pad["cursor"]) == cursors[1]


def test_boxes_leave_room_for_the_width_of_the_pen(pad):
    pad.show(page(LINE, width=30), None)
    pad.show_readings(digits(Box(40, 40, 240, 40)))
    assert pad.boxes.place(0) == (25, 25, 255, 55)


def test_boxes_follow_size_and_zoom(pad):
    two_digits(pad)
    resize(pad, 560)
    assert pad.boxes.at(2 * 60, 2 * 100) == 0
    pad.zoom_by(3)
    x, y = pad.zoom.view.to_screen(60, 140)
    assert pad.boxes.at(x, y) == 0


def test_while_the_pen_is_on_the_pad_there_are_no_boxes(pad, draw, sketch):
    two_digits(pad)
    assert over(pad, "box")
    draw(pad, [(130, 40), (130, 100)], lift=False)
    assert not over(pad, "box")
    pad.show_readings(digits(LEFT, RIGHT))  # of the stroke so far
    pad.boxes.choose(1)
    assert not over(pad, "box")
    pad.finish_stroke()
    assert over(pad, "box")


# The eraser


@pytest.fixture
def erasing(pad, draw, sketch):
    """A line is on the pad, and the eraser in the hand."""
    draw(pad, LINE)
    pad.set_eraser(True)
    return pad


def test_the_eraser_reports_its_path_and_not_a_stroke(erasing, draw, heard):
    pad, paths = erasing, []
    pad.master.bind(PATH_ERASED, lambda _: paths.append(list(pad.points)), add=True)
    draw(pad, ACROSS)
    assert heard == [PEN_DOWN, PATH_ERASED]
    assert paths == [ACROSS]


def test_what_is_erased_disappears_while_the_eraser_moves(erasing, draw, sketch):
    pad = erasing
    before = inked(pad)
    draw(pad, ACROSS, lift=False)
    after = inked(pad)
    assert before[140, 40]
    assert not after[130:150, 30:50].any()
    assert np.array_equal(before[:110], after[:110])
    pad.finish_stroke()
    assert np.array_equal(inked(pad), after)
    assert len(sketch.page.strokes) == 2


def test_a_touch_erases_too(erasing, sketch):
    press(erasing, 40, 140)
    assert not inked(erasing)[140, 40]
    release(erasing, 40, 140)
    assert len(sketch.page.strokes) == 2


def test_a_path_through_nothing_leaves_everything(erasing, draw, sketch):
    before = sketch.page
    draw(erasing, [(150, 20), (150, 250)])
    assert sketch.page is before
    assert np.array_equal(shown(erasing), expected(erasing, LINE))


def test_the_eraser_works_inside_the_box_of_a_digit(erasing, draw, heard, sketch):
    erasing.show_readings(digits(LEFT))
    draw(erasing, [(60, 140), (40, 140)])
    assert heard == [PEN_DOWN, PATH_ERASED]
    assert len(sketch.page.strokes) == 2


def test_after_the_eraser_the_pen_draws_again(erasing, draw, sketch):
    erasing.set_eraser(False)
    draw(erasing, FAST)
    assert len(sketch.page.strokes) == 2


@pytest.mark.parametrize(("pen_width", "radius"), [(6.0, ERASER), (PEN_WIDTH, 9.0), (40.0, 20.0)])
def test_the_eraser_is_as_wide_as_the_pen_but_never_too_small(pad, pen_width, radius):
    pad.pen_width = pen_width
    assert pad.eraser == radius


def circle(pad):
    """Middle and radius of the circle that shows the eraser, or nothing."""
    for item in pad.find_withtag("tool"):
        left, top, right, bottom = pad.coords(item)
        assert right - left == pytest.approx(bottom - top)
        return (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    return None


def test_a_circle_shows_how_far_the_eraser_reaches(erasing):
    pad = erasing
    point(pad, 100, 120)
    assert circle(pad) == pytest.approx((100, 120, 9))
    pad.zoom_by(2)
    assert circle(pad) == pytest.approx((100, 120, 9 * pad.zoom.view.scale))


def test_the_circle_goes_with_the_eraser(erasing):
    pad = erasing
    press(pad, 200, 100)
    assert circle(pad) == pytest.approx((200, 100, 9))
    move(pad, 180, 110)
    assert circle(pad) == pytest.approx((180, 110, 9))
    move(pad, 400, 110)
    assert circle(pad) == pytest.approx((PAD_SIDE, 110, 9))
    release(pad, 150, 150)
    assert circle(pad) == pytest.approx((150, 150, 9))
    pad.event_generate("<Leave>")
    assert circle(pad) is None


def test_the_circle_comes_and_goes_with_the_tool(erasing):
    pad = erasing
    pad.set_eraser(False)
    point(pad, 100, 120)
    assert circle(pad) is None
    pad.set_eraser(True)
    assert circle(pad) == pytest.approx((100, 120, 9))
    pad.set_eraser(False)
    assert circle(pad) is None


# Looking around


def test_the_wheel_zooms_and_the_place_under_the_pointer_stays(pad):
    pad.show(page(FAST), None)
    before = pad.zoom.view.to_pad(200, 60)
    wheel(pad, 4, 200, 60)
    assert pad.zoom.view.scale > 2
    assert pad.zoom.view.to_pad(200, 60) == pytest.approx(before)
    assert np.array_equal(shown(pad), expected(pad, FAST))
    wheel(pad, -2, 200, 60)
    assert pad.zoom.view.to_pad(200, 60) == pytest.approx(before)
    wheel(pad, -9, 200, 60)
    assert pad.zoom.view == View(1.0)


def test_other_systems_turn_the_wheel_by_amounts(pad):
    pad.event_generate("<MouseWheel>", x=200, y=60, delta=120)
    large = pad.zoom.view.scale
    assert large > 1
    pad.event_generate("<MouseWheel>", x=200, y=60, delta=-1)
    assert pad.zoom.view.scale < large


def test_keys_zoom_around_the_middle_and_move_by_a_share_of_what_is_seen(pad):
    pad.show(page(FAST), None)
    pad.zoom_by(4)
    assert pad.zoom.view.to_pad(140, 140) == pytest.approx((140, 140))
    pad.move_by(0.1, -0.2)
    scale = pad.zoom.view.scale
    assert pad.zoom.view.to_pad(140, 140) == pytest.approx((140 + 28 / scale, 140 - 56 / scale))
    assert np.array_equal(shown(pad), expected(pad, FAST))
    pad.zoom_to_fit()
    assert pad.zoom.view == View(1.0)
    assert np.array_equal(shown(pad), expected(pad, FAST))


def drag_with_middle_button(pad, *places):
    pad.event_generate("<Button-2>", x=places[0][0], y=places[0][1])
    for x, y in places[1:]:
        pad.event_generate("<B2-Motion>", x=x, y=y)
    pad.event_generate("<ButtonRelease-2>", x=places[-1][0], y=places[-1][1])


def drag_with_shift(pad, *places):
    press(pad, *places[0], keys="Shift-")
    for place in places[1:]:
        move(pad, *place, keys="Shift-")
    release(pad, *places[-1])


def drag_with_shift_released_midway(pad, *places):
    press(pad, *places[0], keys="Shift-")
    for place in places[1:]:
        move(pad, *place)
    release(pad, *places[-1])


every_drag = pytest.mark.parametrize(
    "drag", [drag_with_middle_button, drag_with_shift, drag_with_shift_released_midway]
)


@every_drag
def test_dragging_moves_what_is_seen_and_draws_nothing(pad, heard, drag):
    two_digits(pad)
    pad.zoom_by(4)
    scene = pad.zoom.view.to_pad(100, 140)
    drag(pad, (100, 140), (120, 130), (130, 150))
    assert pad.zoom.view.to_pad(130, 150) == pytest.approx(scene)
    assert np.array_equal(shown(pad), expected(pad, LINE))
    assert heard == []
    assert not pad.drawing


@every_drag
def test_after_dragging_the_pen_draws_as_before(pad, draw, lines, drag):
    drag(pad, (100, 140), (120, 130))
    draw(pad, LINE)
    assert lines == [(LINE, PEN_WIDTH)]


def test_to_press_shift_while_drawing_changes_nothing(pad, lines):
    pad.zoom_by(4)
    view = pad.zoom.view
    press(pad, 100, 100)
    move(pad, 150, 100, keys="Shift-")
    release(pad, 150, 100)
    assert pad.zoom.view == view
    assert len(lines[0][0]) == 2


def test_a_middle_button_whose_release_was_lost_does_not_keep_the_pen_from_drawing(
    pad, draw, lines
):
    pad.event_generate("<Button-2>", x=100, y=100)
    draw(pad, LINE)
    assert lines == [(LINE, PEN_WIDTH)]


def test_to_grab_the_page_ends_the_stroke(pad, draw, lines):
    draw(pad, LINE, lift=False)
    drag_with_middle_button(pad, (100, 140), (120, 130))
    assert lines == [(LINE, PEN_WIDTH)]


def test_under_the_pen_the_page_does_not_move(pad, draw):
    pad.zoom_by(4)
    view = pad.zoom.view
    draw(pad, LINE, lift=False)
    wheel(pad, 2)
    pad.zoom_by(-1)
    pad.move_by(0.1, 0.1)
    pad.zoom_to_fit()
    assert pad.zoom.view == view


def test_under_a_press_into_a_box_it_does_not_move_either(pad, lines):
    two_digits(pad)
    press(pad, 200, 100)
    wheel(pad, 2)
    assert pad.zoom.view == View(1.0)
    move(pad, 200, 200)
    release(pad, 200, 200)
    assert lines[0][0] == [(200, 100), (200, 200)]


def test_points_drawn_while_zoomed_in_are_in_pad_units(pad, sketch):
    wheel(pad, 5, 200, 60)
    places = [(30, 40), (120, 50), (200, 250)]
    on_pad = [pad.zoom.view.to_pad(x, y) for x, y in places]
    press(pad, *places[0])
    for place in places[1:]:
        move(pad, *place)
    while_drawn = shown(pad)
    release(pad, *places[-1])
    assert np.allclose(sketch.page.strokes[0].points, on_pad)
    assert np.array_equal(shown(pad), while_drawn)
    width = PEN_WIDTH / pad.zoom.factor  # on the screen it is as wide as ever
    assert sketch.page.strokes[0].width == width
    assert looks_like(shown(pad), expected(pad, on_pad, width=width))


def test_zoomed_in_the_pen_stays_on_the_edge_of_what_is_seen(pad, lines):
    wheel(pad, 5, 140, 140)
    press(pad, 140, 140)
    move(pad, 900, 140)
    release(pad, 900, 140)
    (_, last), _ = lines[0]
    assert last == pytest.approx(pad.zoom.view.to_pad(PAD_SIDE, 140))
    assert last[0] < PAD_SIDE


def test_a_new_size_keeps_the_page_and_the_part_that_is_seen(pad):
    pad.show(page(FAST), None)
    wheel(pad, 3, 200, 60)
    before = pad.zoom.view
    resize(pad, 420)
    assert pad.zoom.view == pytest.approx((1.5 * before.scale, before.left, before.top))
    assert np.array_equal(shown(pad), expected(pad, FAST))


def test_to_draw_on_keeps_the_part_that_is_seen_and_a_new_page_is_shown_whole(pad):
    pad.show(page(LINE, number=1), None)
    wheel(pad, 3)
    view = pad.zoom.view
    pad.show(page(LINE, FAST, number=1), None)
    assert pad.zoom.view == view
    pad.show(replace(PICTURE_PAGE, number=2), PHOTO)
    assert pad.zoom.view == View(1.0)


def test_a_part_of_a_picture_is_shown_large(pad):
    pad.show(PICTURE_PAGE, PHOTO)
    wheel(pad, 6, 70, 120)
    assert np.array_equal(shown(pad), expected(pad, picture=PHOTO))
    assert len(np.unique(shown(pad).reshape(-1, 3), axis=0)) >= 2


# A look at one digit


def test_a_crop_holds_a_digit_in_the_middle_of_a_square_as_large_as_it_can(pad):
    pad.show(page(LINE), None)
    crop = pad.crop(Box(40, 40, 240, 40))
    assert crop.shape == (CROP_SIDE, CROP_SIDE, 3)
    rows, columns = np.nonzero((crop < 128).all(axis=2))
    assert rows.min() <= 4
    assert rows.max() >= CROP_SIDE - 5
    assert columns.min() + columns.max() == pytest.approx(CROP_SIDE - 1, abs=1)
    assert np.ptp(rows) == pytest.approx(CROP_SIDE * 219 / 222, abs=4)


def test_a_crop_shows_nothing_of_the_neighbors(pad):
    beside = [(70, 40), (70, 240)]
    pad.show(page(LINE), None)
    alone = pad.crop(Box(40, 40, 240, 40))
    pad.show(page(LINE, beside), None)
    assert np.array_equal(pad.crop(Box(40, 40, 240, 40)), alone)


def test_a_crop_does_not_depend_on_size_and_zoom(pad):
    pad.show(page(FAST), None)
    before = pad.crop(LEFT)
    resize(pad, 420)
    wheel(pad, 3)
    assert np.array_equal(pad.crop(LEFT), before)


def test_a_crop_holds_the_stroke_that_is_being_drawn_but_not_what_is_erased(pad, draw, sketch):
    draw(pad, LINE, lift=False)
    while_drawn = pad.crop(LEFT)
    pad.finish_stroke()
    assert np.array_equal(pad.crop(LEFT), while_drawn)
    pad.set_eraser(True)
    draw(pad, ACROSS, lift=False)
    while_erased = pad.crop(LEFT)
    pad.finish_stroke()
    assert np.array_equal(pad.crop(LEFT), while_erased)
    assert not np.array_equal(while_erased, while_drawn)


def test_a_crop_of_a_dot_is_a_dot(pad):
    pad.show(page([(100, 100)]), None)
    crop = pad.crop(Box(100, 100, 100, 100))
    assert (crop[CROP_SIDE // 2, CROP_SIDE // 2] < 128).all()
    assert (crop[0, 0] == 255).all()


def test_a_crop_of_a_picture_shows_the_picture(pad):
    pad.show(PICTURE_PAGE, PHOTO)
    crop = pad.crop(Box(top=120, left=60, bottom=160, right=220))
    assert tuple(crop[CROP_SIDE // 2, CROP_SIDE // 2]) == (60, 40, 20)

"""The digit image, enlarged."""

import fakes
import pytest

from digits.app.network_view import NetworkView


@pytest.fixture
def view(root):
    view = NetworkView(root, least_side=100)
    view.pack()
    root.update()
    return view


def shown_row(view, row):
    """The colors of one row of pixels of the picture that is shown."""
    (item,) = view.find_all()
    name = view.itemcget(item, "image")
    return [view.tk.call(name, "get", x, row) for x in range(view.tk.call("image", "width", name))]


@pytest.mark.parametrize(("least_side", "zoom"), [(1, 1), (100, 4), (112, 4), (113, 5)])
def test_the_digit_image_is_shown_with_hard_pixels_all_of_one_size(view, least_side, zoom):
    view.request_room(least_side)
    view.show(fakes.reading(1).image)  # a white line in column 14
    row = shown_row(view, 10 * zoom)
    assert len(row) == 28 * zoom == view.winfo_reqwidth() == view.winfo_reqheight()
    white = [x for x, color in enumerate(row) if color == (255, 255, 255)]
    assert white == list(range(14 * zoom, 15 * zoom))
    assert set(row) == {(0, 0, 0), (255, 255, 255)}


def test_clear_shows_nothing_of_the_image_before(view):
    view.show(fakes.reading(1).image)
    view.clear()
    assert view.find_all() == ()

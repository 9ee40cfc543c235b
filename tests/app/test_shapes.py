"""Small shapes with smooth edges."""

import io

import numpy as np
import pytest
from PIL import Image

from digits.app import shapes


def alpha(shape, width, height=None):
    """How opaque each pixel of a shape is, as another program reads the file."""
    data = shapes.png(shapes.cut(shape, width, height or width), "#102030")
    picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
    assert picture.shape == (height or width, width, 4)
    assert np.all(picture[..., :3] == (0x10, 0x20, 0x30))
    return picture[..., 3].astype(float)


def test_a_disc_covers_what_a_disc_covers():
    opaque = alpha(shapes.disc(20), 20)
    assert opaque.sum() / 255 == pytest.approx(np.pi * 100, rel=0.01)
    assert opaque[10, 10] == 255
    assert opaque[0, 0] == 0
    assert np.array_equal(opaque, opaque.T)
    assert len(np.unique(opaque)) > 5  # its edge is smooth


def test_a_sheet_has_round_corners_and_straight_sides():
    opaque = alpha(shapes.sheet(30, 20, 6), 30, 20)
    assert opaque[0, 0] == opaque[19, 29] == 0
    assert np.all(opaque[10] == 255)
    assert np.all(opaque[:, 15] == 255)


def test_a_hollow_shape_is_its_edge_alone():
    opaque = alpha(shapes.hollow(shapes.sheet(30, 20, 6), 3), 30, 20)
    assert np.all(opaque[:3, 15] == 255)
    assert np.all(opaque[4:16, 15] == 0)


def test_a_smaller_shape_keeps_its_middle():
    opaque = alpha(shapes.smaller(shapes.disc(20), 5), 20)
    assert opaque.sum() / 255 == pytest.approx(np.pi * 25, rel=0.02)
    assert opaque[10, 10] == 255


def test_a_check_mark_goes_down_and_up():
    opaque = alpha(shapes.check(40), 40)
    columns = [np.average(np.arange(40), weights=opaque[:, x]) for x in (10, 17, 28)]
    assert columns[0] < columns[1] > columns[2]
    assert opaque[0].sum() == opaque[-1].sum() == 0


def test_an_image_of_tk_has_the_size_and_the_color(root):
    stencil = shapes.cut(shapes.sheet(30, 20, 6), 30, 20)
    name = shapes.image(root, "test-sheet", stencil, "#102030")
    assert size(root, name) == (30, 20)
    assert root.tk.call(name, "get", 15, 10) == (0x10, 0x20, 0x30)
    assert clear(root, name, 0, 0)
    assert not clear(root, name, 15, 10)


def test_an_empty_image_is_clear(root):
    name = shapes.empty(root, "test-empty", 9)
    assert size(root, name) == (9, 9)
    assert clear(root, name, 4, 4)


def test_a_frame_is_clear_inside(root):
    name = shapes.frame(root, "test-frame", 9, 2, "#102030")
    assert size(root, name) == (9, 9)
    opaque = [(x, y) for x in range(9) for y in range(9) if not clear(root, name, x, y)]
    assert opaque == [(x, y) for x in range(9) for y in range(9)
                      if not (2 <= x < 7 and 2 <= y < 7)]  # fmt: skip


def size(root, name):
    return root.tk.call("image", "width", name), root.tk.call("image", "height", name)


def clear(root, name, x, y):
    return bool(root.tk.call(name, "transparency", "get", x, y))

"""Every mode of an image, and every usual kind of array."""

import tracemalloc

import numpy as np
import pytest
from art import SEVEN_PICTURE, saved
from PIL import Image

from digits.errors import PictureError
from digits.pictures import open_picture
from digits.pixels import to_picture


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_mode_shows_the_same_picture(mode):
    gray = Image.fromarray(SEVEN_PICTURE).convert("L")
    if mode in ("I;16", "I", "F"):
        wide = np.asarray(gray).astype(np.float32) * (1 / 255 if mode == "F" else 257)
        image = Image.fromarray(wide.astype({"I;16": "u2", "I": "i4", "F": "f4"}[mode]))
        assert image.mode == mode
    else:
        image = gray.convert(mode)
    assert np.abs(to_picture(image).astype(int) - SEVEN_PICTURE).max() <= 2


def test_sixteen_bits_keep_their_grays(tmp_path):
    wide = np.array([[0, 16384], [32768, 65535]], np.uint16)
    path = saved(tmp_path / "wide.png", wide)
    assert open_picture(path)[..., 0].tolist() == [[0, 64], [128, 255]]


def test_twelve_bits_in_sixteen_are_not_taken_for_black():
    assert to_picture(np.array([[0, 4095]], np.uint16))[0, 1, 0] == 255


def test_transparency_is_laid_on_white():
    clear = np.zeros((4, 4, 4), np.uint8)  # black, but nothing to see
    clear[1, 1] = (0, 0, 0, 255)
    opened = to_picture(Image.fromarray(clear))
    assert opened[0, 0].tolist() == [255, 255, 255]
    assert opened[1, 1].tolist() == [0, 0, 0]


def test_a_transparent_palette_is_laid_on_white(tmp_path):
    image = Image.fromarray(SEVEN_PICTURE).convert("P")
    black = image.getpixel((0, 0))  # the paper's entry becomes transparent
    path = saved(tmp_path / "seven.gif", image, transparency=black)
    assert open_picture(path)[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["LA", "La", "PA", "RGBA", "RGBa"])
def test_every_mode_with_transparency_shows_the_same_picture(mode):
    gray = Image.fromarray(SEVEN_PICTURE).convert("LA")
    image = gray.convert("RGBA").convert(mode) if mode in ("PA", "RGBa") else gray.convert(mode)
    assert image.mode == mode
    np.testing.assert_array_equal(to_picture(image), SEVEN_PICTURE)


def test_arrays_of_every_usual_kind():
    gray = SEVEN_PICTURE[..., 0]
    rgba = np.dstack([SEVEN_PICTURE, np.full(gray.shape, 255, np.uint8)])
    for array in (gray, gray[..., np.newaxis], SEVEN_PICTURE, rgba, gray > 0, gray / 255, gray * 1):
        np.testing.assert_array_equal(to_picture(array), SEVEN_PICTURE)


@pytest.mark.parametrize("shape", [(0, 0), (5, 0, 3), (7,), (4, 4, 2), (2, 2, 3, 1)])
def test_other_arrays_are_refused(shape):
    with pytest.raises(PictureError, match="is not a picture"):
        to_picture(np.zeros(shape, np.uint8))


def test_an_array_with_nan_is_a_picture_all_the_same():
    assert to_picture(np.array([[np.nan, 1.0]]))[0, :, 0].tolist() == [0, 255]


def test_a_float_array_may_overshoot_as_it_does_when_it_is_enlarged_smoothly():
    gray = SEVEN_PICTURE[..., 0] / 255
    gray[0, :2] = 1.004, -0.004
    np.testing.assert_array_equal(to_picture(gray)[1:], SEVEN_PICTURE[1:])
    assert to_picture(gray)[0, :2, 0].tolist() == [255, 0]
    np.testing.assert_array_equal(to_picture(gray * 255)[1:], SEVEN_PICTURE[1:])


def test_wide_numbers_take_no_more_memory_than_the_picture_that_becomes_of_them():
    wide = np.zeros((2000, 2000), np.uint16)
    tracemalloc.start()
    to_picture(wide)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * wide.size  # 3 bytes a pixel come out


def test_a_large_picture_is_the_same_as_a_small_one():
    gray = np.resize(np.arange(251, dtype=np.uint16), (1700, 1300)) * 257
    rgb = to_picture(gray)
    np.testing.assert_array_equal(rgb, np.repeat(gray[..., np.newaxis] // 257, 3, axis=2))


@pytest.mark.parametrize(
    "thing",
    [None, b"abc", 7, [[1, 2], [3]], [["a", "b"]], [[1j]], np.array([[None, 1]])],
    ids=repr,
)
def test_what_is_no_array_of_numbers_is_refused(thing):
    with pytest.raises(PictureError, match="is not a picture; give"):
        to_picture(thing)


def test_an_image_without_pixels_is_refused():
    with pytest.raises(PictureError, match="is not a picture; give"):
        to_picture(Image.new("RGB", (0, 5)))

"""Files that people have: every format, every mode, and everything that is not a picture."""

import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from art import SEVEN_PICTURE, saved
from PIL import Image

from digits.errors import PictureError
from digits.pictures import MAX_PIXELS, SUFFIXES, open_picture

ORIENTATION = 0x0112  # the EXIF tag


def heic() -> bytes:
    """The seven as a phone would store it."""
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(SEVEN_PICTURE)).save(file)
    return file.getvalue()


def with_major_brand(content: bytes, brand: bytes) -> bytes:
    """A HEIC or AVIF file that begins with another of the brands it may begin with."""
    assert content[4:8] == b"ftyp"
    return content[:8] + brand + content[12:]


def assert_shows_the_seven(opened):
    assert opened.shape == SEVEN_PICTURE.shape
    assert opened.dtype == np.uint8
    assert np.abs(opened.astype(int) - SEVEN_PICTURE).mean() < 16  # GIF dithers, JPEG rounds


def error_for(path) -> str:
    with pytest.raises(PictureError) as raised:
        open_picture(path)
    message = str(raised.value)
    assert str(path) in message
    assert "\n" not in message
    return message


# Formats


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_opened(tmp_path, suffix):
    path = tmp_path / f"7{suffix}"
    if suffix in (".heic", ".heif"):
        path.write_bytes(heic())
    else:
        saved(path, SEVEN_PICTURE)
    assert_shows_the_seven(open_picture(path))


def test_what_counts_is_what_is_in_the_file_not_its_name(tmp_path):
    path = saved(tmp_path / "really_a_png.jpg", SEVEN_PICTURE, format="PNG")
    np.testing.assert_array_equal(open_picture(path), SEVEN_PICTURE)
    path = saved(tmp_path / "really_a_jpeg.heic", SEVEN_PICTURE, format="JPEG")
    assert_shows_the_seven(open_picture(path))


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"msf1", b"hevc", b"hevx"])
def test_heic_is_known_by_its_brands(tmp_path, brand):
    path = tmp_path / "renamed.jpg"
    path.write_bytes(with_major_brand(heic(), brand))
    assert_shows_the_seven(open_picture(path))


@pytest.mark.parametrize("brand", [b"avif", b"mif1"])
def test_avif_is_known_by_its_brands(tmp_path, brand):
    path = saved(tmp_path / "seven.avif", SEVEN_PICTURE)
    path.write_bytes(with_major_brand(path.read_bytes(), brand))
    assert_shows_the_seven(open_picture(path))


def test_a_film_is_not_taken_for_heic(tmp_path):
    path = tmp_path / "film.heic"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + b"\0" * 100)
    assert "not a picture that can be read" in error_for(path)


def test_a_format_that_pillow_would_hand_to_another_program_is_refused(tmp_path):
    path = saved(tmp_path / "seven.eps", Image.fromarray(SEVEN_PICTURE))
    assert "not a picture that can be read" in error_for(path)


# What a file says about itself


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_camera_s_orientation_is_undone(tmp_path, turn):
    upright = Image.fromarray(SEVEN_PICTURE)
    flip = Image.Transpose
    # how a camera that was held like that has stored the upright scene
    stored = {
        1: None,
        2: flip.FLIP_LEFT_RIGHT,
        3: flip.ROTATE_180,
        4: flip.FLIP_TOP_BOTTOM,
        5: flip.TRANSPOSE,
        6: flip.ROTATE_90,
        7: flip.TRANSVERSE,
        8: flip.ROTATE_270,
    }[turn]
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    turned = upright if stored is None else upright.transpose(stored)
    path = saved(tmp_path / "photo.png", turned, exif=exif)
    np.testing.assert_array_equal(open_picture(path), SEVEN_PICTURE)


def test_exif_that_makes_no_sense_is_ignored(tmp_path):
    path = saved(
        tmp_path / "photo.jpg", Image.fromarray(SEVEN_PICTURE), exif=b"Exif\0\0MM\0*nonsense"
    )
    assert open_picture(path).shape == SEVEN_PICTURE.shape


def test_the_first_frame_of_an_animation(tmp_path):
    first, second = Image.fromarray(SEVEN_PICTURE), Image.new("RGB", (96, 80), "red")
    path = saved(tmp_path / "moving.gif", first, save_all=True, append_images=[second])
    assert np.abs(open_picture(path).astype(int) - SEVEN_PICTURE).mean() < 16


# Bad input


def test_an_empty_file(tmp_path):
    path = tmp_path / "empty.png"
    path.touch()
    assert "is empty" in error_for(path)


def test_text_named_png(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("milk, bread, a seven\n" * 50, encoding="utf-8")
    assert "not a picture that can be read" in error_for(path)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".gif", ".bmp"])
def test_a_truncated_picture(tmp_path, suffix, rng):
    noise = rng.integers(0, 255, (64, 64, 3), dtype=np.uint8)
    path = saved(tmp_path / f"cut{suffix}", noise)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "damaged" in error_for(path) or "not a picture" in error_for(path)


def test_a_folder(tmp_path):
    assert "is a folder" in error_for(tmp_path)


def test_a_missing_path(tmp_path):
    assert "does not exist" in error_for(tmp_path / "nowhere.png")
    assert "does not exist" in error_for(saved(tmp_path / "7.png", SEVEN_PICTURE) / "8.png")
    assert "does not exist" in error_for(tmp_path / "nul\0.png")


def test_a_name_that_is_too_long(tmp_path):
    assert "cannot be opened" in error_for(tmp_path / ("a" * 300 + ".png"))


def test_a_folder_that_may_not_be_entered(tmp_path, monkeypatch):
    hidden = tmp_path / "7.png"
    stat = Path.stat

    def refuse(path, **options):  # what anyone but root would get
        if path == hidden:
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    assert "may not be read" in error_for(hidden)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of this kind are POSIX's")
def test_a_pipe_is_not_waited_for(tmp_path):
    import os

    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    assert "not an ordinary file" in error_for(path)


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG whose header promises more than its few bytes hold."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [20_000, 11_000])
def test_a_huge_picture_is_refused_before_it_is_read(tmp_path, monkeypatch, side):
    path = tmp_path / "huge.png"
    path.write_bytes(huge_png(side, side))
    assert side * side > MAX_PIXELS
    monkeypatch.setattr(
        "PIL.PngImagePlugin.PngImageFile.load", lambda _: pytest.fail("it was read")
    )
    assert "too large" in error_for(path)


def test_a_picture_of_one_pixel(tmp_path):
    path = saved(tmp_path / "dot.png", np.zeros((1, 1, 3), np.uint8))
    assert open_picture(path).shape == (1, 1, 3)


def test_a_heic_picture_without_pillow_heif_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 100)
    assert "pip install pillow-heif" in error_for(path)


def test_a_heic_picture_that_is_cut_off_is_one_line(tmp_path):
    path = tmp_path / "cut.heic"
    path.write_bytes(heic()[:-50])
    assert "damaged or cut off" in error_for(path)


def test_a_decoder_s_long_complaint_is_shortened(tmp_path, monkeypatch):
    path = saved(tmp_path / "seven.png", SEVEN_PICTURE)

    def complain(*_args):
        raise ValueError("what is wrong " * 50 + "\nand where")

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", complain)
    assert len(error_for(path)) < len(str(path)) + 200


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = saved(tmp_path / "private.png", SEVEN_PICTURE)

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("digits.pictures.Image.open", refuse)
    assert "may not be read" in error_for(path)

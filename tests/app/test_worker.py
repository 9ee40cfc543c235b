"""What the reading process answers, without a process."""

import os

import fakes
import numpy as np
import pytest
from PIL import Image

from digits.app import worker
from digits.app.worker import (
    Defect,
    Done,
    Explain,
    Explained,
    Found,
    ReadClipboard,
    ReadDrawing,
    ReadPicture,
    ReadStrokes,
    Ready,
    Refused,
    answer,
    serve,
)
from digits.drawing_file import to_json
from digits.errors import PictureError
from digits.reading import Readings
from digits.sketch import Page
from digits.stroke import as_stroke

ONE = as_stroke([[230, 60], [230, 140], [230, 220]])


class Wire:
    """The window's side of the pipe: sends some requests and is gone."""

    def __init__(self, *requests):
        self.requests = list(requests)
        self.answers = []

    def recv(self):
        if not self.requests:
            raise EOFError
        return self.requests.pop(0)

    def send(self, answer):
        self.answers.append(answer)


@pytest.fixture(autouse=True)
def _keep_interrupts(monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *_: None)


@pytest.fixture
def drawing_file(tmp_path):
    """Save a page as people do; return the file."""

    def save(page, name="saved.json"):
        path = tmp_path / name
        path.write_text(to_json(page, Readings()), encoding="utf-8")
        return path

    return save


def image_file(path, size, color="white"):
    Image.new("RGB", size, color).save(path)
    return path


# Serving


def test_it_serves_until_the_window_is_gone():
    wire = Wire(ReadStrokes(()), ReadStrokes(()))
    serve(wire, fakes.load)
    assert [type(answer) for answer in wire.answers] == [Ready, Done, Done]


@pytest.mark.parametrize(
    ("load", "kind"), [(fakes.load_nothing, Refused), (fakes.load_with_a_defect, Defect)]
)
def test_a_failed_load_is_the_only_answer(load, kind):
    wire = Wire(ReadStrokes(()))
    serve(wire, load)
    assert [type(answer) for answer in wire.answers] == [kind]


# Pictures


@pytest.mark.parametrize(
    ("size", "expected"),
    [((40, 60), (30, 20)), ((2000, 1), (1, 30)), ((10, 20), (20, 10)), ((1, 1), (1, 1))],
)
def test_a_preview_fits_and_is_never_enlarged(monkeypatch, tmp_path, size, expected):
    monkeypatch.setattr(worker, "PREVIEW_SIDE", 30)
    done = answer(fakes.load(), ReadPicture(image_file(tmp_path / "picture.png", size)))
    assert done.preview.shape == (*expected, 3)


def test_a_preview_shows_the_colors_of_the_picture(tmp_path):
    red = image_file(tmp_path / "red.png", (8, 8), (250, 10, 20))
    done = answer(fakes.load(), ReadPicture(red))
    assert np.array_equal(done.preview, np.full((8, 8, 3), (250, 10, 20)))


def test_a_preview_is_not_sent_where_the_window_has_it(picture_file):
    done = answer(fakes.load(), ReadPicture(picture_file, preview=False))
    assert done.preview is None
    assert str(done.readings) == "1"


def test_boxes_in_a_picture_are_where_it_lies_on_the_pad(picture_file):
    """It is 40 x 60 pixels, so that one is 280 / 60 pad units, and lies in the middle."""
    (reading,) = answer(fakes.load(), ReadPicture(picture_file)).readings
    unit, left = 280 / 60, (280 - 40 * 280 / 60) / 2
    expected = (10 * unit, 18 * unit + left, 50 * unit, 22 * unit + left)
    assert reading.box == pytest.approx(expected, abs=1.5 * unit)


def test_strokes_on_a_picture_are_read_with_it_and_left_out_of_the_preview(tmp_path):
    blank = image_file(tmp_path / "blank.png", (280, 280))
    done = answer(fakes.load(), ReadPicture(blank, (ONE,)))
    assert str(done.readings) == "1"
    assert done.readings[0].box.left == pytest.approx(230 - 9, abs=3)
    assert (done.preview == 255).all()


def test_a_picture_is_decoded_once_while_its_file_stays_the_same(monkeypatch, picture_file):
    opened = []
    monkeypatch.setattr("digits.pictures.open_picture", opened.append)
    for _ in range(3):
        worker._opened(picture_file)
    assert opened == [picture_file]
    os.utime(picture_file, (1, 1))
    worker._opened(picture_file)
    assert opened == [picture_file] * 2


def test_a_picture_that_was_mended_is_opened_anew(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"no picture")
    assert isinstance(answer(fakes.load(), ReadPicture(path)), Refused)
    image_file(path, (30, 20))
    assert answer(fakes.load(), ReadPicture(path)).preview.shape == (20, 30, 3)


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.png", b""), ("text.png", b"this is text"), ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00")],
)
def test_what_is_not_a_picture_is_refused_in_one_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    refused = answer(fakes.load(), ReadPicture(path))
    assert isinstance(refused, Refused)
    assert name in refused.sentence


@pytest.mark.parametrize("name", ["", "missing.png", "a" * 300 + ".png", "zero\0byte.png"])
def test_a_path_that_leads_to_no_file_is_refused_in_one_sentence(tmp_path, name):
    assert isinstance(answer(fakes.load(), ReadPicture(tmp_path / name)), Refused)


# Drawings that were saved


def test_a_drawing_comes_back_with_its_readings(drawing_file):
    path = drawing_file(Page(strokes=(ONE,)))
    done = answer(fakes.load(), ReadDrawing(path))
    assert [stroke.points.tolist() for stroke in done.page.strokes] == [ONE.points.tolist()]
    assert str(done.readings) == "1"
    assert done.preview is None


def test_a_drawing_on_a_picture_comes_back_with_both(drawing_file, picture_file):
    path = drawing_file(Page(picture=picture_file, strokes=(ONE,)))
    done = answer(fakes.load(), ReadDrawing(path))
    assert done.page.picture == picture_file
    assert len(done.page.strokes) == 1
    assert done.preview.shape == (60, 40, 3)
    assert str(done.readings).startswith("1")


def test_a_drawing_whose_picture_is_gone_is_refused_and_the_picture_named(drawing_file, tmp_path):
    refused = answer(fakes.load(), ReadDrawing(drawing_file(Page(tmp_path / "gone.png", (ONE,)))))
    assert isinstance(refused, Refused)
    assert "gone.png" in refused.sentence


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff\xfe\x00", b"null"])
def test_what_is_no_drawing_is_refused_in_one_sentence(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    refused = answer(fakes.load(), ReadDrawing(path))
    assert isinstance(refused, Refused)
    assert "settings.json" in refused.sentence


# The clipboard


def test_the_files_in_the_clipboard_are_found(monkeypatch, tmp_path, picture_file):
    monkeypatch.setattr("digits.app.clipboard._content", list)
    found = answer(fakes.load(), ReadClipboard(tmp_path, str(picture_file)))
    assert found == Found((picture_file,))


def test_a_clipboard_without_a_picture_is_refused_in_one_sentence(monkeypatch, tmp_path):
    def nothing(folder, text):
        raise PictureError("The clipboard holds no picture.")

    monkeypatch.setattr("digits.app.clipboard.pictures_from_clipboard", nothing)
    refused = answer(fakes.load(), ReadClipboard(tmp_path, ""))
    assert refused == Refused("The clipboard holds no picture.")


# Why


def test_a_digit_is_explained_by_a_picture_of_the_size_that_was_asked_for():
    image = fakes.reading(1).image
    explained = answer(fakes.load(), Explain(image, digit=1, side=112))
    assert isinstance(explained, Explained)
    assert explained.picture.shape == (112, 112, 3)
    assert explained.picture.dtype == np.uint8
    assert explained.picture.any()


def test_what_speaks_for_any_digit_can_be_asked():
    class Explainer:
        def explain(self, image, digit, side):
            return np.full((side, side, 3), digit, np.uint8)

    explained = answer(Explainer(), Explain(fakes.reading(1).image, digit=9, side=28))
    assert (explained.picture == 9).all()


# Defects


def test_a_defect_comes_back_as_its_traceback():
    defect = answer(fakes.Fragile(), ReadStrokes((ONE.points,)))
    assert isinstance(defect, Defect)
    assert "ZeroDivisionError: while reading" in defect.traceback

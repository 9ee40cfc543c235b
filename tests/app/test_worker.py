"""What the reading process answers, without a process."""

import fakes
import numpy as np
import pytest
from PIL import Image

from digits.app.worker import Defect, Done, ReadPicture, ReadStrokes, Ready, Refused, answer, serve


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


@pytest.mark.parametrize(
    ("size", "expected"),
    [((40, 60), (30, 20)), ((2000, 1), (1, 30)), ((10, 20), (20, 10)), ((1, 1), (1, 1))],
)
def test_a_preview_fits_and_is_never_enlarged(tmp_path, size, expected):
    path = tmp_path / "picture.png"
    Image.new("RGB", size, "white").save(path)
    done = answer(fakes.load(), ReadPicture(path, side=30))
    assert done.preview.shape == (*expected, 3)


def test_a_preview_shows_the_colors_of_the_picture(tmp_path):
    path = tmp_path / "red.png"
    Image.new("RGB", (8, 8), (250, 10, 20)).save(path)
    done = answer(fakes.load(), ReadPicture(path, side=4))
    assert np.array_equal(done.preview, np.full((4, 4, 3), (250, 10, 20)))


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.png", b""), ("text.png", b"this is text"), ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00")],
)
def test_what_is_not_a_picture_is_refused_in_one_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    refused = answer(fakes.load(), ReadPicture(path, side=30))
    assert isinstance(refused, Refused)
    assert name in refused.sentence


def test_a_folder_is_refused_in_one_sentence(tmp_path):
    assert isinstance(answer(fakes.load(), ReadPicture(tmp_path, side=30)), Refused)

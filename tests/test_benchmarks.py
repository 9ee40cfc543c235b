"""The yardstick: what counts as right, as sure, and as wrong and sure."""

import json
import sys

import numpy as np
import pytest
from PIL import Image

from benchmarks import bulk, handwriting
from benchmarks.handwriting import (
    Photo,
    Result,
    Sample,
    lines_of,
    photo_row,
    sample_sets,
    text_of,
)
from digits.reading import Box, Reading, Readings


def read(text: str, doubtful: str = "") -> Readings:
    """Return readings of the text, all sure but for some digits."""
    digits, before = [], ""
    for sign in text:
        if sign.isdigit():
            image, box = np.zeros((28, 28), np.float32), Box(0, 0, 1, 1)
            sure = sign not in doubtful
            digits.append(Reading(box, image, np.eye(10)[int(sign)], sure, before))
        before = "" if sign.isdigit() else sign
    return Readings(digits)


@pytest.mark.parametrize(
    ("text", "label", "right"),
    [
        ("2024", "2024", True),
        ("20 24", "2024", True),  # blanks are ignored
        ("2024", "20 24", True),
        ("20\n24", "2024", False),
        ("204", "2024", False),
        ("20241", "2024", False),
        ("", "7", False),
    ],
)
def test_a_number_is_right_when_every_digit_is_and_nothing_else_was_read(text, label, right):
    assert Result(Sample(label, "somebody"), read(text), "").right == right


def test_readings_come_line_by_line():
    assert [text_of(line) for line in lines_of(read("12 3\n45\n6"))] == ["123", "45", "6"]
    assert lines_of(Readings()) == []


def test_lines_of_a_photo_count_one_by_one():
    photo = Photo(["123", "45", "45"], read("12 3\n45\n77\n8", doubtful="8"))
    assert photo.whole == 2  # 45 was read once
    assert photo.wrong_and_sure == 1  # 77; the 8 is in doubt


def test_a_line_with_one_digit_in_doubt_is_not_sure():
    assert Photo(["1"], read("789", doubtful="9")).wrong_and_sure == 0


def test_the_row_of_photos_counts_lines_and_sure_digits():
    photos = [Photo(["12"], read("12")), Photo(["3", "4"], read("9\n4", doubtful="4"))]
    assert photo_row("upright", photos) == "| upright | 2 / 3 | 1 | 3 / 4 |"


def test_anybody_s_pictures_and_photos_are_measured(tmp_path, monkeypatch, capsys):
    page = np.full((60, 60), 255, np.uint8)
    page[10:50, 28:32] = 0
    (tmp_path / "photos").mkdir()
    for name in ("1.png", "1-again.png", "photos/a.png"):
        Image.fromarray(page).save(tmp_path / name)
    labels = {"a.png": {"lines": ["1"], "rotate_ccw": 180}}
    (tmp_path / "photos" / "labels.json").write_text(json.dumps(labels))
    monkeypatch.setattr(sys, "argv", ["handwriting.py", str(tmp_path)])
    assert handwriting.main() == 0
    out = capsys.readouterr().out
    assert f"| {tmp_path.name} | 2 / 2 (100.00%) |" in out
    assert "| upright | 1 / 1 | 0 |" in out


def test_pictures_stay_in_their_files_until_they_are_read(tmp_path):
    page = np.full((40, 30), 255, np.uint8)
    page[5:35, 14:16] = 0
    Image.fromarray(page).save(tmp_path / "1.png")
    ((_, (sample,)),) = sample_sets(tmp_path)
    assert sample.picture == tmp_path / "1.png"
    from_array = Sample("1", "", picture=np.stack([page] * 3, axis=-1))
    np.testing.assert_array_equal(sample.stock_image(), from_array.stock_image())


def test_a_set_without_samples_is_left_out(tmp_path, monkeypatch, capsys):
    none, begin = np.zeros(0, np.uint8), np.zeros(1, int)
    np.savez(tmp_path / "pictures.npz", buf=none, off=begin, shape=none, label=none, writer=none)
    monkeypatch.setattr(sys, "argv", ["handwriting.py", str(tmp_path)])
    assert handwriting.main() == 0
    assert "pictures" not in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["handwriting.py", str(tmp_path / "gone")])
    assert handwriting.main() == 1
    assert "is not a folder" in capsys.readouterr().err


def test_scans_are_made_of_dark_ink_on_light_paper(rng):
    digit = np.zeros((28, 28), np.uint8)
    digit[4:24, 12:16] = 255
    scan = bulk.scan(digit, rng)
    assert (scan.shape, scan.dtype) == ((95, 93), np.uint8)
    assert np.median(scan) > 220
    assert scan.min() < 100


@pytest.mark.slow
def test_anybody_s_pictures_are_read_in_bulk(tmp_path, monkeypatch, capsys):
    page = np.full((40, 30), 255, np.uint8)
    page[5:35, 14:16] = 0
    for name in ("1.png", "2.png"):
        Image.fromarray(page).save(tmp_path / name)
    command = ["bulk.py", "--folder", str(tmp_path), "--workers", "1", "--without-keras"]
    monkeypatch.setattr(sys, "argv", command)
    assert bulk.main() == 0
    out = capsys.readouterr().out
    assert "\n| 2 | 1 | " in out
    assert "\n| the program | " in out

"""Files of records: whole whatever happens, never overwritten, gone on with where they ended."""

import csv
import json
from itertools import chain

import numpy as np
import pytest

from digits.errors import UserError
from digits.reading import Box, Reading, Readings
from digits.record_file import new_file, old_file
from digits.records import CSV, JSON, LINES

NAMES = ["a.png", 'a, b: "c".png', "two\nlines\r.png", "bad\udcff.png", "図.png", "z.png"]
FORMS = pytest.mark.parametrize("form", [LINES, JSON, CSV], ids=["text", "json", "csv"])


def read(*digits: int) -> Readings:
    """Return readings of digits, each on a line of its own."""
    image, box = np.zeros((28, 28), np.float32), Box(0, 0, 1, 1)
    lines = chain([""], ["\n"] * len(digits))
    return Readings(
        Reading(box, image, np.eye(10)[digit], True, before)
        for digit, before in zip(digits, lines, strict=False)
    )


def records(form, names):
    """Return of every picture its record and whether it could not be read: every third."""
    return [
        (
            form.record(name, read(7, 1), 'It is\n"broken", alas.' if k % 3 == 2 else None),
            k % 3 == 2,
        )
        for k, name in enumerate(names)
    ]


def written(path, form, names):
    """Write the records of these pictures; return the bytes of the file."""
    with new_file(path, form) as file:
        for record in records(form, names):
            file.write(*record)
    return path.read_bytes()


@FORMS
def test_a_file_that_was_cut_off_anywhere_becomes_the_same_again(tmp_path, form):
    path = tmp_path / "out"
    whole = written(path, form, NAMES)
    for length in range(0, len(whole) + 1, 3):
        path.write_bytes(whole[:length])
        file, rest = old_file(path, form, iter(NAMES))
        with file:
            rest = list(rest)
            assert rest == NAMES[file.count :]
            for record in records(form, NAMES)[file.count :]:
                file.write(*record)
        assert path.read_bytes() == whole
        assert (file.count, file.failed) == (6, 2)


@FORMS
@pytest.mark.parametrize(
    "others",
    [["b.png", *NAMES[1:]], NAMES[:5], [*NAMES[:5], "z2.png"], []],
    ids=["other", "fewer", "last", "none"],
)
def test_a_file_of_other_pictures_stays_as_it_is(tmp_path, form, others):
    path = tmp_path / "out"
    whole = written(path, form, NAMES)
    with pytest.raises(UserError, match="holds something else from record"):
        old_file(path, form, iter(others))
    assert path.read_bytes() == whole


@FORMS
@pytest.mark.parametrize("content", [b"Dear diary", b"Dear diary\n", b"\xff\n", b'"'])
def test_somebody_s_file_stays_as_it_is(tmp_path, form, content):
    path = tmp_path / "diary"
    path.write_bytes(content)
    with pytest.raises(UserError, match="another name"):
        old_file(path, form, iter(NAMES))
    assert path.read_bytes() == content


@FORMS
def test_a_file_that_exists_is_not_begun_anew(tmp_path, form):
    path = tmp_path / "out"
    path.write_bytes(b"dear")
    with pytest.raises(UserError, match="exists; go on with it by --resume"):
        new_file(path, form)
    assert path.read_bytes() == b"dear"


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with pytest.raises(UserError, match=r"cannot be written \(No such file or directory\)"):
        new_file(tmp_path / "gone" / "out", LINES)


def test_every_record_is_in_the_file_at_once(tmp_path):
    path = tmp_path / "out"
    with new_file(path, LINES) as file:
        file.write("a.png: 7 (sure)", failed=False)
        assert path.read_bytes() == b"a.png: 7 (sure)\n"


def test_programs_read_back_what_was_written(tmp_path):
    spelled = [*NAMES[:3], r"bad\udcff.png", *NAMES[4:]]
    written(tmp_path / "csv", CSV, NAMES)
    with (tmp_path / "csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == spelled
    assert [row["text"] for row in rows] == ["7\n1", "7\n1", ""] * 2
    assert [row["sure"] for row in rows] == ["true", "true", ""] * 2
    assert [row["least confidence"] for row in rows] == ["1.000000", "1.000000", ""] * 2
    assert [row["error"] for row in rows] == ["", "", 'It is\n"broken", alas.'] * 2
    lines = written(tmp_path / "json", JSON, NAMES).splitlines()
    assert [json.loads(line)["file"] for line in lines] == NAMES


def test_text_has_one_line_for_each_picture(tmp_path):
    lines = written(tmp_path / "out", LINES, NAMES).decode().split("\n")
    assert lines[0] == "a.png: 7 (100.0 %) / 1 (100.0 %)"
    assert lines[2] == r'two\nlines\r.png: error: It is\n"broken", alas.'
    assert len(lines) == 7

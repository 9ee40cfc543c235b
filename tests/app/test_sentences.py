"""What is said, in plain words."""

from dataclasses import replace
from pathlib import Path

import fakes
import numpy as np
import pytest

from digits.app import sentences
from digits.app.sentences import by_name, in_words, name_of, nothing_found, of_all, read, refused
from digits.app.worker import ReadClipboard, ReadDrawing, ReadPicture, ReadStrokes
from digits.reading import Readings


def doubtful(*shares):
    """A reading that is not sure; ``shares`` are digits with their probabilities."""
    probabilities = np.zeros(10, np.float32)
    for digit, probability in shares:
        probabilities[digit] = probability
    return replace(fakes.reading(0), probabilities=probabilities, sure=False)


# One digit


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (fakes.reading(7), "7, sure"),
        (fakes.reading(8), "8, sure"),
        (doubtful((1, 0.6), (7, 0.4)), "probably a 1, maybe a 7"),
        (doubtful((8, 0.6), (3, 0.4)), "probably an 8, maybe a 3"),
        (doubtful((3, 0.5), (8, 0.5)), "probably a 3, maybe an 8"),
        (doubtful((1, 0.6), (7, 0.3), (4, 0.1)), "probably a 1, maybe a 7"),
        (doubtful((1, 0.98), (7, 0.02)), "probably a 1"),
        (doubtful((1, 0.4), (7, 0.35), (4, 0.25)), "perhaps a 1 or a 7 or a 4"),
        (doubtful((1, 0.48), (8, 0.48), (4, 0.04)), "perhaps a 1 or an 8"),
        (doubtful((1, 0.3), (7, 0.3), (4, 0.2), (9, 0.2)), "perhaps a 1 or a 7 or a 4"),
    ],
)
def test_a_digit_is_put_in_plain_words(reading, words):
    assert in_words(reading) == words


@pytest.mark.parametrize("sure", [True, False])
def test_a_corrected_digit_is_what_the_person_said(sure):
    assert in_words(replace(fakes.reading(1, sure=sure), correction=7)) == "7, as you said"


# A whole number


@pytest.mark.parametrize(
    ("readings", "sentence"),
    [
        (fakes.readings("7"), "7, sure (99.0 %)"),
        (fakes.readings("7", [0]), "Probably a 7, maybe an 8 (75.0 %)"),
        (Readings([replace(fakes.reading(1), correction=7)]), "7, as you said"),
        (fakes.readings("2024"), "Sure of every digit"),
        (fakes.readings("20 24\n7", [1]), "Not sure of 1 of 5 digits"),
        (fakes.readings("11", [0, 1]), "Not sure of 2 of 2 digits"),
    ],
)
def test_a_number_says_how_many_digits_are_in_doubt(readings, sentence):
    assert of_all(readings) == sentence


# After a request


def test_it_is_said_from_where_something_was_read():
    assert read(ReadPicture(Path("/pictures/one.png"))) == "Read from one.png."
    assert read(ReadDrawing(Path("/drawings/one.json"))) == "Read from one.json."
    assert read(ReadStrokes(())) == sentences.READ


def test_where_nothing_was_found_it_is_said_what_may_help():
    assert nothing_found(ReadPicture(Path("one.png"))) == sentences.NOTHING_IN_PICTURE
    assert nothing_found(ReadDrawing(Path("one.json"))) == sentences.NOTHING_IN_DRAWING
    assert nothing_found(ReadStrokes(())) == sentences.NOTHING_IN_DRAWING


@pytest.mark.parametrize("kind", [ReadPicture, ReadDrawing])
def test_a_file_is_named_without_its_folder(kind):
    path = Path("/some/folder/one.png")
    sentence = f"{path} does not exist; check the name and the folder."
    expected = "one.png does not exist; check the name and the folder."
    assert by_name(kind(path), sentence) == expected


@pytest.mark.parametrize("asked", [None, ReadStrokes(()), ReadClipboard(Path("/pasted"), "")])
def test_a_sentence_about_no_file_is_left_as_it_is(asked):
    assert by_name(asked, "/model/mnist.h5 is missing.") == "/model/mnist.h5 is missing."


@pytest.mark.parametrize(
    ("reasons", "opened", "sentence"),
    [
        (["a.png is empty."], 0, "a.png is empty."),
        (["a.png is empty."], 2, "1 of 3 pictures were not opened. a.png is empty."),
        (["a is empty.", "b is."], 0, "2 of 2 pictures were not opened. a is empty."),
        (["a is empty.", "b is."], 1, "2 of 3 pictures were not opened. a is empty."),
    ],
)
def test_of_several_files_the_first_reason_is_said_and_how_many_there_are(
    reasons, opened, sentence
):
    assert refused(reasons, opened) == sentence


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("one.png", "one.png"),
        ("a\nb\a.png", "a�b�.png"),
        ("caf\udce9.png", "caf�.png"),
        ("數字.png", "數字.png"),
    ],
)
def test_a_name_is_shown_in_one_line_of_letters_that_can_be_shown(name, shown):
    assert name_of(Path("/folder") / name) == shown


def test_a_long_name_is_shortened_in_its_middle_and_keeps_its_ending():
    shown = name_of(Path("a" * 200 + ".png"))
    assert len(shown) == sentences.NAME_LETTERS
    assert shown.startswith("aaa")
    assert shown.endswith("a.png")
    assert "…" in shown


# All of them


def test_every_sentence_begins_and_ends_as_one():
    said = {name: value for name, value in vars(sentences).items()
            if name.isupper() and isinstance(value, str) and " " in value}  # fmt: skip
    said.pop("COPIED")  # ends with the number
    assert len(said) > 20
    for name, sentence in said.items():
        assert sentence[0].isupper() or sentence[0] == "{", name
        assert sentence.endswith((".", "…")), name

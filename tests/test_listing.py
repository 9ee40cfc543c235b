"""What was typed, and the pictures that are meant."""

import pytest

from digits.listing import natural, pictures_of


@pytest.fixture
def folder(tmp_path):
    """Pictures in a folder and in folders in it, and what is none."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("10.png", "2.PNG", "notes.txt", ".7.png", "b/1.jpg", "b/deep/1.tiff"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_folder_stands_for_the_pictures_in_it_in_natural_order(folder):
    expected = ["2.PNG", "10.png", "b/1.jpg", "b/deep/1.tiff"]
    assert list(pictures_of([str(folder)])) == [str(folder / name) for name in expected]


def test_files_stand_for_themselves_whatever_they_are(folder):
    names = [str(folder / "notes.txt"), "nowhere.png", "7" * 300 + ".png", "\0"]
    assert list(pictures_of(names)) == names


def test_a_folder_without_pictures_is_kept_so_that_it_is_told(tmp_path):
    assert list(pictures_of([str(tmp_path), "a.png"])) == [str(tmp_path), "a.png"]


def test_names_are_taken_when_they_are_needed():
    def names():
        yield "a.png"
        raise AssertionError

    assert next(pictures_of(names())) == "a.png"


def test_numbers_in_names_are_counted():
    names = ["1-10.png", "1-9.png", "01-1.png", "A2.png", "a1.png", "x.png", "1.png"]
    assert sorted(names, key=natural) == [
        *("01-1.png", "1-9.png", "1-10.png", "1.png"),
        *("a1.png", "A2.png", "x.png"),
    ]

"""Every way in and every way out, with the dialogs in the hands of the test."""

import csv
import json
from errno import ENOSPC
from pathlib import Path

import fakes
import numpy as np
import pytest
from PIL import Image

from digits.app import files as files_module
from digits.app import sentences, theme
from digits.app.conversation import Conversation
from digits.app.files import Files
from digits.app.worker import ReadClipboard
from digits.drawing_file import open_drawing
from digits.page_picture import SURE

ONE = [(140, 60), (140, 140), (140, 220)]
LATER_ONE = [(230, 60), (230, 140), (230, 220)]


class Desk(fakes.Listener):
    """Files with a conversation, whose network is loaded and reads at once."""

    def __init__(self, root, pasted):
        super().__init__()
        self.talk = Conversation(root, self, fakes.load, fakes.ReaderByHand)
        self.talk.reader.get_ready()
        self.session = self.talk.session
        self.files = Files(root, self.talk, self.say, pasted)

    def draw(self, points=ONE):
        self.session.draw(points)
        self.talk.page_changed()


@pytest.fixture
def desk(root, tmp_path):
    desk = Desk(root, tmp_path / "pasted")
    yield desk
    desk.talk.close()


@pytest.fixture
def save_as(monkeypatch):
    """Answer the dialog that asks where to save; what it was asked for is on the list."""
    asked = []

    def answer(path):
        def dialog(**options):
            asked.append(options)
            return str(path)

        monkeypatch.setattr("tkinter.filedialog.asksaveasfilename", dialog)
        return asked

    return answer


def pixels(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def holds(picture, color):
    return bool((picture == color).all(axis=2).any())


# In


def test_all_chosen_files_are_opened(desk, choose, picture_file, tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(picture_file.read_bytes())
    choose(picture_file, other)
    desk.files.choose()
    assert desk.opened == [picture_file, other]


def test_a_dialog_that_is_cancelled_opens_nothing(desk, choose):
    desk.draw()
    said = len(desk.said)
    choose()
    desk.files.choose()
    assert str(desk.session.readings) == "1"
    assert len(desk.said) == said


def test_the_dialog_offers_pictures_in_either_case_and_drawings(desk, choose):
    asked = choose()
    desk.files.choose()
    (_, endings), (_, everything) = asked[0]["filetypes"]
    assert {".png", ".PNG", ".jpg", ".heic", ".json"} <= set(endings)
    assert everything == ("*",)


def test_the_dialogs_open_where_pictures_are_and_then_where_the_last_one_was(
    desk, choose, save_as, monkeypatch, picture_file, tmp_path
):
    pictures = tmp_path / "Pictures"
    monkeypatch.setattr(files_module, "pictures_folder", lambda: pictures)
    asked = choose()
    desk.files.choose()
    choose(picture_file)
    desk.files.choose()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    saved = save_as(folder / "saved.png")
    desk.files.save_picture(boxes=False)
    desk.files.choose()
    folders = [options["initialdir"] for options in (asked[0], asked[1], saved[0], asked[2])]
    assert folders == [pictures, pictures, tmp_path, folder]


def test_what_was_copied_as_text_is_handed_on_with_the_folder_for_pictures(desk, root, tmp_path):
    desk.talk.reader.at_once = False
    root.clipboard_clear()
    root.clipboard_append("/pictures/one.png")
    desk.files.paste()
    assert desk.talk.reader.wanted == ReadClipboard(tmp_path / "pasted", "/pictures/one.png")


def test_a_clipboard_without_text_is_asked_for_pictures_all_the_same(desk, root, tmp_path):
    desk.talk.reader.at_once = False
    root.clipboard_clear()
    desk.files.paste()
    assert desk.talk.reader.wanted == ReadClipboard(tmp_path / "pasted", "")


# Copying


def test_the_corrected_number_is_what_is_copied(desk, root):
    desk.draw()
    desk.draw(LATER_ONE)
    desk.session.correct(1, 7)
    desk.files.copy_number()
    assert root.clipboard_get() == "17"
    assert (desk.sentence, desk.mood) == ("Copied: 17", theme.GOOD)


def test_lines_and_groups_are_copied_as_they_are_and_said_in_one_line(desk, root):
    desk.draw()
    desk.session.take(fakes.readings("20 24\n7"))
    desk.files.copy_number()
    assert root.clipboard_get() == "20 24\n7"
    assert desk.sentence == "Copied: 20 24 / 7"


def test_with_nothing_to_copy_the_clipboard_is_left_alone(desk, root):
    root.clipboard_clear()
    root.clipboard_append("precious")
    desk.files.copy_number()
    assert root.clipboard_get() == "precious"
    assert desk.sentence == sentences.NOTHING_TO_COPY


# Saving


@pytest.mark.parametrize("boxes", [False, True])
def test_a_drawing_is_saved_as_a_picture_with_or_without_boxes(desk, save_as, tmp_path, boxes):
    desk.draw()
    save_as(tmp_path / "saved.png")
    desk.files.save_picture(boxes=boxes)
    picture = pixels(tmp_path / "saved.png")
    assert picture.shape[0] == picture.shape[1]
    middle = len(picture) // 2
    assert (picture[middle, middle] < 60).all()  # the stroke
    assert (picture[0, 0] == 255).all()  # the paper
    assert holds(picture, SURE) == boxes
    assert (desk.sentence, desk.mood) == ("Saved as saved.png.", theme.GOOD)


def test_a_saved_picture_can_be_opened_and_is_read_again(desk, save_as, choose, tmp_path):
    desk.draw()
    path = tmp_path / "saved.png"
    save_as(path)
    desk.files.save_picture(boxes=False)
    desk.files.open([path])
    assert desk.session.page.picture == path
    assert str(desk.session.readings) == "1"


def test_what_was_drawn_on_a_picture_is_saved_with_it(desk, save_as, picture_file, tmp_path):
    desk.files.open([picture_file])
    desk.draw(LATER_ONE)
    save_as(tmp_path / "both.png")
    desk.files.save_picture(boxes=False)
    desk.files.open([tmp_path / "both.png"])
    assert str(desk.session.readings) == "11"


def test_a_picture_that_is_not_shown_yet_is_not_left_out_but_said(desk, save_as, tmp_path):
    desk.session.show(tmp_path / "not yet.png")
    asked = save_as(tmp_path / "saved.png")
    desk.files.save_picture(boxes=False)
    assert desk.sentence == sentences.NO_PICTURE_TO_SAVE
    assert asked == []


def test_saved_strokes_can_be_opened_again_with_their_corrections(desk, save_as, tmp_path):
    desk.draw()
    desk.session.correct(0, 7)
    path = tmp_path / "saved.json"
    save_as(path)
    desk.files.save_strokes()
    assert json.loads(path.read_text(encoding="utf-8"))["text"] == "7"
    desk.session.clear()
    desk.files.open([path])
    (stroke,) = desk.session.page.strokes
    assert stroke.points.tolist() == [list(map(float, point)) for point in ONE]
    assert str(desk.session.readings) == "7"


def test_the_readings_of_the_session_are_saved_as_a_table(
    desk, save_as, choose, picture_file, tmp_path
):
    desk.draw()
    desk.session.correct(0, 7)
    desk.files.open([picture_file])
    path = tmp_path / "readings.csv"
    save_as(path)
    desk.files.export()
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel takes it for another code
    assert header[:3] == ["time", "source", "text"]
    assert [row[1:3] for row in rows] == [["drawing", "7"], [str(picture_file), "1"]]


def test_a_file_name_that_is_no_text_does_not_keep_the_table_from_being_saved(
    desk, save_as, tmp_path
):
    desk.session.show(tmp_path / "caf\udce9.png")  # as Linux has it from another encoding
    desk.session.take(fakes.readings("1"))
    save_as(tmp_path / "readings.csv")
    desk.files.export()
    assert "caf?.png" in (tmp_path / "readings.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("save", "sentence"),
    [
        (lambda files: files.save_picture(boxes=False), sentences.NOTHING_TO_SAVE),
        (lambda files: files.save_picture(boxes=True), sentences.NOTHING_TO_SAVE),
        (lambda files: files.save_strokes(), sentences.NOTHING_TO_SAVE),
        (lambda files: files.export(), sentences.NO_HISTORY),
    ],
)
def test_with_nothing_to_save_no_file_is_asked_for(desk, save_as, tmp_path, save, sentence):
    asked = save_as(tmp_path / "saved")
    save(desk.files)
    assert (desk.sentence, desk.mood) == (sentence, theme.WAIT)
    assert asked == []


def test_the_dialog_proposes_the_number_as_a_name(desk, save_as):
    desk.draw()
    asked = save_as("")
    desk.session.take(fakes.readings("20 24\n7"))
    desk.files.save_picture(boxes=False)
    desk.files.save_strokes()
    desk.session.take(fakes.readings("1" * 30))
    desk.files.save_picture(boxes=False)
    desk.session.forget()
    desk.files.save_picture(boxes=False)
    desk.files.export()
    names = [options["initialfile"] for options in asked]
    assert names == ["20247.png", "20247.json", "1" * 20 + ".png", "drawing.png", "readings.csv"]
    assert [options["defaultextension"] for options in asked][:2] == [".png", ".json"]


def test_a_saving_that_is_cancelled_writes_and_says_nothing(desk, save_as, tmp_path):
    desk.draw()
    said = len(desk.said)
    save_as("")
    desk.files.save_picture(boxes=False)
    assert list(tmp_path.iterdir()) == []
    assert len(desk.said) == said


def test_saving_replaces_the_file_that_was_there(desk, save_as, tmp_path):
    path = tmp_path / "saved.json"
    path.write_text("older", encoding="utf-8")
    desk.draw()
    save_as(path)
    desk.files.save_strokes()
    assert len(open_drawing(path).strokes) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_saving_that_fails_leaves_the_file_that_was_there(desk, save_as, monkeypatch, tmp_path):
    path = tmp_path / "saved.png"
    path.write_text("older", encoding="utf-8")
    desk.draw()
    save_as(path)
    write_bytes = Path.write_bytes

    def write_half(self, data):
        write_bytes(self, data[: len(data) // 2])
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_half)
    desk.files.save_picture(boxes=False)
    assert desk.sentence == (
        "saved.png could not be saved (No space left on device). Choose another folder."
    )
    assert desk.mood == theme.BAD
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_one_sentence(desk, save_as, tmp_path):
    (tmp_path / "file").touch()
    desk.draw()
    save_as(tmp_path / "file" / "saved.png")
    desk.files.save_picture(boxes=True)
    assert desk.sentence.startswith("saved.png could not be saved (")
    assert desk.sentence.endswith("). Choose another folder.")
    assert str(desk.session.readings) == "1"


def test_what_is_saved_is_the_page_as_it_was_when_the_person_asked(
    desk, root, monkeypatch, tmp_path
):
    path = tmp_path / "saved.json"

    def dialog(**options):  # the window lives on while it is open
        desk.session.clear()
        return str(path)

    monkeypatch.setattr("tkinter.filedialog.asksaveasfilename", dialog)
    desk.draw()
    desk.files.save_strokes()
    assert len(open_drawing(path).strokes) == 1


def test_the_dialogs_belong_to_the_window(desk, root, choose, save_as):
    desk.draw()
    asked, saved = choose(), save_as("")
    desk.files.choose()
    desk.files.save_picture(boxes=False)
    assert asked[0]["parent"] is saved[0]["parent"] is root

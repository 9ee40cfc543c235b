"""The sheet of all keys."""

import tkinter as tk

import pytest

from digits.app.keys_sheet import KeysSheet

ROWS = [
    ("Drawing", "Undo", "Ctrl+Z"),
    ("Drawing", "Redo", "Ctrl+Y, Ctrl+Shift+Z"),
    ("File", "Upload image…", "Ctrl+O"),
    ("Drawing", "Clear", "Esc"),
]
DRAWING = [("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Y, Ctrl+Shift+Z"), ("Clear", "Esc")]


def sheet(root, rows):
    root.update()
    sheet = KeysSheet(root, iter(rows))
    root.update()
    return sheet


def words(sheet):
    """Every label of the sheet by its place: column and row of pixels."""
    labels = [widget for widget in descendants(sheet) if widget.winfo_class() == "TLabel"]
    return {label["text"]: (label.winfo_rootx(), label.winfo_rooty()) for label in labels}


def descendants(widget):
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def test_it_holds_every_row_under_its_section(root):
    shown = sheet(root, ROWS)
    assert shown.title() == "Keys"
    assert shown.sections == {"Drawing": DRAWING, "File": [("Upload image…", "Ctrl+O")]}
    places = words(shown)
    assert set(places) == {word for row in ROWS for word in row}
    order = ["Drawing", "Undo", "Redo", "Clear", "File", "Upload image…"]
    assert sorted(order, key=lambda word: places[word][1]) == order


def test_keys_stand_in_one_column_and_each_beside_its_label(root):
    places = words(sheet(root, ROWS))
    assert len({places[label][0] for _, label, _ in ROWS}) == 1
    assert len({places[keys][0] for _, _, keys in ROWS}) == 1
    for _, label, keys in ROWS:
        assert places[label][0] < places[keys][0]
        assert places[label][1] == places[keys][1]


def test_many_sections_stand_side_by_side(root):
    rows = [(f"S{number // 6}", f"label {number}", f"keys {number}") for number in range(30)]
    shown = sheet(root, rows)
    places = words(shown)
    assert len({places[f"S{number}"][0] for number in range(5)}) == 2
    assert places["S0"][1] == places["S3"][1]  # both columns begin at the top
    assert shown.winfo_height() < 700


def test_one_long_section_is_not_torn(root):
    rows = [("Drawing", f"label {number}", f"keys {number}") for number in range(24)]
    places = words(sheet(root, rows))
    assert len({places[label][0] for _, label, _ in rows}) == 1


def test_a_sheet_of_nothing_can_be_closed(root):
    shown = sheet(root, [])
    shown.close_button.invoke()
    assert not shown.winfo_exists()


@pytest.mark.parametrize("key", ["<Escape>", "<Return>"])
def test_keys_close_it_and_the_keyboard_goes_back(root, key):
    entry = tk.Entry(root)
    entry.pack()
    root.update()
    entry.focus_force()
    root.update()
    shown = sheet(root, ROWS)
    shown.close_button.focus_force()
    root.update()
    assert shown.focus_get() is shown.close_button
    shown.close_button.event_generate(key)
    root.update()
    assert not shown.winfo_exists()
    assert root.focus_get() is entry

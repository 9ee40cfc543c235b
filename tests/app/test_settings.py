"""What a person has set, kept between two starts; the file may hold anything."""

import json
import os
import sys
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from digits.app.settings import (
    LOOKS,
    MOST_BYTES,
    MOST_RECENT,
    Settings,
    load_settings,
    save_settings,
    with_recent,
)

SET = Settings(
    look="dark",
    live=False,
    pen_width=9.5,
    geometry="900x700+-8+20",
    recent=("/a/ü.png", "/b.png"),
    system_dark=True,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def written(path, **changes):
    """A file of settings that somebody has edited by hand."""
    path.write_text(json.dumps({**asdict(SET), **changes}), encoding="utf-8")
    return path


def assert_set_aside(path, held):
    """The file was broken: it has another name now, and the person is told."""
    aside = path.with_name("settings.broken.json")
    settings, sentence = load_settings(path)
    assert settings == Settings()
    assert aside.read_bytes() == held
    assert not path.exists()
    assert sentence == (
        f"settings.json was not understood: it is now {aside}, and the usual settings are used."
    )
    assert load_settings(path) == (Settings(), "")


# The way there and back


def test_the_usual_settings_and_nothing_to_say_where_there_is_no_file(path):
    assert load_settings(path) == (Settings(), "")
    assert load_settings(path / "of no folder") == (Settings(), "")


def test_no_file_where_no_folder_can_be(path):
    path.touch()
    assert load_settings(path / "settings.json") == (Settings(), "")
    assert path.exists()


def test_what_is_saved_is_loaded(path):
    save_settings(path, SET)
    assert load_settings(path) == (SET, "")


def test_saving_makes_the_folder_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "new" / "settings.json"
    save_settings(path, Settings())
    save_settings(path, SET)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_an_oserror(path):
    path.mkdir()
    with pytest.raises(OSError, match="settings"):
        save_settings(path, SET)


@pytest.mark.skipif(sys.platform == "win32", reason="there names are Unicode")
def test_a_name_that_is_no_text_is_kept_as_well(path):
    settings = with_recent(Settings(), Path(os.fsdecode(b"/\xff.png")))
    save_settings(path, settings)
    assert load_settings(path) == (settings, "")


# Files that somebody has edited


def test_it_may_be_edited_with_an_editor_that_writes_a_mark_at_the_start(path):
    path.write_text('{"look": "dark"}', encoding="utf-8-sig")
    assert load_settings(path) == (Settings(look="dark"), "")


def test_a_key_that_nobody_knows_is_passed_over(path):
    assert load_settings(written(path, color="red")) == (SET, "")


def test_a_file_may_say_less(path):
    path.write_text("{}", encoding="utf-8")
    assert load_settings(path) == (Settings(), "")


WRONG = [
    *[("look", value) for value in ("Dark", "", None, 1, ["dark"])],
    *[("live", value) for value in (1, "true", None)],
    *[("system_dark", value) for value in (0, "", {})],
    *[("pen_width", value) for value in (5.9, 40.1, "18", True, None, 10**400, float("nan"))],
    *[("geometry", value) for value in ("800x600", "0x5+1+1", " 5x5+1+1", "５x5+1+1", 3, None)],
    *[("geometry", "800x600+1+1\n"), ("geometry", "9999999x5+1+1")],
    *[("recent", value) for value in ("a.png", [1], None, {}, [["a"]], [""], ["a\0"], ["\ud800"])],
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_one_value_that_makes_no_sense_leaves_the_others(path, name, value):
    settings, sentence = load_settings(written(path, **{name: value}))
    assert settings == replace(SET, **{name: getattr(Settings(), name)})
    assert sentence == f"{name} in settings.json was not understood; the usual value is used."
    assert path.exists()


def test_several_values_that_make_no_sense_are_named_in_one_sentence(path):
    sentence = load_settings(written(path, look=1, live=2))[1]
    assert sentence == (
        "look and live in settings.json were not understood; the usual values are used."
    )
    sentence = load_settings(written(path, look=1, live=2, recent=3))[1]
    assert sentence.startswith("look, live and recent in settings.json were not")


@pytest.mark.parametrize("width", [6, 40, 18.25])
def test_every_width_of_a_pen_in_between_is_right(path, width):
    settings, sentence = load_settings(written(path, pen_width=width))
    assert (settings.pen_width, type(settings.pen_width), sentence) == (width, float, "")


@pytest.mark.parametrize("geometry", ["", "1x1+0+0", "800x600-5-5", "800x600+-1200+-5"])
def test_every_place_that_tk_names_is_right(path, geometry):
    assert load_settings(written(path, geometry=geometry)) == (replace(SET, geometry=geometry), "")


def test_too_many_recent_pictures_are_cut_and_doubles_left_out(path):
    names = ["/a.png", "/b.png", "/a.png", *(f"/{number}.png" for number in range(20))]
    settings, sentence = load_settings(written(path, recent=names))
    assert settings.recent == ("/a.png", "/b.png", *names[3 : 3 + MOST_RECENT - 2])
    assert sentence == ""


# Files that are none


@pytest.mark.parametrize(
    "held",
    [b"", b"{", b"\xff\xfe{\0}\0", b"[]", b"null", b'"a"', b"[" * 200_000, b"9" * 5000, b"\0" * 9],
    ids=lambda held: repr(held[:9]),
)
def test_a_file_that_holds_no_settings_is_set_aside(path, held):
    path.write_bytes(held)
    assert_set_aside(path, held)


def test_a_file_that_is_too_large_is_set_aside(path):
    held = json.dumps({"look": "dark", "more": "x" * MOST_BYTES}).encode()
    path.write_bytes(held)
    assert_set_aside(path, held)


def test_an_older_file_that_was_set_aside_makes_room(path):
    for held in (b"older", b"newer"):
        path.write_bytes(held)
        assert_set_aside(path, held)


def test_a_folder_is_set_aside_even_where_a_file_lies(path):
    aside = path.with_name("settings.broken.json")
    aside.write_text("older", encoding="utf-8")
    path.mkdir()
    assert load_settings(path)[0] == Settings()
    assert aside.is_dir()
    assert not path.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="it has no named pipes")
def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    assert "was not understood" in load_settings(path)[1]
    assert not path.exists()


def test_a_file_that_cannot_be_read_is_set_aside(path, monkeypatch):
    def refuse(self, *args, **options):
        raise PermissionError(13, "Permission denied", str(self))

    path.write_bytes(b"{}")
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.open", refuse)
        settings, sentence = load_settings(path)
    assert settings == Settings()
    assert "settings.broken.json" in sentence
    assert not path.exists()


def test_what_cannot_be_set_aside_stays_and_that_is_said(path):
    (path.with_name("settings.broken.json") / "full").mkdir(parents=True)
    path.write_bytes(b"{")
    assert load_settings(path) == (
        Settings(),
        f"{path} was not understood, and cannot be renamed; the usual settings are used.",
    )
    assert path.read_bytes() == b"{"


# Recent pictures


def test_the_newest_picture_comes_first_and_once(tmp_path):
    settings = Settings()
    for name in ("a.png", "b.png", "a.png"):
        settings = with_recent(settings, tmp_path / name)
    assert settings.recent == (str(tmp_path / "a.png"), str(tmp_path / "b.png"))


def test_the_oldest_of_many_pictures_is_forgotten(tmp_path):
    settings = Settings()
    for number in range(MOST_RECENT + 1):
        settings = with_recent(settings, tmp_path / f"{number}.png")
    assert len(settings.recent) == MOST_RECENT
    assert str(tmp_path / "0.png") not in settings.recent


def test_a_picture_is_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert with_recent(Settings(), Path("a.png")).recent == (str(tmp_path / "a.png"),)


# Whatever it is

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
NAMES = [field.name for field in fields(Settings)]
LIKELY = JSON | st.sampled_from([*LOOKS, "9x9+1+1", 18, 7.5, ["/a"], ["/a", "/a"]])
FILES = (
    st.binary()
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from(NAMES), LIKELY).map(lambda value: json.dumps(value).encode())
)

same_folder = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def assert_valid(settings):
    assert settings.look in LOOKS
    assert type(settings.live) is type(settings.system_dark) is bool
    assert type(settings.pen_width) is float
    assert 6 <= settings.pen_width <= 40
    assert type(settings.geometry) is str
    assert type(settings.recent) is tuple
    assert len(settings.recent) == len(set(settings.recent)) <= MOST_RECENT
    for name in settings.recent:
        Path(name).exists()  # does not fail


@same_folder
@given(FILES)
def test_whatever_the_file_holds_the_settings_are_valid(path, held):
    path.write_bytes(held)
    settings, sentence = load_settings(path)
    assert_valid(settings)
    assert sentence.count("\n") == 0
    assert path.exists() or sentence
    save_settings(path, settings)
    assert load_settings(path) == (settings, "")


@same_folder
@given(
    st.builds(
        Settings,
        look=st.sampled_from(LOOKS),
        live=st.booleans(),
        pen_width=st.floats(6, 40),
        geometry=st.from_regex(
            r"([1-9][0-9]{0,3}x[1-9][0-9]{0,3}[+-]-?[0-9]{1,4}\+5)?", fullmatch=True
        ),
        recent=st.lists(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
            max_size=MOST_RECENT,
            unique=True,
        ).map(tuple),
        system_dark=st.booleans(),
    )
)
def test_all_settings_are_loaded_as_they_were_saved(path, settings):
    save_settings(path, settings)
    assert load_settings(path) == (settings, "")

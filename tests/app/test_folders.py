"""Where the file dialog opens at first."""

import pytest

from digits.app.folders import pictures_folder


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # the same on Windows
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


def set_up_desktop(home, line):
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text(f"# of a desktop\n{line}\n", encoding="utf-8")


def test_it_is_the_folder_named_pictures(home):
    (home / "Pictures").mkdir()
    assert pictures_folder() == home / "Pictures"


def test_it_is_home_where_there_is_no_such_folder(home):
    assert pictures_folder() == home


def test_on_a_linux_desktop_it_has_a_name_in_the_language_of_the_person(home):
    (home / "Pictures").mkdir()
    (home / "Bilder").mkdir()
    set_up_desktop(home, 'XDG_PICTURES_DIR="$HOME/Bilder"')
    assert pictures_folder() == home / "Bilder"


@pytest.mark.parametrize("line", ['XDG_PICTURES_DIR="$HOME/gone"', "XDG_PICTURES_DIR=", "\0"])
def test_a_setting_that_names_no_folder_is_passed_over(home, line):
    (home / "Pictures").mkdir()
    set_up_desktop(home, line)
    assert pictures_folder() == home / "Pictures"

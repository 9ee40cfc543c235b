"""Where a person's things lie, and how a text is kept there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from digits import PROJECT
from digits.app import user_files
from digits.app.user_files import drawing_file, keep, log_file, pasted_folder, settings_file

PLACES = (settings_file, drawing_file, pasted_folder, log_file)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's")


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # the same on Windows
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def no_platformdirs(monkeypatch):
    monkeypatch.setitem(sys.modules, "platformdirs", None)


@linux
def test_on_linux_they_lie_where_the_desktop_says(home, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", "/c")
    monkeypatch.setenv("XDG_DATA_HOME", "/d")
    monkeypatch.setenv("XDG_STATE_HOME", "/s")
    assert settings_file().as_posix() == "/c/handwritten-digits/settings.json"
    assert drawing_file().as_posix() == "/d/handwritten-digits/drawing.json"
    assert pasted_folder().as_posix() == "/d/handwritten-digits/pasted"
    assert log_file().as_posix() == "/s/handwritten-digits/log/digits.log"


def test_a_folder_that_hangs_on_the_working_directory_is_none(home, monkeypatch):
    monkeypatch.setattr(platformdirs.PlatformDirs, "user_config_path", Path("~/.config"))
    assert settings_file() == home / ".handwritten-digits" / "settings.json"


def test_without_platformdirs_they_lie_in_the_home_folder(home, no_platformdirs):
    ours = home / ".handwritten-digits"
    assert settings_file() == ours / "settings.json"
    assert drawing_file() == ours / "drawing.json"
    assert pasted_folder() == ours / "pasted"
    assert log_file() == ours / "digits.log"


@pytest.mark.parametrize("failure", [KeyError, OSError, RuntimeError, ValueError])
def test_where_platformdirs_knows_no_folder_they_lie_in_the_home_folder(home, monkeypatch, failure):
    def fail(self):
        raise failure

    monkeypatch.setattr(platformdirs.PlatformDirs, "user_config_path", property(fail))
    assert settings_file() == home / ".handwritten-digits" / "settings.json"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lacking", [True, False])
def test_with_no_home_there_is_a_path_that_cannot_be_written(monkeypatch, tmp_path, place, lacking):
    if lacking:
        monkeypatch.setitem(sys.modules, "platformdirs", None)
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # no HOME, and no such user
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match=os.devnull):
        keep(place(), "text")
    assert list(tmp_path.iterdir()) == []  # no folder named ~


def test_no_place_is_made_by_being_asked_for(home):
    for place in PLACES:
        place()
    assert list(home.iterdir()) == []


def test_one_function_redirects_them_all(monkeypatch, tmp_path):
    monkeypatch.setattr(user_files, "_folder", lambda kind: tmp_path / kind)
    assert {place().relative_to(tmp_path).parts[0] for place in PLACES} == {"config", "data", "log"}


def test_a_text_is_kept_with_its_folder(tmp_path):
    path = tmp_path / "a" / "b" / "text.json"
    keep(path, "été\n")
    keep(path, "zwei\nЖ\n")
    assert path.read_bytes() == "zwei\nЖ\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_text_that_cannot_be_kept_leaves_the_older_one(tmp_path, monkeypatch):
    path = tmp_path / "text.json"
    keep(path, "older")

    def full(self, data):
        path.with_suffix(f".{os.getpid()}.tmp.json").touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        keep(path, "newer")
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_an_oserror(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "text.json", tmp_path):
        with pytest.raises(OSError, match=re.escape(tmp_path.name)):
            keep(path, "text")


def test_importing_it_imports_no_platformdirs():
    code = "import sys, digits.app.user_files as f; print('platformdirs' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

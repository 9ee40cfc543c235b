"""``python -m digits read``: what it prints, and how it ends."""

import io
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from art import SEVEN, enlarged, picture
from PIL import Image

from digits import PROJECT, __main__, recognizer
from digits.errors import ModelError


@pytest.fixture
def files(tmp_path):
    """A seven, a blank page and a text, as paths."""
    Image.fromarray(enlarged(picture(*SEVEN), 9)).save(tmp_path / "seven.png")
    Image.new("L", (30, 30), "white").save(tmp_path / "blank.png")
    (tmp_path / "text.png").write_text("seven", encoding="utf-8")
    return [str(tmp_path / name) for name in ("seven.png", "blank.png", "text.png")]


@pytest.fixture
def fake(monkeypatch):
    """Let a predictor read every digit as a 7, with the given confidence."""

    def load(confidence: float) -> None:
        probabilities = np.full(10, (1 - confidence) / 9, np.float32)
        probabilities[7] = confidence
        fake_one = recognizer.Recognizer(
            lambda images: np.stack([probabilities] * len(images)), sure_from=0.75
        )
        monkeypatch.setattr(__main__, "load_recognizer", lambda: fake_one)

    load(0.9876)
    return load


def test_a_line_per_picture_with_the_digit_and_its_probability(fake, files, capsys):
    assert __main__.main(["read", files[0]]) == 0
    assert capsys.readouterr().out == f"{files[0]}: 7 (98.7 %)\n"


def test_doubt_is_said(fake, files, capsys):
    fake(0.4)
    __main__.main(["read", files[0]])
    assert capsys.readouterr().out == f"{files[0]}: 7 (40.0 %, not sure)\n"


def test_a_blank_picture_is_no_error(fake, files, capsys):
    assert __main__.main(["read", files[1]]) == 0
    assert capsys.readouterr().out == f"{files[1]}: no digit found\n"


def test_it_goes_on_after_a_bad_file_and_ends_with_1(fake, files, capsys):
    seven, blank, text = files
    too_long = "7" * 300 + ".png"
    assert __main__.main(["read", text, too_long, seven, "nowhere.png", blank]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert [line.split(" ")[0] for line in err.splitlines()] == [text, too_long, "nowhere.png"]


def test_a_name_that_the_output_cannot_spell_is_escaped(fake, files, tmp_path, monkeypatch):
    written = io.BytesIO()  # Windows gives a redirected output this encoding
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    foreign = str(shutil.copy(files[0], tmp_path / "図.png"))
    assert __main__.main(["read", foreign, files[0]]) == 0
    escaped, plain = written.getvalue().splitlines()
    assert b"\\u56f3.png: 7" in escaped
    assert files[0].encode() in plain


def test_a_name_that_is_not_utf_8_is_escaped(fake, files, capsys):
    assert __main__.main(["read", "bad\udcff.png", files[0]]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("bad\\udcff.png does not exist")
    assert len(out.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows reports a closed pipe otherwise")
def test_it_ends_quietly_when_nobody_listens_any_more(fake, files, monkeypatch, capsys):
    listener, ours = os.pipe()
    os.close(listener)  # as `| head -1` does
    with os.fdopen(ours, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert __main__.main(["read", *files]) != 0
    assert capsys.readouterr().err == ""


def test_json_is_one_object_a_line(fake, files, capsys):
    assert __main__.main(["read", "--json", *files]) == 1
    out, err = capsys.readouterr()
    seven, blank, text = map(json.loads, out.splitlines())
    assert not err
    assert seven["file"] == files[0]
    assert seven["text"] == "7"
    (reading,) = seven["readings"]
    assert reading["digit"] == 7
    assert reading["confidence"] == pytest.approx(0.9876)
    assert reading["sure"] is True
    assert len(reading["probabilities"]) == 10
    assert reading["box"] == [9, 18, 81, 90]
    assert (blank["text"], blank["readings"]) == ("", [])
    assert "not a picture" in text["error"]


def test_no_model_is_said_in_one_sentence(files, capsys, monkeypatch):
    def missing():
        raise ModelError("mnist.h5 is missing; run the notebook.")

    monkeypatch.setattr(__main__, "load_recognizer", missing)
    assert __main__.main(["read", files[0]]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err == "mnist.h5 is missing; run the notebook.\n"


@pytest.mark.parametrize("arguments", [[], ["read"], ["write", "a.png"]])
def test_a_wrong_command_shows_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as raised:
        __main__.main(arguments)
    assert raised.value.code == 2
    assert "usage: python -m digits" in capsys.readouterr().err


@pytest.mark.slow
def test_the_real_command(files):
    command = [sys.executable, "-m", "digits", "read", *files]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{files[0]}: 7 (")
    assert done.stderr.count("\n") == 1  # the bad file, and not a word from TensorFlow

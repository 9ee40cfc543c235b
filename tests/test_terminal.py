"""``python -m digits read``: what it prints, and how it ends."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from art import SEVEN_PICTURE
from PIL import Image

from digits import PROJECT, __main__, recognizer
from digits.errors import ModelError
from digits.reading import Box, Reading, Readings


@pytest.fixture
def files(tmp_path):
    """A seven, a blank page and a text, as paths."""
    Image.fromarray(SEVEN_PICTURE).save(tmp_path / "seven.png")
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


@pytest.fixture
def reads(monkeypatch):
    """Let every picture be read as this text; digits in ``doubtful``, from 1, are not sure."""

    def load(text: str, doubtful: tuple[int, ...] = ()) -> None:
        found = []
        for at, letter in enumerate(text):
            if letter.isdigit():
                before = text[at - 1] if at and not text[at - 1].isdigit() else ""
                sure = len(found) + 1 not in doubtful
                probabilities = np.full(10, 0.01)
                probabilities[int(letter)] = 0.91
                found.append(
                    Reading(Box(0, 0, 9, 9), np.zeros((28, 28)), probabilities, sure, before)
                )
        reads_it = SimpleNamespace(read=lambda picture: Readings(found))
        monkeypatch.setattr(__main__, "load_recognizer", lambda: reads_it)

    return load


def test_a_line_per_picture_with_the_digit_and_its_probability(fake, files, capsys):
    assert __main__.main(["read", files[0]]) == 0
    assert capsys.readouterr().out == f"{files[0]}: 7 (98.7 %)\n"


def test_doubt_is_said(fake, files, capsys):
    fake(0.4)
    __main__.main(["read", files[0]])
    assert capsys.readouterr().out == f"{files[0]}: 7 (40.0 %, not sure)\n"


@pytest.mark.parametrize(
    ("text", "doubtful", "line"),
    [
        ("2024", (), "2024 (sure)"),
        ("2024", (2,), "2024 (not sure: digit 2)"),
        ("20 24", (1, 3), "20 24 (not sure: digits 1 and 3)"),
        ("123456", (1, 2, 3, 4, 5), "123456 (not sure: digits 1, 2, 3, 4 and 5)"),
        ("123456 7", (1, 2, 3, 4, 5, 7), "123456 7 (not sure: 6 of 7 digits)"),
    ],
)
def test_a_number_stands_in_its_line_with_what_is_not_sure(reads, capsys, text, doubtful, line):
    reads(text, doubtful)
    assert __main__.main(["read", "amount.png"]) == 0
    assert capsys.readouterr().out == f"amount.png: {line}\n"


def test_several_lines_stand_below_the_name_and_each_counts_its_own_digits(reads, capsys):
    reads("20 24\n171\n5\n88", (6, 8))
    assert __main__.main(["read", "page.png"]) == 0
    assert capsys.readouterr().out == (
        "page.png:\n"
        "  20 24 (sure)\n"
        "  171 (not sure: digit 2)\n"
        "  5 (91.0 %, not sure)\n"
        "  88 (sure)\n"
    )


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
    assert reading["box"] == [8, 16, 96, 104]
    assert reading["before"] == ""
    assert (blank["text"], blank["readings"]) == ("", [])
    assert "not a picture" in text["error"]


def test_json_tells_groups_and_lines_in_the_text_and_before_each_digit(reads, capsys):
    reads("20 4\n1")
    __main__.main(["read", "--json", "page.png"])
    record = json.loads(capsys.readouterr().out)
    assert record["text"] == "20 4\n1"
    assert [reading["before"] for reading in record["readings"]] == ["", "", " ", "\n"]


def test_no_model_is_said_in_one_sentence(files, capsys, monkeypatch):
    def missing():
        raise ModelError("mnist.h5 is missing; run the notebook.")

    monkeypatch.setattr(__main__, "load_recognizer", missing)
    assert __main__.main(["read", files[0]]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err == "mnist.h5 is missing; run the notebook.\n"


@pytest.mark.parametrize("where", ["loading", "reading"])
def test_ctrl_c_ends_it_quietly_and_keeps_what_was_printed(reads, monkeypatch, capsys, where):
    reads("2024")
    recognizer = __main__.load_recognizer()

    def interrupted(picture):
        raise KeyboardInterrupt

    def load():
        return interrupted(None) if where == "loading" else SimpleNamespace(read=read)

    def read(picture):
        return recognizer.read(picture) if picture == "a.png" else interrupted(picture)

    monkeypatch.setattr(__main__, "load_recognizer", load)
    assert __main__.main(["read", "a.png", "b.png", "c.png"]) == 130
    out, err = capsys.readouterr()
    assert out == ("" if where == "loading" else "a.png: 2024 (sure)\n")
    assert err == ""


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


def hear_ctrl_c() -> None:
    """Let a process hear Ctrl+C although its parents, jobs in the background, do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows sends Ctrl+C to a console, not a process"
)
def test_the_real_command_ends_quietly_after_ctrl_c(files):
    command = [sys.executable, "-m", "digits", "read", *files[:1] * 10_000]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=PROJECT, text=True, preexec_fn=hear_ctrl_c, **pipes
    ) as running:
        running.stdout.readline()  # it reads
        running.send_signal(signal.SIGINT)
        _, err = running.communicate()
    assert running.returncode == 130
    assert err == ""

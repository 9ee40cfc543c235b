"""``python -m digits read``: what it prints, and how it ends."""

import csv
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


# Many pictures


def test_a_folder_stands_for_its_pictures_in_natural_order(reads, tmp_path, capsys):
    reads("7")
    for name in ("10.png", "9.PNG", "notes.txt"):
        (tmp_path / name).touch()
    assert __main__.main(["read", str(tmp_path), "a.png"]) == 0
    names = [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [str(tmp_path / "9.PNG"), str(tmp_path / "10.png"), "a.png"]


def test_a_folder_without_pictures_is_told_in_one_sentence(fake, tmp_path, capsys):
    assert __main__.main(["read", str(tmp_path)]) == 1
    assert capsys.readouterr() == ("", f"{tmp_path} holds no pictures; give a folder that does.\n")


def test_a_list_is_read_from_standard_input(reads, monkeypatch, capsys):
    reads("7")
    listed = io.TextIOWrapper(io.BytesIO(b"a.png\n\nbad\xff.png\nlast.png"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", listed)
    assert __main__.main(["read", "first.png", "-"]) == 0
    names = [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["first.png", "a.png", r"bad\udcff.png", "last.png"]


def test_csv_is_a_table_with_a_row_for_each_picture(fake, files, capsys):
    assert __main__.main(["read", "--csv", *files]) == 1
    out, err = capsys.readouterr()
    seven, blank, text = csv.DictReader(io.StringIO(out))
    assert not err
    expected = {"file": files[0], "text": "7", "sure": "true", "error": ""}
    assert seven == expected | {"least confidence": "0.987600"}
    assert (blank["text"], blank["sure"], blank["least confidence"]) == ("", "false", "")
    assert "not a picture" in text["error"]


def test_out_takes_the_records_and_errors_are_counted(fake, files, tmp_path, capsys):
    out = tmp_path / "out.txt"
    assert __main__.main(["read", *files, "--out", str(out)]) == 1
    seven, blank, text = out.read_text().splitlines()
    assert seven == f"{files[0]}: 7 (98.7 %)"
    assert blank == f"{files[1]}: no digit found"
    assert text.startswith(f"{files[2]}: error: {files[2]} is not a picture")
    said = f"1 of 3 pictures could not be read; {out} says why.\n"
    assert capsys.readouterr() == ("", said)


def test_a_file_that_exists_is_only_gone_on_with(reads, tmp_path, capsys):
    reads("7")
    out = tmp_path / "out.txt"
    command = ["read", "--out", str(out)]
    assert __main__.main([*command, "--resume", "a.png"]) == 0  # nothing to go on with
    assert __main__.main([*command, "a.png", "b.png"]) == 1
    assert "exists; go on with it by --resume" in capsys.readouterr().err
    assert __main__.main([*command, "--resume", "a.png", "b.png"]) == 0
    assert __main__.main([*command, "--resume", "a.png", "b.png"]) == 0  # it is complete
    assert out.read_text() == "a.png: 7 (91.0 %)\nb.png: 7 (91.0 %)\n"
    assert __main__.main([*command, "--resume", "c.png", "b.png"]) == 1
    assert "something else from record 1 on" in capsys.readouterr().err


def test_a_failed_picture_of_before_still_counts_when_the_rest_is_read(fake, files, tmp_path):
    out = tmp_path / "out.txt"
    seven, _, text = files
    assert __main__.main(["read", "--out", str(out), text]) == 1
    assert __main__.main(["read", "--out", str(out), "--resume", text, seven]) == 1


def test_ctrl_c_says_how_far_it_came(reads, monkeypatch, tmp_path, capsys):
    reads("7")
    recognizer = __main__.load_recognizer()

    def read(picture):
        if picture == "c.png":
            raise KeyboardInterrupt
        return recognizer.read(picture)

    monkeypatch.setattr(__main__, "load_recognizer", lambda: SimpleNamespace(read=read))
    out = tmp_path / "out.txt"
    assert __main__.main(["read", "a.png", "b.png", "c.png", "--out", str(out)]) == 130
    said = "interrupted after 2 of 3 pictures; go on with --resume\n"
    assert capsys.readouterr() == ("", said)
    assert out.read_text() == "a.png: 7 (91.0 %)\nb.png: 7 (91.0 %)\n"

    monkeypatch.setattr(sys, "stdin", io.StringIO("a.png\nc.png\n"))  # how many is not known
    assert __main__.main(["read", "-"]) == 130
    out, err = capsys.readouterr()
    assert (out, err) == ("a.png: 7 (91.0 %)\n", "interrupted after 1 pictures\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("out", [True, False])
def test_progress_is_shown_to_a_person_while_the_records_go_elsewhere(
    reads, monkeypatch, tmp_path, out
):
    reads("7")
    monkeypatch.setattr(sys, "stderr", Terminal())
    if not out:
        monkeypatch.setattr(sys, "stdout", Terminal())
    where = ["--out", str(tmp_path / "out.txt")] if out else []
    assert __main__.main(["read", "a.png", "b.png", *where]) == 0
    assert ("pictures" in sys.stderr.getvalue()) == out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["read"],
        ["write", "a.png"],
        ["read", "a.png", "--resume"],
        ["read", "a.png", "--json", "--csv"],
        ["read", "a.png", "--workers", "0"],
        ["read", "a.png", "--workers", "two"],
    ],
)
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
def test_the_real_command_says_how_far_it_came_after_ctrl_c(files):
    command = [sys.executable, "-m", "digits", "read", *files[:1] * 10_000]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=PROJECT, text=True, preexec_fn=hear_ctrl_c, **pipes
    ) as running:
        running.stdout.readline()  # it reads
        running.send_signal(signal.SIGINT)
        out, err = running.stdout.read(), running.stderr.read()
    assert running.returncode == 130
    assert err == f"interrupted after {1 + out.count(chr(10)):,} of 10,000 pictures\n"

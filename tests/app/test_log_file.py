"""What goes wrong is written to a file as well."""

import logging
import re

import pytest

from digits.app.log_file import MOST_BYTES, log_to_file

log = logging.getLogger("digits.app.window")


@pytest.fixture
def path(tmp_path):
    """A place for the log; the log of the tests stays as it was."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield tmp_path / "folder" / "digits.log"
    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)
            handler.close()


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_nothing_is_written_before_something_goes_wrong(path):
    assert log_to_file(path)
    log.info("The network is loaded")
    assert path.parent.is_dir()
    assert not path.exists()


def test_a_warning_is_written_with_its_time_and_where_it_comes_from(path):
    log_to_file(path)
    log.warning("Ж %s", "é")
    (line,) = lines(path)
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARNING digits\.app\.window: Ж é", line
    )


def test_a_defect_keeps_its_traceback(path):
    log_to_file(path)
    try:
        raise ZeroDivisionError("while drawing")
    except ZeroDivisionError:
        log.exception("A defect in the window")
    first, *traceback = lines(path)
    assert first.endswith("A defect in the window")
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-1] == "ZeroDivisionError: while drawing"


def test_a_name_that_is_no_text_does_not_lose_the_line(path):
    log_to_file(path)
    log.warning("no digit in %s", "\udcff.png")
    assert lines(path)[0].endswith(r"no digit in \udcff.png")


def test_the_log_goes_on_at_the_next_start(path):
    log_to_file(path)
    log.warning("one")
    log_to_file(path)  # what was attached before takes its place: no line comes twice
    log.warning("two")
    assert [line[-3:] for line in lines(path)] == ["one", "two"]


def test_the_log_never_grows_beyond_two_files(path):
    log_to_file(path)
    for _ in range(5):
        log.warning("x" * (MOST_BYTES // 2))
    assert {file.name for file in path.parent.iterdir()} == {"digits.log", "digits.log.1"}
    assert all(file.stat().st_size <= MOST_BYTES for file in path.parent.iterdir())


def test_what_is_said_in_the_terminal_stays_there(path, caplog):
    log_to_file(path)
    log.warning("heard twice")
    assert "heard twice" in caplog.text


def test_a_folder_that_cannot_be_made_leaves_the_terminal(path, caplog):
    path.parent.write_text("", encoding="utf-8")
    before = logging.getLogger().handlers[:]
    assert not log_to_file(path)
    assert logging.getLogger().handlers == before
    log.warning("heard")
    assert "heard" in caplog.text


def test_a_place_that_cannot_be_written_leaves_the_terminal(path, monkeypatch):
    path.mkdir(parents=True)
    assert not log_to_file(path)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert not log_to_file(path.parent / "other.log")

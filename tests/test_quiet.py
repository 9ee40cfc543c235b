"""What other libraries would write to the terminal, and what must still get there."""

import logging
import os
import subprocess
import sys

import pytest

from digits import PROJECT
from digits.quiet import no_greeting, only_errors_from

LOGGER = "a library"


def greet(text: str) -> None:
    """Write to the terminal as C++ does: past Python's sys.stderr."""
    os.write(2, text.encode())


def next_free_descriptor() -> int:
    free = os.dup(0)
    os.close(free)
    return free


def test_only_what_is_written_inside_is_not_shown(capfd):
    greet("before ")
    with no_greeting():
        greet("inside ")
    greet("after")
    assert capfd.readouterr().err == "before after"


def test_an_exception_passes_and_the_terminal_is_back(capfd):
    with pytest.raises(ImportError, match="no TensorFlow"), no_greeting():
        raise ImportError("no TensorFlow")
    greet("after")
    assert capfd.readouterr().err == "after"


def test_no_file_stays_open():
    before = next_free_descriptor()
    with no_greeting():
        pass
    assert next_free_descriptor() == before


def test_a_program_without_a_terminal_runs_what_is_inside():
    code = "import os, digits.quiet as quiet\nos.close(2)\nwith quiet.no_greeting(): print('ran')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["ran"]


def test_tensorflow_is_asked_for_silence_unless_someone_wants_to_hear_it(monkeypatch):
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    with no_greeting():
        assert os.environ["TF_CPP_MIN_LOG_LEVEL"] == "3"
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    with no_greeting():
        assert os.environ["TF_CPP_MIN_LOG_LEVEL"] == "0"


def test_a_logger_tells_its_errors_and_keeps_its_warnings(caplog):
    logger = logging.getLogger(LOGGER)
    with only_errors_from(LOGGER):
        logger.warning("legacy format")
        logger.error("disk full")
    logger.warning("afterwards")
    assert caplog.messages == ["disk full", "afterwards"]


def test_a_logger_has_its_own_level_again_after_an_exception():
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    with pytest.raises(OSError, match="disk full"), only_errors_from(LOGGER):
        raise OSError("disk full")
    assert logger.level == logging.INFO
    logger.setLevel(logging.NOTSET)

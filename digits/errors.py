"""Errors that the person in front of the program can mend.

Each carries one sentence that says what happened and what to do; whoever catches a
``UserError`` shows ``str(error)`` and goes on. Every other exception is a defect: it is
logged with its traceback.
"""

from __future__ import annotations

import re

_MOST_CHARACTERS = 120


class UserError(Exception):
    """Something the person can mend; the message is the sentence to show."""


class DataError(UserError):
    """The training data is missing or is not what it should be."""


class PictureError(UserError):
    """A picture or a drawing cannot be read."""


class ModelError(UserError):
    """A model file is missing, broken, or not a digit network."""


def first_line(error: BaseException) -> str:
    """Return the beginning of a foreign error's text: it goes into a sentence of ours."""
    lines = re.sub(r"\x1b\[[\d;]*m", "", str(error)).strip().splitlines()
    return lines[0].strip()[:_MOST_CHARACTERS] if lines else type(error).__name__

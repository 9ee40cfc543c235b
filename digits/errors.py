"""Errors that the person in front of the program can mend.

Each carries one sentence that says what happened and what to do; whoever catches a
``UserError`` shows ``str(error)`` and goes on. Every other exception is a defect: it is
logged with its traceback.
"""


class UserError(Exception):
    """Something the person can mend; the message is the sentence to show."""


class DataError(UserError):
    """The training data is missing or is not what it should be."""


class PictureError(UserError):
    """A file is not a picture that can be read."""


class ModelError(UserError):
    """A model file is missing, broken, or not a digit network."""

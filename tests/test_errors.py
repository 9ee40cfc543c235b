"""The sentences that people see."""

import pytest

from digits.errors import first_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no route to host", "no route to host"),
        ("\n  first\nsecond", "first"),
        ("\x1b[1mbold\x1b[0m words", "bold words"),
        ("x" * 1000, "x" * 120),
        ("", "ValueError"),
    ],
)
def test_of_a_foreign_error_the_first_line_is_enough(text, expected):
    assert first_line(ValueError(text)) == expected

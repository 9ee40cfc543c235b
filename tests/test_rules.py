"""Which dark lines are rules, and that no picture keeps the search for them busy."""

import cv2
import numpy as np
import pytest

from digits import rules
from digits.rules import find_rules

SIDE = 1000


def empty() -> np.ndarray:
    return np.zeros((SIDE, SIDE), np.uint8)


@pytest.fixture
def fits(monkeypatch) -> list[int]:
    """Return a list of the number of pixels of each fit, which grows as rules are sought."""
    sizes: list[int] = []
    fit = rules.Polynomial.fit

    def counted(columns, *given, **named):
        sizes.append(columns.size)
        return fit(columns, *given, **named)

    monkeypatch.setattr(rules.Polynomial, "fit", counted)
    return sizes


@pytest.mark.parametrize("thickness", [1, 4, 8])
def test_a_line_across_the_picture_is_a_rule(thickness):
    page = empty()
    page[500 : 500 + thickness] = 1
    (rule,) = find_rules(page)
    assert rule.across
    assert rule.thickness == pytest.approx(thickness, abs=1)
    assert rule.middle(500) == pytest.approx(500 + (thickness - 1) / 2, abs=1)


@pytest.mark.parametrize("thickness", [60, 200, 400])
def test_a_bar_thicker_than_any_rule_is_none(thickness):
    page = empty()
    page[300 : 300 + thickness] = 1
    assert find_rules(page) == []


def test_a_dark_disc_holds_no_rules_and_is_given_up_at_the_first(fits):
    disc = cv2.circle(empty(), (SIDE // 2, SIDE // 2), 450, 1, cv2.FILLED)
    assert find_rules(disc) == []
    assert 0 < len(fits) <= rules._ROUNDS
    assert max(fits) <= rules._FITTED


def test_a_dithered_picture_ends_after_so_many_rules(fits):
    dithered = (np.indices((SIDE, SIDE)).sum(axis=0) % 3 == 0).astype(np.uint8)
    assert len(find_rules(dithered)) <= rules._JOINED
    assert len(fits) <= rules._JOINED * rules._ROUNDS
    assert max(fits) <= rules._FITTED


def test_the_lines_of_a_page_that_a_margin_joins_are_all_found():
    page = empty()
    tops = range(30, 970, 40)
    for top in tops:
        page[top : top + 3] = 1
    page[:, 100:130] = 1
    middles = sorted(rule.middle(500) for rule in find_rules(page))
    np.testing.assert_allclose(middles, [top + 1 for top in tops], atol=1)

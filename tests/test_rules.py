"""Which dark lines are rules, and that no picture keeps the search for them busy."""

import cv2
import numpy as np
import pytest

from digits import rules
from digits.rules import find_rules, without_rules

SIDE = 1000


def empty() -> np.ndarray:
    return np.zeros((SIDE, SIDE), np.uint8)


@pytest.fixture
def fits(monkeypatch) -> list[int]:
    """Return a list of the number of pixels of each fit, which grows as rules are sought."""
    sizes: list[int] = []
    fit = rules._fit

    def counted(rows, *given):
        sizes.append(rows.size)
        return fit(rows, *given)

    monkeypatch.setattr(rules, "_fit", counted)
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
    disc = cv2.circle(empty(), (SIDE // 2, SIDE // 2), 350, 1, cv2.FILLED)
    assert find_rules(disc) == []
    assert 0 < len(fits) <= rules._ROUNDS
    assert max(fits) <= rules._FITTED


@pytest.mark.parametrize("share", [0.7, 0.95])
def test_in_a_picture_that_is_mostly_dark_no_rule_is_sought(fits, share):
    noise = (np.random.default_rng(1).random((SIDE, SIDE)) < share).astype(np.uint8)
    assert find_rules(noise) == []
    assert fits == []


def test_a_picture_full_of_lines_ends_after_so_many_rules(fits):
    page = empty()
    page[::6] = 1
    assert len(find_rules(page)) == rules._MOST
    assert len(fits) == rules._MOST * rules._ROUNDS
    assert max(fits) <= rules._FITTED


def test_the_lines_of_a_page_that_a_margin_joins_are_all_found():
    page = empty()
    tops = range(30, 970, 40)
    for top in tops:
        page[top : top + 3] = 1
    page[:, 100:130] = 1
    middles = sorted(rule.middle(500) for rule in find_rules(page))
    np.testing.assert_allclose(middles, [top + 1 for top in tops], atol=1)


# Combs


def comb(cells: int, *digits: tuple[int, int], thickness: int = 3) -> np.ndarray:
    """Return a comb as forms have it, each cell 80 wide; its digits are bars (left, width)."""
    ink = np.zeros((160, 80 * cells + 60), np.uint8)
    for left, width in digits:
        ink[50:110, left : left + width] = 1
    ink[120 : 120 + thickness, 30 : 30 + 80 * cells] = 1
    for column in range(30, 31 + 80 * cells, 80):
        ink[95:120, column - thickness // 2 : column + thickness // 2 + 1] = 1
    return ink


@pytest.mark.parametrize("thickness", [2, 3, 5])
def test_a_comb_goes_with_its_teeth_and_the_digits_in_it_stay(thickness):
    bars = [(65, 8), (145, 8), (225, 20)]
    form = comb(3, *bars, thickness=thickness)
    written = np.zeros_like(form)
    for left, width in bars:
        written[50:110, left : left + width] = 1
    np.testing.assert_array_equal(without_rules(form, 200 * form), written)


def test_bars_that_stand_on_a_line_are_no_comb_where_none_is_at_its_ends():
    form = comb(3)
    form[:119, :100] = form[:119, 200:] = 0  # the two teeth in the middle might be 11
    form[95:120, [29, 30, 31]] = 0
    found = without_rules(form, 200 * form)
    assert found[95:115, 105:115].any()
    assert found[95:115, 185:195].any()


def test_bars_taller_than_the_teeth_are_digits():
    form = comb(3)
    form[40:120, 150:154] = 1  # a 1 that stands on the line
    found = without_rules(form, 200 * form)
    assert found[40:110, 150:154].all()
    assert not found[90:, :140].any()


def test_the_ones_at_the_ends_of_an_underlined_number_are_no_teeth():
    page = np.zeros((140, 420), np.uint8)
    page[40:107, 24:28] = page[40:107, 339:343] = 1  # 1991, the underline as long as the number
    for left in (110, 220):
        cv2.circle(page, (left + 20, 62), 20, 1, 3)
    page[107:110, 20:347] = 1
    found = without_rules(page, 200 * page)
    assert found[45:100, 24:28].all()
    assert found[45:100, 339:343].all()


def bars(lefts: range, height: int, thickness: int = 3) -> np.ndarray:
    """Return a number of 1s, underlined from the first to the last."""
    page = np.zeros((140, lefts[-1] + 40), np.uint8)
    for left in lefts:
        page[107 - height : 107, left : left + 4] = 1
    page[107 : 107 + thickness, lefts[0] - 2 : lefts[-1] + 6] = 1
    return page


@pytest.mark.parametrize("apart", [35, 60, 85])
def test_five_even_ones_on_a_line_are_digits(apart):
    page = bars(range(20, 21 + 4 * apart, apart), 67)
    found = without_rules(page, 200 * page)
    np.testing.assert_array_equal(found[45:100], page[45:100])


def test_the_teeth_of_an_empty_comb_go():
    form = comb(3)
    assert not without_rules(form, 200 * form).any()


def test_teeth_as_tall_as_cells_go_for_the_digits_among_them_are_lower():
    written = np.zeros((140, 321), np.uint8)
    for left in (52, 132, 212):
        written[55:95, left : left + 20] = 1
    form = np.maximum(bars(range(20, 261, 80), 67), written[:, :300])
    np.testing.assert_array_equal(without_rules(form, 200 * form), written[:, :300])


def test_the_teeth_of_all_combs_are_taken_away_at_once(monkeypatch):
    sizes = []
    dilate = cv2.dilate
    monkeypatch.setattr(
        rules.cv2, "dilate", lambda ink, *given: sizes.append(ink.shape) or dilate(ink, *given)
    )
    form = np.tile(comb(8), (6, 1))
    assert not without_rules(form, 200 * form).any()
    assert len(sizes) == 2 * 2 + 1  # two for each direction of rules, one for all combs

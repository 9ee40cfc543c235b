"""Which runs of the pieces of a line are one digit each."""

from itertools import pairwise

import numpy as np
import pytest
from art import any_box, boxes, moved
from hypothesis import given
from hypothesis import strategies as st

from digits.reading import Box
from digits.segmentation import (
    CONNECTED,
    EVIDENCE,
    MOST_PIECES,
    NOTHING,
    SKIP,
    Line,
    Run,
    agreement,
    most_plausible,
    runs,
    shares,
    skip_odds,
    split_odds,
)


def line_of(upright, connected=None) -> Line:
    """Return a line of which the digit images do not matter."""
    return Line(upright, connected or [False] * (len(upright) - 1), digit=lambda run: None)


# Boundaries


@pytest.mark.parametrize("count", [0, 1])
def test_no_neighbors_have_no_boundary(count):
    assert split_odds([Box(0, 0, 9, 5)] * count).shape == (0,)


@pytest.mark.parametrize("box", [Box(0, 0, 0, 5), Box(0, 0, 5, 0), Box(0, 0, 0, 0)])
def test_boxes_with_no_height_or_width_have_odds(box):
    assert np.isfinite(split_odds([box, moved(box, right=9)])).all()


def odds(*rows: str) -> float:
    (boundary,) = split_odds(boxes(*rows))
    return boundary


def test_digits_apart_are_two():
    assert odds("aaa..bbb", "a.a..b..", "a.a..b..", "aaa..bbb") > 0


def test_ones_close_together_are_two():
    assert odds("a..b", "a..b", "a..b", "a..b", "a..b") > 0


def test_the_strokes_of_a_4_are_one():
    assert odds("a..b", "a..b", "aaab", "...b", "...b") < 0


def test_a_5_and_its_cap_are_one():
    assert odds("abbb", "a...", "aaa.", "..a.", "aaa.") < 0


def test_the_further_apart_the_likelier_two():
    one = Box(0, 0, 100, 40)
    by_gap = [split_odds([one, moved(one, right=right)])[0] for right in range(20, 120, 10)]
    assert by_gap == sorted(by_gap)


def test_a_9_with_a_long_tail_is_no_measure_for_its_neighbors():
    row = [Box(0, 60 * k, 100, 60 * k + 40) for k in range(7)]
    tail = row[2]._replace(bottom=300)
    np.testing.assert_array_equal(split_odds([*row[:2], tail, *row[3:]]), split_odds(row))


@given(st.lists(any_box, min_size=2, max_size=8), st.sampled_from([1 / 8, 2, 1024]))
def test_size_makes_no_difference_to_boundaries(some, size):
    tall = [box._replace(bottom=box.bottom + 1) for box in some]
    large = [moved(box, size=size) for box in tall]
    np.testing.assert_allclose(split_odds(large), split_odds(tall), rtol=1e-9, atol=1e-9)


# Runs

FOUR_BARS = [Box(0, 4 * k, 100, 4 * k + 1) for k in range(4)]  # any run of them may be a digit


def spans(line: Line) -> set[tuple[int, int]]:
    return {(run.start, run.end) for run in runs(line)}


def test_a_lone_piece_is_one_run():
    (run,) = runs(line_of([Box(0, 0, 100, 50)]))
    assert run == (0, 1, 0)  # nothing speaks against it


def test_neighbors_may_be_one_digit():
    assert spans(line_of(FOUR_BARS[:3])) == {(0, 1), (1, 2), (2, 3), (0, 2), (1, 3), (0, 3)}


def test_no_run_has_more_pieces_than_a_digit():
    bars = [Box(0, 2 * k, 100, 2 * k + 1) for k in range(9)]
    assert max(end - start for start, end in spans(line_of(bars))) == MOST_PIECES


def test_what_lies_far_apart_is_no_run():
    row = [Box(0, 0, 100, 40), Box(0, 300, 100, 340)]
    assert spans(line_of(row)) == {(0, 1), (1, 2)}


def test_a_piece_alone_is_a_run_however_unlikely():
    dash = Box(40, 0, 45, 300)
    assert (0, 1) in spans(line_of([dash, Box(0, 310, 100, 330)]))


def test_the_odds_of_all_ways_to_divide_a_line_are_one():
    found = runs(line_of(FOUR_BARS))
    assert np.exp(chains_odds(found, 4)).sum() == pytest.approx(1)


def test_a_cut_through_connected_ink_speaks_against_two_digits():
    row = [Box(0, 0, 100, 30), Box(0, 31, 100, 60)]
    apart, cut = (
        {run[:2]: run.odds for run in runs(line_of(row, [connected]))}
        for connected in (False, True)
    )
    assert cut[0, 1] < apart[0, 1]
    assert cut[0, 2] > apart[0, 2]
    in_favor = {odds[0, 1] - odds[0, 2] for odds in (apart, cut)}
    assert max(in_favor) - min(in_favor) == pytest.approx(CONNECTED)


def test_a_low_piece_is_no_likely_digit_of_its_own():
    tall, low = Box(0, 0, 100, 50), Box(0, 60, 20, 110)
    by_span = {run[:2]: run.odds for run in runs(line_of([tall, low]))}
    assert by_span[1, 2] < by_span[0, 1]


def test_only_low_pieces_may_be_skipped():
    row = boxes("a....", "a...c", "a.b.c", "a.b.c", "a...c")
    assert skip_odds(line_of(row)) == [-np.inf, SKIP, -np.inf]
    assert skip_odds(line_of(row[:1])) == [-np.inf]


# The most plausible line


def chains(candidates, count, start=0):
    """Yield all ways to divide pieces ``start`` to ``count``, as numbers of candidates."""
    if start == count:
        yield ()
    for number, run in enumerate(candidates):
        if run.start == start:
            yield from ((number, *rest) for rest in chains(candidates, count, run.end))


def chains_odds(candidates, count) -> np.ndarray:
    return np.array([sum(candidates[k].odds for k in way) for way in chains(candidates, count)])


NO_SKIPS = [-np.inf, -np.inf]
ONE_OR_TWO = [Run(0, 2, np.log(0.7)), Run(0, 1, np.log(0.3)), Run(1, 2, 0.0)]


def with_shares(candidates, confidence, skips) -> list[tuple[int, float]]:
    """Return the runs that are chosen, each with its share."""
    share = shares(candidates, confidence, skips)
    return [(k, share[k]) for k in most_plausible(candidates, confidence, skips)]


def test_no_pieces_make_no_line():
    assert with_shares([], [], []) == []


def test_the_only_way_has_the_whole_share():
    assert with_shares([Run(0, 1, -3.0)], [0.8], [-np.inf]) == [(0, 1)]


def test_the_likelier_way_is_chosen_and_has_its_share():
    assert with_shares(ONE_OR_TWO, [1, 1, 1], NO_SKIPS) == [(0, pytest.approx(0.7))]
    in_two = [ONE_OR_TWO[0]._replace(odds=np.log(0.2)), ONE_OR_TWO[1]._replace(odds=np.log(0.8))]
    chosen = with_shares([*in_two, ONE_OR_TWO[2]], [1, 1, 1], NO_SKIPS)
    assert chosen == [(1, pytest.approx(0.8)), (2, pytest.approx(0.8))]


def test_what_the_network_knows_to_be_no_digit_is_not_chosen():
    assert [k for k, _ in with_shares(ONE_OR_TWO, [0.1, 1, 1], NO_SKIPS)] == [1, 2]
    assert [k for k, _ in with_shares(ONE_OR_TWO, [1, 1, 0.1], NO_SKIPS)] == [0]


def test_where_the_network_sees_no_digit_at_all_a_line_is_read_all_the_same():
    assert [k for k, _ in with_shares(ONE_OR_TWO, [0.1, 0.1, 0.1], NO_SKIPS)] == [0]


def test_a_piece_that_is_no_digit_is_skipped():
    singles = [Run(0, 1, 0.0), Run(1, 2, 0.0)]
    assert [k for k, _ in with_shares(singles, [1, 0.1], [-np.inf, SKIP])] == [0]
    assert [k for k, _ in with_shares(singles, [1, 1], [-np.inf, SKIP])] == [0, 1]
    assert with_shares(singles[:1], [0.1], [SKIP]) == []


def test_what_may_be_skipped_takes_its_share():
    ((_, share),) = with_shares([Run(0, 1, 0.0)], [1], [np.log(0.25)])
    assert share == pytest.approx(1 / 1.25)


@st.composite
def divisions(draw):
    """Draw the runs of a line, the network's confidences, and what may be skipped."""
    count = draw(st.integers(1, 5))
    some_odds = st.floats(-12, 0)
    candidates = [
        Run(start, end, draw(some_odds))
        for start in range(count)
        for end in range(start + 1, min(count, start + MOST_PIECES) + 1)
        if end == start + 1 or draw(st.booleans())
    ]
    confidence = [draw(st.floats(0.1, 1)) for _ in candidates]
    return candidates, confidence, [draw(some_odds | st.just(-np.inf)) for _ in range(count)]


@given(divisions())
def test_the_most_plausible_line_is_the_best_of_all_and_shares_are_what_others_leave(division):
    candidates, confidence, skips = division
    digit = [max((p - NOTHING) / (1 - NOTHING), 1e-4) ** EVIDENCE for p in confidence]
    scored = [
        run._replace(odds=run.odds + np.log(p)) for run, p in zip(candidates, digit, strict=True)
    ]
    scored += [Run(k, k + 1, skip) for k, skip in enumerate(skips)]
    ways = list(chains(scored, len(skips)))
    plausible = np.exp(chains_odds(scored, len(skips)))

    chosen = with_shares(candidates, confidence, skips)
    numbers = [k for k, _ in chosen]
    assert all(scored[one].end <= scored[next_].start for one, next_ in pairwise(numbers))
    skipped = set(range(len(skips))) - {
        piece for k in numbers for piece in range(scored[k].start, scored[k].end)
    }
    own = {*numbers, *(len(candidates) + piece for piece in skipped)}
    (mine,) = (number for number, way in enumerate(ways) if set(way) == own)
    assert plausible[mine] == pytest.approx(plausible.max())
    for k, share in chosen:
        with_it = sum(p for p, way in zip(plausible, ways, strict=True) if k in way)
        assert share == pytest.approx(with_it / plausible.sum())


# Agreement: who reads the same there casts no doubt

BODY_AND_CAP = Line([Box(0, 0, 10, 6), Box(0, 5, 1, 12)], [False], lambda _: None)


def test_a_digit_with_and_without_a_small_piece_agrees_with_itself():
    whole, body = Run(0, 2, 0.0), Run(0, 1, 0.0)
    assert agreement(BODY_AND_CAP, whole, [whole, body], [0.7, 0.3]) == pytest.approx(1)
    assert agreement(BODY_AND_CAP, body, [whole, body], [0.7, 0.3]) == pytest.approx(1)


def test_the_smaller_part_of_a_digit_does_not_speak_for_it():
    whole, cap = Run(0, 2, 0.0), Run(1, 2, 0.0)
    assert agreement(BODY_AND_CAP, whole, [whole, cap], [0.7, 0.3]) == pytest.approx(0.7)


def test_what_is_read_elsewhere_does_not_speak_for_a_digit():
    row = Line([Box(0, 10 * k, 10, 10 * k + 6) for k in range(3)], [False] * 2, lambda _: None)
    singles = [Run(k, k + 1, 0.0) for k in range(3)]
    assert agreement(row, singles[1], singles, [1, 0.6, 1]) == pytest.approx(0.6)


def test_a_run_agrees_with_itself_even_without_any_height():
    flat = Line([Box(3, 0, 3, 6)], [], lambda _: None)
    assert agreement(flat, Run(0, 1, 0.0), [Run(0, 1, 0.0)], [0.4]) == pytest.approx(0.4)

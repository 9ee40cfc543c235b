"""Where the network looked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digits.digit_image import from_strokes
from digits.reading import CLASSES, SIDE
from digits.saliency import AGAINST, FOR, LEAST_CHANGE, log_odds, overlay, patches, saliency

DIGIT = 3
ODDS = 1 / 16  # for a pixel: of a digit image full of ink they are 49
REACH = 5  # rows or columns between two pixels of one patch, at most

SEVEN = from_strokes([[(20, 20), (80, 22), (45, 100)]])

digit_images = st.one_of(
    arrays(np.float32, (SIDE, SIDE), elements=st.floats(0, 1, width=32)),  # mostly of one gray
    st.integers(0, 2**32 - 1).map(lambda seed: scribble(seed)),
)
maps = arrays(np.float32, (SIDE, SIDE), elements=st.floats(-1, 1, width=32))
few = settings(max_examples=40)


def scribble(seed):
    """Return the digit image of a line through five places."""
    return from_strokes([np.random.default_rng(seed).uniform(0, 100, (5, 2))])


def looks_at(weights):
    """Return a predictor whose log-odds of DIGIT are ODDS times the ink under ``weights``."""

    def predict(images):
        odds = ODDS * (images[..., 0].astype(np.float64) * weights).sum(axis=(1, 2))
        probabilities = np.empty((len(images), CLASSES))
        probabilities[:] = (1 / (1 + np.exp(odds)) / (CLASSES - 1))[:, np.newaxis]
        probabilities[:, DIGIT] = 1 / (1 + np.exp(-odds))
        return probabilities

    return predict


def one_place(row, column):
    weights = np.zeros((SIDE, SIDE))
    weights[row, column] = 1
    return weights


# Log-odds


def test_log_odds_of_a_half_are_0_and_of_9_in_10_the_logarithm_of_9():
    probabilities = np.full((2, CLASSES), 0.5 / 9, np.float32)
    probabilities[0, DIGIT] = 0.5
    probabilities[1] = 0.1 / 9
    probabilities[1, DIGIT] = 0.9
    assert log_odds(probabilities, DIGIT) == pytest.approx([0, np.log(9)], abs=1e-6)


def test_log_odds_tell_more_than_float32_can_beside_1():
    probabilities = np.zeros((2, CLASSES), np.float32)
    probabilities[:, DIGIT] = 1
    probabilities[:, 5] = 1e-12, 1e-14
    assert np.diff(log_odds(probabilities, DIGIT)) == pytest.approx([np.log(100)])


def test_log_odds_of_0_and_1_are_finite():
    odds = log_odds(np.eye(CLASSES, dtype=np.float32), DIGIT)
    assert np.isfinite(odds).all()
    assert odds.argmax() == DIGIT


# Patches


def test_every_pixel_is_hidden_by_some_patch_and_no_patch_is_larger_than_its_reach():
    assert (patches().max(axis=0) == 1).all()
    for patch in patches():
        assert max(np.ptp(where) for where in np.nonzero(patch)) <= REACH


def test_patches_lie_the_same_in_a_mirror():
    grid = patches().reshape(14, 14, SIDE, SIDE)
    np.testing.assert_array_equal(grid, grid[::-1, :, ::-1])
    np.testing.assert_array_equal(grid, grid.transpose(1, 0, 3, 2))


# The map


@given(digit_images)
@few
def test_a_map_is_float32_from_minus_1_to_1_and_its_largest_value_is_1(image):
    found = saliency(looks_at(np.ones((SIDE, SIDE))), image, DIGIT)
    assert found.shape == (SIDE, SIDE)
    assert found.dtype == np.float32
    assert np.abs(found).max() == (1 if found.any() else 0)


@given(digit_images, st.integers(0, 9))
@few
def test_where_no_ink_is_there_is_no_influence(image, digit):
    weights = np.random.default_rng(1).normal(size=(SIDE, SIDE))
    assert not saliency(looks_at(weights), image, digit)[image == 0].any()


@given(digit_images)
@few
def test_a_network_that_always_says_the_same_looked_nowhere(image):
    found = saliency(lambda images: np.full((len(images), CLASSES), 0.1), image, DIGIT)
    assert not found.any()


def test_an_empty_digit_image_has_an_empty_map_and_the_network_is_not_asked():
    assert not saliency(None, np.zeros((SIDE, SIDE), np.float32), DIGIT).any()


def test_changes_that_are_next_to_nothing_are_not_blown_up():
    faint = one_place(14, 14) * LEAST_CHANGE / ODDS
    image = np.ones((SIDE, SIDE), np.float32)
    assert not saliency(looks_at(0.9 * faint), image, DIGIT).any()
    assert saliency(looks_at(9 * faint), image, DIGIT).max() == 1


@given(digit_images, st.sampled_from([(1, 1), (1, -1), (-1, 1), (-1, -1)]))
@few
def test_a_network_that_looks_at_one_corner_has_a_map_only_there(image, turn):
    down, right = turn
    weights = np.zeros((SIDE, SIDE))
    weights[:10, :10] = 1
    found = saliency(looks_at(weights[::down, ::right]), image, DIGIT)[::down, ::right]
    assert not found[10 + REACH :].any()
    assert not found[:, 10 + REACH :].any()


@pytest.mark.parametrize("place", [(0, 0), (0, 27), (13, 14), (20, 7), (27, 27)])
def test_the_place_that_counts_is_the_most_important(place):
    image = np.ones((SIDE, SIDE), np.float32)
    found = saliency(looks_at(one_place(*place)), image, DIGIT)
    most = np.unravel_index(found.argmax(), found.shape)
    assert np.abs(np.subtract(most, place)).max() <= 1


@given(digit_images)
@few
def test_ink_that_speaks_for_the_digit_is_positive_and_for_another_negative(image):
    weights = np.random.default_rng(2).uniform(0.5, 1, (SIDE, SIDE))
    assert (saliency(looks_at(weights), image, DIGIT) >= 0).all()
    assert (saliency(looks_at(-weights), image, DIGIT) <= 0).all()
    assert (saliency(looks_at(weights), image, DIGIT + 1) <= 0).all()


@given(digit_images)
@few
def test_what_speaks_for_the_digit_speaks_against_all_others_together(image):
    weights = np.random.default_rng(3).normal(size=(SIDE, SIDE))
    found = saliency(looks_at(weights), image, DIGIT)
    np.testing.assert_allclose(saliency(looks_at(-weights), image, DIGIT), -found, atol=1e-5)


@given(digit_images, st.sampled_from([np.fliplr, np.flipud, np.transpose, np.rot90]))
@few
def test_a_network_that_sees_through_a_mirror_looks_at_the_mirrored_places(image, mirror):
    weights = np.random.default_rng(4).normal(size=(SIDE, SIDE))
    found = saliency(looks_at(weights), image, DIGIT)
    mirrored = saliency(looks_at(mirror(weights)), mirror(image), DIGIT)
    np.testing.assert_allclose(mirrored, mirror(found), atol=1e-5)


@given(digit_images, st.integers(0, 9))
@few
def test_a_network_that_is_always_certain_gives_a_finite_map(image, digit):
    def certain(images):
        return np.eye(CLASSES, dtype=np.float32)[images.sum(axis=(1, 2, 3)).astype(int) % CLASSES]

    found = saliency(certain, image, digit)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 1


def test_the_network_is_asked_once_and_for_no_patch_without_ink():
    asked = []

    def predict(images):
        asked.append(images)
        return looks_at(np.ones((SIDE, SIDE)))(images)

    saliency(predict, SEVEN, DIGIT)
    (images,) = asked
    assert images.dtype == np.float32
    assert images.shape[1:] == (SIDE, SIDE, 1)
    np.testing.assert_array_equal(images[0, ..., 0], SEVEN)
    assert (images[1:].sum(axis=(1, 2, 3)) < SEVEN.sum()).all()
    assert len(images) < 100


def test_the_digit_image_stays_as_it_is():
    image = SEVEN.copy()
    image.setflags(write=False)
    saliency(looks_at(np.ones((SIDE, SIDE))), image, DIGIT)
    np.testing.assert_array_equal(image, SEVEN)


# The network of mnist.h5


def test_of_a_7_the_most_important_place_is_on_its_ink(predict):
    found = saliency(predict, SEVEN, 7)
    assert found.max() == 1  # it speaks for a 7
    assert SEVEN[np.unravel_index(found.argmax(), found.shape)] > 0.5


def test_a_bar_speaks_for_a_7_and_against_a_1(predict):
    stem, bar = [(60, 20), (45, 100)], [(15, 22), (60, 20)]
    image = from_strokes([bar, stem])
    columns = np.flatnonzero(image.any(axis=0))
    left = slice(columns[0], columns[0] + 5)  # of the bar alone
    assert saliency(predict, image, 7)[:, left].sum() > 0
    assert saliency(predict, image, 1)[:, left].sum() < 0


def test_without_the_ink_that_counts_most_the_network_doubts_sooner(predict, some_digits):
    most, least = [], []
    for pixels, label in zip(some_digits.images[:30], some_digits.labels[:30], strict=True):
        image = pixels / np.float32(255)
        found = saliency(predict, image, label)
        order = np.argsort(-found, axis=None)
        order = order[image.flat[order] > 0]
        variants = np.stack([image] * 3)
        fifth = len(order) // 5
        variants[1].flat[order[:fifth]] = 0
        variants[2].flat[order[-fifth:]] = 0
        odds = log_odds(predict(variants[..., np.newaxis]), label)
        most.append(odds[0] - odds[1])
        least.append(odds[0] - odds[2])
    assert np.mean(most) > 2 * np.mean(least)


# The picture of it


@given(digit_images, maps, st.integers(1, 9))
@few
def test_an_overlay_is_an_rgb_picture_k_times_as_large(image, influence, scale):
    before = image.copy(), influence.copy()
    picture = overlay(image, influence, scale)
    assert picture.shape == (SIDE * scale, SIDE * scale, 3)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(influence, before[1])


def test_without_influence_an_overlay_is_gray_and_paper_black():
    picture = overlay(SEVEN, np.zeros((SIDE, SIDE), np.float32), 1)
    assert (np.ptp(picture, axis=2) == 0).all()
    assert not picture[SEVEN == 0].any()
    assert (picture[SEVEN > 0] > 0).all()


def test_ink_that_counts_has_the_color_of_its_sign_and_the_rest_stays_gray():
    image = np.ones((SIDE, SIDE), np.float32)
    influence = np.zeros((SIDE, SIDE), np.float32)
    influence[:9], influence[-9:] = 1, -1
    picture = overlay(image, influence, 4)
    assert (picture[:28] == FOR).all()
    assert (picture[-28:] == AGAINST).all()
    assert (np.ptp(picture[48:64], axis=2) == 0).all()


def test_the_stronger_the_influence_the_brighter_and_the_more_colorful():
    image = np.ones((SIDE, SIDE), np.float32)
    for sign in (1, -1):
        pixels = [
            overlay(image, np.full_like(image, sign * strength), 1)[14, 14].astype(int)
            for strength in (0, 0.1, 0.3, 0.6, 1)
        ]
        assert (np.diff([np.ptp(pixel) for pixel in pixels]) > 0).all()
        assert (np.diff([pixel @ (0.2126, 0.7152, 0.0722) for pixel in pixels]) > 0).all()


def test_beside_strong_influence_no_fringe_has_the_other_color():
    influence = np.zeros((SIDE, SIDE), np.float32)
    influence[10:18, 10:18] = 1
    picture = overlay(influence, influence, 8).astype(int)
    assert (picture[..., 2] >= picture[..., 0]).all()


@given(digit_images, maps)
@few
def test_an_overlay_turns_with_what_it_shows(image, influence):
    picture = overlay(image, influence, 3).astype(int)
    mirrored = overlay(np.fliplr(image), np.fliplr(influence), 3)
    assert np.abs(picture - np.fliplr(mirrored)).max() <= 1

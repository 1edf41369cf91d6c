"""How surely a topic is found again."""

import numpy as np

from nlp.themes.stability import clusterwise_jaccard, stabilities

FOUND = np.array([0] * 30 + [1] * 30 + [-1] * 5)


def told(trial, trials=3):
    return stabilities([FOUND], trial, trials, seed=1)[0].tolist()


def test_a_topic_that_is_found_again_in_every_trial_is_wholly_stable():
    """What its numbers are in the trial does not matter."""
    assert [1.0, 1.0] == told(lambda rows, seed: [np.where(FOUND[rows] < 0, -1, 7 - FOUND[rows])])


def test_a_topic_that_dissolves_is_not_stable():
    """Cluster 0 is always there; cluster 1 is lost among what has none."""
    sure, lost = told(lambda rows, seed: [np.where(FOUND[rows] == 0, 0, -1)])
    assert (1.0, 0.0) == (sure, lost)


def test_a_topic_that_is_cut_in_halves_keeps_the_larger_share():
    """By the Jaccard index, a topic of ten of which six stay together has .6."""
    labels, again = np.zeros(10, dtype=int), np.array([0] * 6 + [1] * 4)
    assert [0.6] == clusterwise_jaccard(labels, again, 1).tolist()


def test_each_trial_draws_other_texts_with_another_seed_and_all_can_be_repeated():
    """Two thirds are drawn, in the order of the texts; the same seed draws the same."""
    seen = []

    def trial(rows, seed):
        seen.append((seed, tuple(rows)))
        return [FOUND[rows]]

    first, second = (told(trial), list(seen)), (seen.clear(), told(trial), list(seen))[1:]
    assert first == second
    assert [2, 3, 4] == [seed for seed, _ in seen]
    assert {43} == {len(rows) for _, rows in seen}
    assert 3 == len({rows for _, rows in seen})
    assert all(list(rows) == sorted(set(rows)) for _, rows in seen)


def test_without_trials_nothing_is_told():
    """No figure is better than one made of nothing."""
    assert np.isnan(told(lambda rows, seed: [], trials=0)).all()


def test_a_topic_that_no_trial_holds_has_no_figure():
    """One text in a thousand may never be drawn."""
    labels = np.zeros(40, dtype=int)
    labels[39] = 1
    drawn = set()

    def trial(rows, seed):
        drawn.update(rows.tolist())
        return [np.zeros(len(rows), dtype=int)]

    figures = stabilities([labels], trial, 1, seed=next(s for s in range(99) if lacks(s)))[0]
    assert 39 not in drawn
    assert [1.0, True] == [figures[0], bool(np.isnan(figures[1]))]


def lacks(seed):
    return 39 not in np.random.default_rng([seed, 1]).choice(40, 27, replace=False)

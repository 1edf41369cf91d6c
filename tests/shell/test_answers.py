from flows.answers import in_words


def test_a_run_is_told_in_two_lines():
    """
    What was done stands first, then where to look, then how long it took.
    """
    answer = {
        "study": "small",
        "report": "outputs/small/report.html",
        "outcome": "done",
        "waves": ["w1", "w2"],
        "seconds": 3.1,
    }

    expected = "small: Done.\n  Report: outputs/small/report.html\n  Waves: w1, w2\n  (3.1 s)"
    assert expected == in_words(answer)


def test_nothing_to_do_is_said_so():
    """
    Where nothing changed, no empty list is shown.
    """
    answer = {"study": "small", "outcome": "unchanged", "waves": [], "seconds": 0.1}

    assert "small: Nothing changed; nothing was done.\n  (0.1 s)" == in_words(answer)


def test_the_state_of_waves_says_what_changed():
    """
    Each wave has a line of its own, with what changed in brackets.
    """
    waves = [
        {"wave": "w1", "state": "current", "changed": ()},
        {"wave": "w2", "state": "changed", "changed": ("source", "study")},
    ]

    answer = {"study": "small", "waves": waves, "seconds": 0.0}

    expected = "small\n  Waves:\n    w1: current\n    w2: changed (source, study)\n  (0.0 s)"
    assert expected == in_words(answer)


def test_counts_are_told_with_their_names():
    """
    What was found in an export is told as numbers of named things.
    """
    answer = {"study": "s", "waves": {"w1": {"responses": 1234, "set_aside": 0}}, "seconds": 1.0}

    assert "    w1: 1,234 responses, 0 set aside" in in_words(answer).splitlines()

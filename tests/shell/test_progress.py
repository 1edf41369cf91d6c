from flows import progress


def test_nothing_is_shown_where_nobody_looks(capsys):
    """
    Away from a terminal a step says nothing, and it may go on all the same.
    """
    with progress.shown(False), progress.step("encode"):
        progress.advance(1, 2)

    assert ("", "") == capsys.readouterr()


def test_steps_are_shown_on_standard_error(capsys):
    """
    Each step has a line on standard error, so that standard output stays for answers.
    """
    with progress.shown(True), progress.step("small w1: encode"):
        progress.advance(1, 2)

    shown = capsys.readouterr()
    assert "" == shown.out
    assert "small w1: encode" in shown.err


def test_after_the_end_nothing_is_shown(capsys):
    """
    The bars end with the run: a later step in the same process is silent.
    """
    with progress.shown(True):
        pass
    capsys.readouterr()

    with progress.step("later"):
        pass

    assert ("", "") == capsys.readouterr()

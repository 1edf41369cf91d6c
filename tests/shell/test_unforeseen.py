from flows.unforeseen import in_words


def caught(call):
    try:
        call()
    except ValueError as error:
        return error


def test_kind_and_place_are_told_without_the_words():
    """
    The lines of code that an error passed are told, the kinds behind it too, and no message.
    """

    def fall_over():
        try:
            raise LookupError("an answer")
        except LookupError as error:
            raise ValueError("another answer") from error

    told = in_words(caught(fall_over))

    assert "fell over with ValueError of LookupError: our bug" in told
    assert "test_unforeseen.py" in told
    assert "in fall_over" in told
    assert "answer" not in told.removesuffix("since they may quote answers.")


def test_errors_that_came_of_each_other_end():
    """
    However long the chain behind an error is, what is told of it is short.
    """
    error = ValueError()
    error.__cause__ = error

    assert 4 == in_words(error).count(" of ValueError")

"""What may be told of an error that nobody foresaw: kind and place, never its words."""

import traceback

ADVICE = "Its own words are withheld, since they may quote answers."


def in_words(error: BaseException) -> str:
    """Return of which kind *error* is, and of which it came, with the lines of code it passed.

    >>> print(in_words(ValueError("an answer")))
    The command fell over with ValueError: our bug, please report these lines.
    Its own words are withheld, since they may quote answers.
    """
    kinds, came_of = [type(error).__name__], error.__cause__ or error.__context__
    while came_of is not None and len(kinds) < 5:
        kinds.append(type(came_of).__name__)
        came_of = came_of.__cause__ or came_of.__context__
    frames = traceback.extract_tb(error.__traceback__)
    passed = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    head = f"The command fell over with {' of '.join(kinds)}: our bug, please report these lines."
    return "\n".join([head, *passed, ADVICE])

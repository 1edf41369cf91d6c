"""What several stances on regulation come to: those of mentions, or of responses."""

from collections.abc import Iterable


def stance_of_all(stances: Iterable[str]) -> str:
    """Return what *stances* come to: what most want; a tie, or anything mixed, is mixed.

    Where no side is taken it is neutral, and where there is no stance there is none.

    >>> stance_of_all(["for", "for", "against", "neutral"])
    'for'
    >>> stance_of_all(["for", "against"])
    'mixed'
    >>> stance_of_all(["neutral", ""])
    'neutral'
    """
    said = [stance for stance in stances if stance]
    more, less = said.count("for"), said.count("against")
    if "mixed" in said or more == less > 0:
        return "mixed"
    if more or less:
        return "for" if more > less else "against"
    return "neutral" if said else ""

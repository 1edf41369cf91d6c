"""The words that tell how a thing is said: denied, feared, hedged, reported, past, or of whom."""

from collections.abc import Mapping
from typing import Literal

from nlp.contracts.errors import CodebookError
from nlp.contracts.settings import Section, Words, parse_section

Phrases = tuple[Words, ...]

CueKind = Literal[
    "deny_before",
    "deny_after",
    "idle",
    "ends",
    "turns",
    "exceptions",
    "missed",
    "wishes",
    "feared",
    "hedges",
    "conditions",
    "hypotheticals",
    "reported_who",
    "reported_says",
    "reported_phrases",
    "own_organisation",
    "past",
    "now",
    "expected",
    "open_target",
    "closed_target",
    "ai_target",
    "both_target",
    "contrast",
    "stance_for",
    "stance_against",
]


class Cues(Section):
    """The cues of a language, a list per kind; a longer cue hides the shorter ones in it."""

    deny_before: Phrases = ()
    """Deny what follows them, to the end of their clause: `never`."""

    deny_after: Phrases = ()
    """Deny what stands before them: `is overblown`."""

    idle: Phrases = ()
    """Look like cues and do nothing: `not only`."""

    ends: Phrases = ()
    """End a clause, and with it the reach of a cue: `because`."""

    turns: Phrases = ()
    """End a statement, within which one side and one holder are spoken of: `but`."""

    exceptions: Phrases = ()
    """Take back a denial before them: `except for`."""

    missed: Phrases = ()
    """Cues of denial by which rules are missed, not rejected: `lack of`."""

    wishes: Phrases = ()
    """Turn a later "not" of the clause into a fear: `make sure`."""

    feared: Phrases = ()
    """Name what shall not come about, without a "not": `prevent`."""

    hedges: Phrases = ()
    """Make what is said uncertain: `perhaps`."""

    conditions: Phrases = ()
    """Make what is said depend on a thing: `provided that`."""

    hypotheticals: Phrases = ()
    """Make what is said a play of thought: `imagine`."""

    reported_who: Phrases = ()
    """Others, whose view it is if one of `reported_says` follows: `critics`."""

    reported_says: Phrases = ()
    """What those do whose view is reported: `claim`."""

    reported_phrases: Phrases = ()
    """Report a view by themselves: `allegedly`."""

    own_organisation: Phrases = ()
    """The respondent's organisation or a part of it: `our legal team`."""

    past: Phrases = ()
    """Say that it was: `used to`."""

    now: Phrases = ()
    """Say that it is: `already`."""

    expected: Phrases = ()
    """Say that it is to come: `one day`."""

    open_target: Phrases = ()
    """Open models, open source, openness."""

    closed_target: Phrases = ()
    """Closed or proprietary models, and their vendors."""

    ai_target: Phrases = ()
    """AI as such."""

    both_target: Phrases = ()
    """Say it of both sides alike: `regardless of`."""

    contrast: Phrases = ()
    """Stand before the side of which it is not said: `unlike`."""

    stance_for: Phrases = ()
    """Want rules, or praise them: `call for`."""

    stance_against: Phrases = ()
    """Want no rules, or blame them: `repeal`."""

    def extended(self, more: Mapping[CueKind, Phrases]) -> "Cues":
        """Return these cues and *more*, each once."""
        return self.model_copy(
            update={
                kind: tuple(dict.fromkeys((*getattr(self, kind), *phrases)))
                for kind, phrases in more.items()
            }
        )


def parse_cues(raw: object, source: str) -> Cues:
    """Return the cues that a file says, or raise CodebookError naming every problem."""
    return parse_section(raw, Cues, source, CodebookError)

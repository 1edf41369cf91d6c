"""What a unit says by merely answering: a question that asks for risks gets one, a no, or nothing.

These are words for whole answers ("none", "not really", "no idea"), where the words of `context`
are for what stands beside a term.
"""

import re
from typing import Literal, NamedTuple

from nlp.contracts.study import Category


class Reply(NamedTuple):
    """What a unit is as an answer, and the words that make it one unless it plainly names."""

    kind: Literal["names", "denies", "says nothing"]
    cue: str


_SAYS_NOTHING = re.compile(
    r"\b(?:(?:no|not (?:really )?(?:have|got) (?:any|an?)) "
    r"(?:idea|clue|opinion|comments?|answer|thoughts?)\b"
    r"|(?:do|did|would|could) not (?:really |honestly |even )?(?:know|care|understand)\b"
    r"|not (?:really |quite |too |very |entirely |totally |so )*(?:sure|certain|familiar|aware"
    r"|applicable|relevant)\b"
    r"|unsure\b|idk\b|dunno\b|n/a\b|who knows\b|hard to say\b|too early to\b"
    r"|(?:can|ca|could) ?not (?:really )?(?:say|tell|think of|answer)\b"
    r"|(?:have|has) not (?:really )?(?:used|tried|thought|had|looked)\b"
    r"|never (?:used|tried|thought|heard)\b)"
)

_DENIES_ANYTHING = (
    r"^(?:(?:i|we) (?:have|see|know of) )?"
    r"(?:none|nothing|nope|nil|zero|not really|not at all|not any(?:thing)?|not much)\b"
    r"|^no\b(?=\s*(?:$|[,.;!]))"
    r"|\bnot (?:really )?(?:see|have|expect|foresee|find|anticipate|notice|perceive|got|think of)"
    r" (?:any|anything|a|much|many|one)\b(?! (?:ideas?|clue|opinions?|thoughts?|experience)\b)"
    r"|\b(?:none|nothing) (?:so far|yet|at all|really|that (?:i|we) )"
)

_DENIES = {
    "benefit": re.compile(
        _DENIES_ANYTHING + r"|\b(?:no|zero|little|without|any) (?:\w+ )?(?:benefit|hope|advantage|"
        r"use|value|good|upside|point)s?\b"
        r"|\b(?:not|never|no way|nothing) (?:\w+ ){0,5}(?:help|benefit|improve)s?\b"
        r"|\b(?:useless|worthless|pointless)\b"
    ),
    "risk": re.compile(
        _DENIES_ANYTHING + r"|\b(?:no|zero|few|without) (?:\w+ )?(?:worry|worries|"
        r"(?:concern|risk|fear|problem|issue|drawback|downside|danger|disadvantage)s?)\b"
        r"|\bnot (?:\w+ ){0,3}(?:worr(?:y|ies|ied)|concern(?:ed|s)?|afraid|scared?"
        r"|bother(?:ed|s)?)\b"
        r"|\b(?:nothing|never) (?:\w+ ){0,2}(?:worr(?:y|ies|ied)|concerns?|scares?|bothers?)\b"
    ),
    "regulation": re.compile(
        _DENIES_ANYTHING + r"|\b(?:no|zero|without) (?:\w+ )?(?:need|rules?|regulations?|laws?)\b"
        r"|^(?:it |they )?(?:should|must|need) ?not\b"
    ),
}

_CONTRACTED = re.compile(
    r"\b(do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had|ai)n'?t\b"
)


def read_reply(text: str, category: Category) -> Reply:
    """Return what *text* is as an answer to a question that asks for *category*.

    >>> read_reply("None that I can see", "risk")
    Reply(kind='denies', cue='none')
    >>> read_reply("No idea", "risk").kind
    'says nothing'
    >>> read_reply("No control", "risk").kind
    'names'
    """
    plain = _CONTRACTED.sub(
        r"\1 not", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
    )
    if denial := _DENIES[category].search(plain):
        return Reply("denies", denial.group().strip())
    if nothing := _SAYS_NOTHING.search(plain):
        return Reply("says nothing", nothing.group())
    return Reply("names", "")

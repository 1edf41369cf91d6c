"""Words that say nothing about the question: *see above*, *good survey*, *thanks for asking*."""

import re
from collections.abc import Collection

from nlp.intake.refusals import holds_throughout, phrases, without_fillers

_LONGEST = 160
"""Characters beyond which a pointer elsewhere says something too."""

_PHRASES = """
same | same as above | same as before | same as previous | same as previous answer |
same answer | same answer as above | same answer as before | same response | same thing |
ditto | as above | as before | idem | ibid | above | below | attached | already answered |
already said | see above | answered above | answered already | answered before |
answered previously | previously answered | test | hm | hmm | um | uh | blah | blah blah |
blah blah blah | bla bla | bla bla bla | lol | hello | hi | hey | hi there | good luck |
all the best | best wishes | best regards | kind regards | cheers | keep it up |
keep up the good work | well done | good job | great job | good work | great work |
have a nice day | have a good day | for asking | for the opportunity | for your time |
for listening | for reading | for doing this | for the survey | for this survey | much |
you too | welcome | whatever | siehe oben | voir ci dessus | ver arriba
"""
"""Beside fillers such as *thanks*, which are left out first."""

_HERE_AND_THERE = """
above annex appendix attached attachment attachments below earlier previous previously prior
submission submissions
"""
_ON_THE_WAY = """
a above addressed also an and answer answered answers are as at be been below by comment
comments contained covered described detail details detailed discussed document documents
explained file files first for found full further given has have here if in included
information is it its last letter main mentioned more my no noted of on only our outlined page
pages paper papers pdf per provided q question questions read refer report response responses
s same section sections see separate set out stated that the their this to uploaded
with word written
"""
_PLACES = frozenset(_HERE_AND_THERE.split())
_POINTING = _PLACES | frozenset(_ON_THE_WAY.split())
"""Words that, with one of the places, do nothing but point there."""

_WRITTEN = "(?:answers?|attachments?|comments?|documents?|papers?|responses?|submissions?)"
_NAMED_PLACE = re.compile(
    r"(?:see|refer to|as per) (?:\w+ ){1,5}(?:submissions?|attachments?|attached)(?: uploaded)?"
    rf"|(?:see|refer to|as per) (?:\w+ )?(?:above|attached|earlier|previous|prior) {_WRITTEN}"
    r" (?:about|at|for|in|on|regarding|to|under)(?: \w+){1,5}"
    rf"|(?:see|refer to|as per) {_WRITTEN} (?:to|in|at) (?:question|q|section|page) ?\w+"
)
"""*See the Example Society's submission*; *see above comments on liability*."""

_SAME = re.compile(
    r"same (?:answer |response )?(?:as|for|to) (?:(?:the|my|this|that) )?"
    r"(?:above|before|earlier|last|previous|prior|question)"
    r"(?: (?:answer|comment|one|question|response))?"
)
_PRAISE = "(?:awesome|bad|boring|cool|excellent|fun|good|great|interesting|long|nice|wonderful)"
_INQUIRY = "(?:consultation|poll|questions?|questionnaire|study|survey)"
_KIND_WORDS = re.compile(
    rf"(?:(?:this|it) (?:was|is) )?(?:an? |the |this |your )?{_PRAISE} {_INQUIRY}"
    rf"|(?:enjoyed|liked?|loved?) (?:the|this|your) {_INQUIRY}"
    r"|for (?:the|this|an|your) (?:opportunity|chance)"
    r"(?: to (?:comment|contribute|participate|provide|respond|share)"
    r"(?: (?:comments?|feedback|input|in|my|on|our|views?|thoughts?|to|the|this|your)){0,4}"
    r"(?: \w+){0,2})?"
)
"""Praise of the survey, and what is left of *thank you for the opportunity to comment*."""


def is_non_substantive(text: str, more: Collection[str]) -> bool:
    """Return whether *text* says nothing about the question; *more* holds phrases, `bare`.

    >>> is_non_substantive("Please see our submission (uploaded).", ())
    True
    >>> is_non_substantive("See above, and cost.", ())
    False
    """
    return holds_throughout(text, lambda words: _says_nothing(words, more))


def _says_nothing(words: str, more: Collection[str]) -> bool:
    if not words or len(words) > _LONGEST:
        return False
    core = without_fillers(words)
    if not core or words in more or core in more or core in _BUILT_IN:
        return True
    return _points_elsewhere(core) or bool(_KIND_WORDS.fullmatch(core))


def _points_elsewhere(words: str) -> bool:
    different = {word for word in words.split() if not word.isdigit()}
    if different <= _POINTING and different & _PLACES:
        return True
    return bool(_SAME.fullmatch(words) or _NAMED_PLACE.fullmatch(words))


_BUILT_IN = phrases(_PHRASES)

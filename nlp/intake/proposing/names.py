"""What the name of a column gives away: ids, days, weights, machine columns, what is asked."""

import re
from collections.abc import Iterable

from nlp.intake.proposing.sightings import words_of

RESPONDENT_IDS = (
    "respondent id",
    "response id",
    "participant id",
    "record id",
    "case id",
    "contribution id",
    "submission id",
    "interview id",
    "user id",
    "antwort id",
    "respondent",
    "participant",
    "caseid",
    "respid",
    "uuid",
    "id",
    "sub num",
    "serial",
    "serial no",
    "s no",
)
"""Names of columns that hold respondent ids, the likeliest first."""

SUBMITTED = (
    "submitdate",
    "completion time",
    "date submitted",
    "submission date",
    "submitted",
    "recorded date",
    "end date",
    "enddate",
    "completed",
    "timestamp",
    "creation date",
    "date modified",
    "date created",
)
"""Names of columns that hold when a respondent handed in, the likeliest first."""

_METADATA = re.compile(
    r"(?:recoded |survey |response |interview |group |total |response )?(?:start|end|begin)"
    r"(?:ed)?(?: ?date| ?time)?(?: \w+)?"
    r"|(?:\w+ )?(?:start|complet|finish|submitt)ed(?: \w+| survey)?|completed survey"
    r"|(?:recorded|creation|completion|submission) (?:date|time)|submitdate|datestamp|timestamp"
    r"|date (?:created|modified|submitted)|last (?:update|modified time|page)|lastpage"
    r"|start ?language|seed|ref ?url|progress|finished|status|response (?:type|set)|responseset"
    r"|duration(?: .*)?|minutes|seconds|interview time|total time|collector(?: id)?"
    r"|distribution \w+|(?:\w+ )?participation status|user language|browser|operating system"
    r"|resolution|total points|quiz feedback|(?:points|feedback) .+"
    r"|serial(?: no| number)?|s no|sequence|seq"
    r"|location accuracy|alias|languages|invitation number"
)
_MACHINE = re.compile(
    r".*\b(?:sentiment(?: score| polarity| percentage)?|(?:parent )?topics|topic hierarchy"
    r"|sentiment .*)"
)
_IDENTIFYING = re.compile(
    r"(?:(?:your|respondent|recipient|contact|user|work|personal) )?"
    r"(?:e ?mail(?: address)?|(?:first|last|full|family|given|middle|sur|user) ?name|surname|name"
    r"|(?:tele)?phone(?: number)?|mobile(?: number)?|cell ?phone|(?:street |home |postal )?address"
    r"|zip(?: code)?|post ?code|postal code|ip ?addr(?:ess)?|ip"
    r"|date of birth|dob|ssn|passport(?: number)?|employee (?:id|number)|token|device id)"
    r"|external (?:data )?reference|custom data(?: \d+)?|user agent"
    r"|(?:location |geo )?(?:latitude|longitude)|gps(?: .*)?"
)
_WEIGHT = re.compile(
    r"(?:\w+ )?(?:weights?|wts?|wgt|weighting|gewicht|poids)(?: (?:factor|final|\d+))?"
)
_WAVE = re.compile(
    r"(?:survey )?(?:wave|round|welle|vague|survey year)(?: (?:id|name|no|number))?"
)
_OPEN = re.compile(
    r".*\b(?:open ended(?: response)?|open end|oe|verbatim|free text|comments?|transcription"
    r"|tell us|in your own words|please (?:explain|describe|elaborate|give (?:reasons|examples))"
    r"|explain your|provide .* examples?|text)\b.*"
)
_OTHER = re.compile(
    r"(?:.*\b)?other(?:s| \w+)? (?:please |pls |add |specify|explain|describe|write).*"
    r"|.*\bother(?: oe| text| specify)?|(?:if )?other (?:please )?(?:specify|explain).*"
    r"|(?:please )?specify(?: other)?"
)
_ALL_THAT_APPLY = re.compile(
    r"\b(?:all (?:that apply|relevant|which apply)|(?:check|tick|select|choose|mark) all"
    r"|multiple answers|as many as|up to (?:two|three|four|five|\d)|top (?:two|three|five|\d))\b"
)
_CHOICE = re.compile(
    r"\b(?:how (?:often|many|much|likely|satisfied|long)|which (?:of|best|category|region|country)"
    r"|your (?:role|age|gender|country|region)|multiple choice|on a scale|select|tick|choose)\b"
)
_ELICITS = {
    "benefit": re.compile(
        r"\b(?:benefit|hope|advantage|positive|opportunit|gain|improv|help|strength|pros\b)"
    ),
    "risk": re.compile(
        r"\b(?:risk|worr|concern|fear|threat|danger|negative|drawback|disadvantage|harm|problem"
        r"|antipattern|barrier|cons\b)"
    ),
    "regulation": re.compile(r"\b(?:regulat|law|laws|legislat|rules?|bann?(?:ed|ing)?)\b|regulat"),
}


def place_among(known: tuple[str, ...], names: Iterable[str]) -> int | None:
    """Return where in *known* one of *names* stands first, else None."""
    found = [known.index(words) for name in names if (words := words_of(name)) in known]
    return min(found, default=None)


def is_metadata(names: Iterable[str]) -> bool:
    """Return whether one of *names* is of a column that a platform adds by itself."""
    return any(_METADATA.fullmatch(words_of(name)) for name in names)


def is_made_by_machine(names: Iterable[str]) -> bool:
    """Return whether one of *names* is of a column that a machine made from an answer."""
    return any(_MACHINE.fullmatch(words_of(name)) for name in names)


def is_identifying(names: Iterable[str]) -> bool:
    """Return whether one of *names* is of a column that leads to a person."""
    return any(_IDENTIFYING.fullmatch(words_of(name)) for name in names)


def is_weight(names: Iterable[str]) -> bool:
    """Return whether one of *names* is of a column of weights."""
    return any(_WEIGHT.fullmatch(words_of(name)) for name in names)


def is_wave(names: Iterable[str]) -> bool:
    """Return whether one of *names* is of a column that says to which wave a record belongs."""
    return any(_WAVE.fullmatch(words_of(name)) for name in names)


def sounds_open(names: Iterable[str]) -> bool:
    """Return whether one of *names* asks for free words."""
    return any(_OPEN.fullmatch(words_of(name)) for name in names)


def is_other_field(name: str) -> bool:
    """Return whether *name* is that of an "Other - please specify" field."""
    return bool(_OTHER.fullmatch(words_of(name)))


def asks_for_all(names: Iterable[str]) -> bool:
    """Return whether one of *names* says that all that apply may be chosen."""
    return any(_ALL_THAT_APPLY.search(words_of(name)) for name in names)


def sounds_closed(names: Iterable[str]) -> bool:
    """Return whether one of *names* asks for a choice."""
    return any(_CHOICE.search(words_of(name)) for name in names) or asks_for_all(names)


def elicited(names: Iterable[str]) -> list[str]:
    """Return the categories that a question asks for, as its words have it.

    >>> elicited(["What worries you most?"])
    ['risk']
    """
    words = " ".join(words_of(name) for name in names)
    return [category for category, cues in _ELICITS.items() if cues.search(words)]

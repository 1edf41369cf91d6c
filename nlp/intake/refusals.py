"""What people write instead of an answer: *n/a*, *no idea, sorry*, *prefer not to say*."""

import re
import unicodedata
from collections.abc import Callable, Collection

_APOSTROPHES = re.compile(r"['\u2019\u2018`\u00b4]")
_SIGNS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[.,;!?/&()\n\u3002\u3001\uff0c\u2013\u2014-]+")

_LONGEST = 100
"""Characters beyond which polite words no longer hide a refusal."""

_FILLERS = re.compile(
    r"""\b(?: actually | again | am | as[ ]of[ ]now | as[ ]yet | at[ ]all | at[ ]present
    | at[ ]th(?:e|is)[ ](?:moment|point|stage|time) | but | completely | currently | exactly
    | for[ ]now | honestly | i | id | im | ive | just | now
    | personally | please | presently | quite | really | right[ ]now | so | sorry | still | tbh
    | thanks | thank[ ]you | to[ ]be[ ](?:fair|honest) | too | totally | truly
    | unfortunately | very | we | were | weve | well | would | yet )\b""",
    re.VERBOSE,
)
"""Words that say nothing beside a refusal, and nothing alone."""

_REFUSALS = """
n a | na | nan | nil | null | none | no | non | nope | nah | nothing | nada | tbd |
to be decided | to be determined | not applicable | doesnt apply | does not apply | none known |
none of the above | none of these | not that can think of | not that know of |
not that aware of | nothing more | nothing more to add | nothing further |
nothing further to add | nothing else | nothing else to add | nothing special |
nothing as such | nothing particular | nothing specific | dont no | dont have any |
dont have a say | dont have say | dont know what to say | dont know how | dont know why |
dont know what | dont know which | dont know the reason | dont know reason |
dont know the reasons | dont know reason why | idk | idek | dk | dontknow | idontknow | dunno |
donno | duno | who knows | who cares | hard to say | difficult to say | unsure | uncertain |
not certain | no specific answer | no advice | undecided | dont understand | do not understand |
dont understand the question | dont care | do not care | couldnt care less |
could not care less | not at this time | not at this point | not at the moment | not right now |
no not | declined | refused | skip | skipped | pass | not sure what to say | not sure how |
no none | no idea what to say | name not known | not known | unknown to me | ran out of time |
keine | keine angabe | keine ahnung | nichts | weiß nicht | weiss nicht | kein kommentar |
rien | aucun | aucune | sans opinion | je ne sais pas | ninguno | ninguna | no sé | no se |
niente | nessuno | geen |
なし | 特になし | 特にありません | 特に ありません | わかりません |
没有 | 无 | 不知道 | 不好说 | 無し
"""

_IT = "(?:this|that|it|these|those|them|(?:the|this|that|your) (?:question|topic|issue|subject))"
_OF_IT = f"(?: (?:about|for|of|on|regarding|to|with) (?:any of )?{_IT})?"
_NOT = "(?:dont|do not|didnt|did not|couldnt|could not|cant|cannot|can not|wouldnt|would not)"
_ANY = "(?:an?|any|any other|any more|any further|any particular|any specific|much of an?)"
_VIEW = (
    "(?:(?:additional|further|more|other|particular|real|specific|strong) )?"
    "(?:answer|clue|comment|example|feedback|idea|input|opinion|position|preference|response"
    "|suggestion|thought|view)s?"
)
_SENTENCES = (
    f"(?:(?:have|has|with|there are|there is) )?no {_VIEW}{_OF_IT}",
    f"(?:dont|do not|didnt|did not) have (?:{_ANY} )?{_VIEW}{_OF_IT}",
    f"havent (?:got )?{_ANY} {_VIEW}{_OF_IT}|not a clue{_OF_IT}",
    f"{_NOT} know(?: (?:the|an) answer)?{_OF_IT}|know nothing{_OF_IT}",
    rf"{_NOT} know (?:enough|much|anything)(?: to \w+)?(?: about \w+(?: \w+)?)?",
    f"not (?:(?:entirely|100|all that|that) )?sure{_OF_IT}",
    f"(?:{_NOT}|unable to) (?:answer|comment|say|tell)(?: {_IT})?{_OF_IT}",
    rf"(?:{_NOT}|unable to) (?:think of|come up with) (?:anything|one|any|an?)(?: {_VIEW})?",
    "(?:none|nothing) to (?:add|comment|declare|report|say|share)" + _OF_IT,
    "(?:none|nothing) (?:comes? to mind|(?:that )?can think of|(?:that )?(?:aware|know) of)",
    r"(?:none|nothing) in particular|not? aware of any(?:thing)?",
    f"not (?:informed|knowledgeable|qualified)(?: enough)?(?: to \\w+)?(?: {_IT})?{_OF_IT}",
    "(?:prefer not|rather not|decline|refuse|choose not) to (?:answer|comment|disclose|say|share)",
    f"(?:prefer|rather) not (?:answer|comment|say|share)|ran out of time(?: to .{{1,20}} {_IT})?",
)
_DECLINING = re.compile("|".join(_SENTENCES))
"""Sentences that decline, whatever the noun: *I do not have a view on this*."""


def is_refusal(text: str, more: Collection[str]) -> bool:
    """Return whether the whole of *text* is a refusal; *more* holds further ones, `bare`.

    >>> is_refusal("I'm really not sure, sorry.", ())
    True
    >>> is_refusal("No regulation", ())
    False
    """
    if not any(map(str.isalnum, text)):
        return all(_is_sign(character) for character in text)
    return holds_throughout(text, lambda words: _declines(words, more))


def holds_throughout(text: str, says_nothing: Callable[[str], bool]) -> bool:
    """Return whether it holds of *text*, or of each of its parts, said in bare words."""
    words = bare(text)
    if says_nothing(words):
        return True
    if len(words) > _LONGEST:
        return False
    said = (part for part in map(bare, _PARTS.split(text)) if without_fillers(part))
    first = next(said, "")
    return says_nothing(first) and all(map(says_nothing, said))


def without_fillers(words: str) -> str:
    """Return *words* without those that say nothing beside others.

    >>> without_fillers("sorry i really dont know")
    'dont know'
    """
    return " ".join(_FILLERS.sub(" ", words).split())


def bare(text: str) -> str:
    """Return the words of *text* alone: no case, no signs, apostrophes closed up.

    >>> bare("I don't know, N/A!")
    'i dont know n a'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub(" ", _APOSTROPHES.sub("", folded)).strip()


def _declines(words: str, more: Collection[str]) -> bool:
    if words in _BUILT_IN or words in more:
        return True
    if len(words) > _LONGEST:
        return False
    core = without_fillers(words)
    return core in _BUILT_IN or core in more or bool(_DECLINING.fullmatch(core))


def _is_sign(character: str) -> bool:
    """Return whether *character* is punctuation or the like; an emoji says something."""
    category = unicodedata.category(character)
    return category[0] in "PZC" or category in {"Sm", "Sk"}


def phrases(listing: str) -> frozenset[str]:
    """Return the phrases of a listing with `|` between them, `bare`."""
    return frozenset(
        bare(phrase) for line in listing.splitlines() for phrase in line.split("|") if bare(phrase)
    )


_BUILT_IN = phrases(_REFUSALS)

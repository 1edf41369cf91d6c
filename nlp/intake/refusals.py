"""What people write instead of an answer: *n/a*, *no idea, sorry*, *see above*."""

import re
import unicodedata
from collections.abc import Collection

_APOSTROPHES = re.compile(r"['\u2019\u2018`\u00b4]")
_SIGNS = re.compile(r"[\W_]+")

_LONGEST = 100
"""Characters beyond which polite words no longer hide a refusal."""

_FILLERS = re.compile(
    r"""\b(?: actually | again | am | at[ ]all | at[ ]present | at[ ]the[ ]moment
    | at[ ]this[ ](?:moment|point|stage|time) | but | completely | currently | exactly
    | for[ ]now | honestly | i | id | im | ive | just | now | personally | please | quite
    | really | right[ ]now | so | sorry | still | tbh | thanks | thank[ ]you
    | to[ ]be[ ](?:fair|honest) | too | totally | truly
    | unfortunately | very | well | would | yet )\b""",
    re.VERBOSE,
)
"""Words that say nothing beside a refusal, and nothing alone."""

_REFUSALS = """
n a | na | nan | nil | null | none | no | non | nope | nah | nothing | nada | tbd |
not applicable | doesnt apply | does not apply | no answer | no response | no reply | no comment |
no comments | no further comment | no further comments | no additional comments |
no other comments | no more comments | no opinion | no opinions | no thought | no thoughts |
no view | no views | no input | no example | no examples | no feedback | no suggestion |
no suggestions | no idea | no ideas | have no idea | have no ideas | have no thoughts |
have no opinion | have no comment | have no clue | no clue | not a clue | havent a clue |
no specific answer | no advice | none that can think of | none can think of | none that know of |
none know of | none known | none come to mind | none comes to mind | none in particular |
nothing in particular | nothing to say | nothing to add | nothing to share | nothing to report |
nothing more | nothing more to add | nothing further | nothing further to add | nothing else |
nothing else to add | nothing special | nothing as such | nothing particular | nothing specific |
nothing comes to mind | nothing can think of | nothing that can think of | dont know |
do not know | dont no | didnt know | dont have idea | dont have an idea | dont have any idea |
dont have any | dont have a clue | dont have an opinion | dont have opinion |
dont have any opinion | dont know what to say | dont know enough | dont know enough to say |
dont know anything about it | dont know enough about it | dont know much about it |
dont know about it | dont know about this | dont know about that | dont know how | dont know why |
dont know what | dont know the answer | know nothing | idk | idek | dk | dunno | donno | duno |
who knows | hard to say | difficult to say | cant say | cannot say | can not say | couldnt say |
could not say | cant tell | cant comment | cannot comment | cant answer | cannot answer |
cant think of any | cant think of anything | cannot think of any | cannot think of anything |
not sure | unsure | uncertain | not certain | not qualified to say | not sure what to say |
not sure about it | not sure about this | not sure about that | not sure how |
no idea what to say | undecided | dont understand | do not understand |
dont understand the question | dont care | do not care | couldnt care less | could not care less |
prefer not to say | prefer not to answer | rather not say | rather not answer | not at this time |
not at this point | not at the moment | not right now | decline to answer | declined | refused |
refuse to answer | skip | skipped | pass | see above | see below | see previous |
see previous answer | see previous question | see previous response | see prior answer |
see last answer | see my previous answer | see other answer | see earlier answer |
see earlier answers | see my earlier answers | see attached | see attachment | see submission |
see attached submission | as above | as before | as stated above | same | same as above |
same as before | same as previous | same as previous answer | same answer | same answer as above |
same answer as before | same response | same thing | ditto | already answered | answered above |
answered previously | test | hm | hmm | um | uh | blah | blah blah | blah blah blah | none none |
no no | n a n a | keine | keine angabe | keine ahnung | nichts | weiß nicht | weiss nicht |
kein kommentar | rien | aucun | aucune | sans opinion | je ne sais pas | ninguno | ninguna |
no sé | no se | niente | nessuno | geen |
なし | 特になし | 特にありません | 特に ありません | わかりません |
没有 | 不知道 | 無し
"""


def is_refusal(text: str, more: Collection[str]) -> bool:
    """Return whether the whole of *text* is a refusal; *more* holds further ones, `bare`.

    >>> is_refusal("I'm really not sure, sorry.", ())
    True
    >>> is_refusal("No regulation", ())
    False
    """
    words = bare(text)
    if not words:
        return all(_is_sign(character) for character in text)
    if words in _BUILT_IN or words in more:
        return True
    if len(words) > _LONGEST:
        return False
    core = " ".join(_FILLERS.sub(" ", words).split())
    return not core or core in _BUILT_IN or core in more


def bare(text: str) -> str:
    """Return the words of *text* alone: no case, no signs, apostrophes closed up.

    >>> bare("I don't know, N/A!")
    'i dont know n a'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.sub(" ", _APOSTROPHES.sub("", folded)).strip()


def _is_sign(character: str) -> bool:
    """Return whether *character* is punctuation or the like; an emoji says something."""
    category = unicodedata.category(character)
    return category[0] in "PZC" or category in {"Sm", "Sk"}


_BUILT_IN = frozenset(
    bare(phrase) for line in _REFUSALS.splitlines() for phrase in line.split("|") if phrase.strip()
)

"""What of a question decides whether two waves asked the same.

Case, white space, punctuation, the number before a question, what was piped into it, and how
"check all that apply" is said are form. All else is content, down to whether it is said at all.
"""

import re
import unicodedata

from nlp.intake.columns import plain

_PIPED = re.compile(
    r"""\$\{[^{}]*\} | \{\{[^{}]*\}\} | \{[^{}\s]*\}     # ${q://QID1}, {{ name }}, {0}
    | \[\[?[a-z]*\d[^\[\]\s]*\]\]? | \[%[^\[\]]*%\]       # [q3], [[qid1]], [%q3%]
    | <[^<>]+>                                              # how it was set: <b>""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"""^\W* (?: q(?:uestion)?[ ._-]?\d+[a-z]?(?:[ ._-]\d{1,2})*   # q29 00—, question 4:
            | \d{1,3}(?:\.\d{1,3})*[.):] ) (?=\W|$)              # 12., 3)""",
    re.VERBOSE,
)
_EVERY_ONE = re.compile(r"\b(?:check|select|choose|tick|mark|pick) all (?:that|which) apply\b")
_APOSTROPHES = "'\u2019\u02bc"
_ONLY_ONE = re.compile(r"\b(?:check|select|choose|tick|mark|pick) (?:only )?one\b")


def essence(wording: str) -> str:
    """Return what of a wording decides whether two are the same.

    >>> essence("Q29 00—Which models do you use?  (Check all that apply)")
    'which models do you use all that apply'
    >>> essence("which MODELS do you use, [Q3]? - select all that apply.")
    'which models do you use all that apply'
    """
    text = unicodedata.normalize("NFKC", wording).casefold()
    text = _NUMBER.sub(" ", _PIPED.sub(" ", text))
    words = " ".join("".join(_told(sign) for sign in text).split())
    return _ONLY_ONE.sub("one", _EVERY_ONE.sub("all that apply", words)) or plain(wording)


def _told(sign: str) -> str:
    """Return *sign* if it is content, a space if it divides words, else nothing."""
    category = unicodedata.category(sign)
    if sign in _APOSTROPHES or category == "Cf":
        return ""
    return " " if category[0] in "PZC" or category == "Sk" else sign

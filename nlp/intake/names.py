"""Where texts name people: what a tagger finds, and what is said in so many words."""

import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.contracts.names import NameFinder, Spans

_NAME = r"[^\W\d_]['\w-]*"
_CAPITAL = r"(?-i:[A-Z\u00c0-\u00de])['\w-]*"
_STOPS = (
    "and|but|from|i|not|on|in|the|a|an|of|to|my|no|at|as|is|it|so|or|me|us|them|him|her|you|who|"
    "someone|everyone|anyone|people|because|with|for|this|that|your|our|their|if|when|irrelevant|"
    "unimportant|confidential|private|secret|unknown|withheld|redacted|anonymous|none"
)
_WORDS = rf"(?!(?:{_STOPS})\b){_NAME}(?:[ ](?!(?:{_STOPS})\b){_NAME})"
_OF_MINE = (
    r"(?:my|our)[ ](?:\w+[ ]){0,2}?(?:manager|boss|supervisor|colleague|director|lead|leader|"
    r"coworker|co-worker|doctor|nurse|teacher|wife|husband|partner|son|daughter|brother|sister|"
    r"mother|father|friend|neighbou?r|assistant|secretary|accountant|lawyer|landlord|mp)"
)
_SAID = re.compile(
    rf"""\bmy[ ](?:full[ ])?name(?:[ ]is|'s|:)[ ](?P<own>(?:{_CAPITAL})(?:[ ]{_CAPITAL}){{0,3}}
        | {_WORDS}?)
    | \b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev)\.?[ ]
        (?P<titled>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}})
    | \b(?:ask|contact|call|tell|e-?mail|phone|see|thank|thanks[ ]to|(?:speak|talk)[ ](?:to|with))
        [ ](?P<asked>{_WORDS}{{0,2}}),?[ ](?:who[ ]is[ ])?{_OF_MINE}\b
    | {_OF_MINE}(?:,|:|[ ]is|[ ]called|[ ]named)?[ ](?P<mine>{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}})
    | \b(?:named|signed|regards|sincerely|yours),?\s(?P<signed>{_CAPITAL}[ ]{_CAPITAL})""",
    re.VERBOSE | re.IGNORECASE,
)

_NOT_PEOPLE = frozenset(
    word
    for line in (
        "ai alexa alphabet bard bert bing chatgpt claude copilot cortana dall-e deepmind",
        "deepseek einstein gemini git github google gpt grok hugging face huggingface jira",
        "kubernetes linux linkedin llama llms llm meta midjourney mistral openai perplexity",
        "python siri slack sora stable diffusion watson whisper",
    )
    for word in line.split()
)
"""Names of machines and makers that a tagger takes for people, in small letters."""

_DEGREES = frozenset(("md", "phd", "mba", "jr", "sr", "ii", "iii"))


def find_people(
    texts: Sequence[str], find_names: NameFinder, never: frozenset[str]
) -> Iterator[Spans]:
    """Yield per text where it names people, from the first to the last; none of them overlap.

    What *find_names* finds counts unless all its words are in *never* or names of machines;
    "my name is …", titles and "ask …, my manager" count by themselves.
    """
    for text, found in zip(texts, find_names(texts), strict=True):
        tagged = (_trimmed(text, start, end) for start, end in found)
        spans = [span for span in tagged if _is_person(text[slice(*span)], never)]
        spans += [span for span in _said(text) if text[slice(*span)].casefold() not in never]
        yield _joined(spans)


def _said(text: str) -> Iterator[tuple[int, int]]:
    for match in _SAID.finditer(text):
        yield match.span(match.lastgroup or 0)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without marks around it and without a genitive's ending."""
    name = text[start:end]
    left = len(name) - len(name.lstrip(" \t\n\"'([{-*.,;:/\u2018\u201c"))
    name = name.rstrip(" \t\n\"')]}-*.,;:/!?\u2019\u201d")
    for ending in ("'s", "\u2019s"):
        name = name.removesuffix(ending)
    return start + left, max(start + len(name), start + left)


def _is_person(name: str, never: frozenset[str]) -> bool:
    """Return whether a find may be a person: no machine, no number, no *Ban AI* or *Mint OS*."""
    words = [word for word in re.split(r"[\W_]+", name) if word.casefold() not in _DEGREES]
    small = [word.casefold() for word in words if word]
    if not small or name.casefold() in never or never.union(_NOT_PEOPLE).issuperset(small):
        return False
    shouted = {word.isupper() for word in words if len(word) > 1}
    looks = any(sign.isupper() for sign in name) and not any(sign.isdigit() for sign in name)
    return looks and len(shouted) < 2  # not some words in capitals, others not


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return the stretches in order, those that overlap as one."""
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined

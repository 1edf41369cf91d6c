"""What a response names in the end: by its words, what it means and what was asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from nlp.contracts.study import Category, Tagging
from nlp.mentions.context import Context
from nlp.mentions.cues import Cue
from nlp.mentions.deciding import Signs, sureness
from nlp.mentions.meaning import Meant
from nlp.mentions.reading import Mention
from nlp.mentions.replies import Reply, read_reply

ELICITED = "elicited"
"""The term and the rule of a response that names a category by answering the question."""

ELICITED_LABEL = "Answer to the question"

MEANING = "meaning"
"""The term and the rule of a unit that names a category in words that no term knows."""

MEANING_LABEL = "Said in other words"

OPPOSITES = frozenset({("benefit", "risk"), ("risk", "benefit")})
"""A hope that names a harm is none; a law that is named may still be one."""

DENIALS = frozenset({"deny_before", "deny_after"})
"""Cues that deny; beside a thing affirmed there are two of them, or one and an exception."""

TAKES_SIDES = 0.6
"""From this on, either way, the examples say what a unit wants of rules."""


@dataclass(frozen=True)
class Unit:
    """A row of Units, what its words name, and what it means by its likeness to examples."""

    unit_id: str
    response_id: str
    question_id: str
    start: int
    text: str
    whole: Context
    mentions: tuple[Mention, ...]
    meant: Meant | None

    def of(self, category: Category, negated: bool) -> list[Mention]:
        """Return the mentions of *category* that are negated, or that are not."""
        own = [mention for mention in self.mentions if mention.category == category]
        return [mention for mention in own if mention.context.negated == negated]


Settled = tuple[Unit, Mention, float]
"""A unit, what it names, and how sure that is."""


def settle(
    response: Sequence[Unit], elicits: Sequence[Category], settings: Tagging
) -> Iterator[Settled]:
    """Yield what each unit of a response names, with how sure that is; the unsure is left out."""
    for category in get_args(Category):
        asked = category in elicits
        sure = [sureness(signs_of(unit, category, asked), category) for unit in response]
        enough = [score >= settings.least_score for score in sure]
        named = any(
            ok and unit.of(category, False) for ok, unit in zip(enough, response, strict=True)
        )
        for unit, score, ok in zip(response, sure, enough, strict=True):
            for mention in unit.of(category, True):
                yield unit, mention, _denial(unit, score)
            if ok and unit.of(category, False):
                for mention in unit.of(category, False):
                    yield unit, replace(mention, context=taking_sides(unit, mention)), score
            elif asked and not named and not speaks_for_itself(unit, category):
                yield from _answers(unit, category, score, ok)
            elif ok and unit.meant and not unit.of(category, True) and score > 0:
                yield unit, in_other_words(unit, category, unit.meant.because[category]), score


def settle_unsure(
    response: Sequence[Unit], elicits: Sequence[Category], settings: Tagging
) -> Iterator[Settled]:
    """Yield what `settle` left out: terms that a unit does not mean, and what is nearly named.

    Nearly is half as sure as it has to be.
    """
    named = {(unit.unit_id, m.category) for unit, m, _ in settle(response, elicits, settings)}
    nearly = settings.least_score / 2
    for unit, mention, score in settle(
        response, elicits, settings.model_copy(update={"least_score": 0.0})
    ):
        is_term = mention.rule == Mention.rule
        if (unit.unit_id, mention.category) not in named and (is_term or score >= nearly):
            yield unit, mention, score


def signs_of(unit: Unit, category: Category, asked: bool) -> Signs:
    """Return what speaks for and against *category* in *unit*; *asked* is whether it was."""
    denied = bool(unit.of(category, True))
    reply = read_reply(unit.text, category).kind if asked else "says nothing"
    itself = speaks_for_itself(unit, category) and not unit.of(category, False)
    taken_back = any(_is_taken_back(mention) for mention in unit.of(category, False))
    return Signs(
        meaning=unit.meant.of[category] if unit.meant and not taken_back else None,
        affirmed=bool(unit.of(category, False)),
        denied=denied and not unit.of(category, False),
        answers=reply == "names" and not itself,
        refuses=reply == "denies",
    )


def _is_taken_back(mention: Mention) -> bool:
    """Return whether a denial of *mention* was itself denied, or excepted from.

    Meaning cannot tell a "not", and has no say there.
    """
    kinds = [cue.kind for cue in mention.context.cues]
    denials = sum(kind in DENIALS for kind in kinds)
    taken_back = denials > 1 or (denials == 1 and "exceptions" in kinds)
    return mention.category != "regulation" and taken_back


def speaks_for_itself(unit: Unit, category: Category) -> bool:
    """Return whether the words of *unit* settle *category*: they deny it, or name its opposite."""
    return any(
        m.category == category or (not m.context.negated and (m.category, category) in OPPOSITES)
        for m in unit.mentions
    )


def _denial(unit: Unit, score: float) -> float:
    return 1 - score if unit.meant else 1.0


def _answers(unit: Unit, category: Category, score: float, ok: bool) -> Iterator[Settled]:
    """Yield the whole of *unit* as a mention of what was asked for, if it says something."""
    reply = read_reply(unit.text, category)
    denied = reply.kind == "denies"
    if denied or (ok and reply.kind == "names"):
        context = _meant(unit, category, reply)
        place = (ELICITED, ELICITED_LABEL, 0, len(unit.text))
        found = Mention(category, *place, context, ELICITED, ELICITED)
        yield unit, found, _denial(unit, score) if denied else score


def _meant(unit: Unit, category: Category, reply: Reply) -> Context:
    """Return how *unit* means what it names by answering; rules that are asked for are wanted."""
    denied, whole = reply.kind == "denies", unit.whole
    cues = (Cue(0, 0, "deny_before", reply.cue, reply.cue),) if denied else whole.cues
    if category != "regulation":
        return whole._replace(negated=denied, stance="", cues=cues)
    wanted = "for" if whole.stance == "neutral" else whole.stance
    return whole._replace(negated=False, stance="against" if denied else wanted, cues=cues)


def in_other_words(unit: Unit, category: Category, evidence: str) -> Mention:
    """Return the whole of *unit* as a mention that no term speaks for, but *evidence* does."""
    stance = unit.whole.stance if category == "regulation" else ""
    context = unit.whole._replace(negated=False, stance=stance)
    place = (MEANING, MEANING_LABEL, 0, len(unit.text))
    mention = Mention(category, *place, context, MEANING, evidence)
    return replace(mention, context=taking_sides(unit, mention))


def taking_sides(unit: Unit, mention: Mention) -> Context:
    """Return how *mention* is meant; where its words take no side, examples may tell which."""
    context, side = mention.context, unit.meant.stance if unit.meant else 0.0
    if context.stance != "neutral" or abs(side) < TAKES_SIDES:
        return context
    return context._replace(stance="for" if side > 0 else "against")

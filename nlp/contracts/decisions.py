"""What people decided about the themes of a study: an ordered ledger, replayed on its codebook."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from nlp.contracts.codebook import THEME_ID, Theme
from nlp.contracts.errors import CodebookError, listed
from nlp.contracts.settings import Section, Words, parse_section

ThemeId = Annotated[str, StringConstraints(pattern=THEME_ID)]
"""The name of a theme or net."""


class Decision(Section):
    """One entry of the ledger; its first word says what was decided."""

    by: str = ""
    """Who decided it."""

    day: str = ""
    """When."""

    why: str = ""
    """For what reason."""


class Dated(Decision):
    """A decision that may leave the codes of earlier waves as they are."""

    since: str = ""
    """The first wave it counts in; left out, all waves, which are then coded anew."""


class Merge(Dated):
    """Themes that are one from now on."""

    merge: tuple[ThemeId, ...] = Field(min_length=1)
    """The themes that end; their ids are retired."""

    into: ThemeId
    """The theme that takes their examples and keywords: one that is there, or a new one.

    A new one takes the lowest of their own thresholds too, if every one of them has one."""

    label: str = Field(default="", max_length=80)
    """What a new one is called."""


class Split(Dated):
    """A theme that was several."""

    split: ThemeId
    """The theme that ends; its id is retired."""

    themes: tuple[Theme, ...] = Field(min_length=2)
    """The new themes; net and questions are those of the old one where they say none."""


class Rename(Decision):
    """A theme under another label; no code moves, as coding goes on reading the first one."""

    rename: ThemeId
    """The theme."""

    label: str = Field(min_length=1, max_length=80)
    """What reports call it from now on."""


class PutUnder(Decision):
    """Themes under a net, or under none."""

    net: str
    """The net, one that is there or a new one; empty, none."""

    themes: tuple[ThemeId, ...] = Field(min_length=1)
    """The themes that belong to it from now on."""

    label: str = ""
    """What a new net is called."""


class Retire(Dated):
    """A theme that is no longer coded."""

    retire: ThemeId
    """The theme."""


class AddExample(Decision):
    """One more short answer that holds a theme."""

    add_example: Words
    """The answer, best in invented words."""

    to: ThemeId
    """The theme."""


class MoveExample(Decision):
    """An example that belongs to another theme."""

    move_example: Words
    """The example, as the codebook has it."""

    out_of: ThemeId
    """The theme that has it."""

    into: ThemeId
    """The theme that gets it."""


class Accept(Dated):
    """A candidate that becomes a theme."""

    accept: Theme
    """The theme."""


AnyDecision = Merge | Split | Rename | PutUnder | Retire | AddExample | MoveExample | Accept

VERBS: dict[str, type[Decision]] = {
    "merge": Merge,
    "split": Split,
    "rename": Rename,
    "net": PutUnder,
    "retire": Retire,
    "add_example": AddExample,
    "move_example": MoveExample,
    "accept": Accept,
}
"""The words that say what was decided."""


def verb_of(decision: Decision) -> str:
    """Return the word that says what *decision* is."""
    return next(verb for verb, kind in VERBS.items() if isinstance(decision, kind))


class Ledger(Section):
    """The decisions about the themes of a study, the earliest first; entries are only added."""

    study_id: str
    """The study it belongs to."""

    decisions: tuple[AnyDecision, ...] = ()
    """The decisions, in the order they were made."""

    @model_validator(mode="after")
    def _what_the_decision_says_is_not_said_twice(self) -> "Ledger":
        problems = [
            f"entry {number}: theme {theme.theme_id} must not say {name}; the entry does"
            for number, decision in enumerate(self.decisions, start=1)
            for theme in themes_made(decision)
            for name in ("since", "retired", "replaced_by", "coded_as")
            if getattr(theme, name)
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def themes_made(decision: Decision) -> tuple[Theme, ...]:
    """Return the themes that *decision* states in full."""
    if isinstance(decision, Split):
        return decision.themes
    return (decision.accept,) if isinstance(decision, Accept) else ()


def themes_named(decision: Decision) -> tuple[str, ...]:
    """Return the ids of the themes that *decision* is about, those that it makes left out."""
    match decision:
        case Merge():
            return (*decision.merge, decision.into)
        case Split():
            return (decision.split,)
        case Rename():
            return (decision.rename,)
        case PutUnder():
            return decision.themes
        case Retire():
            return (decision.retire,)
        case AddExample():
            return (decision.to,)
        case MoveExample():
            return (decision.out_of, decision.into)
    return ()


def parse_ledger(raw: object, source: str) -> Ledger:
    """Return the ledger that a file says, or raise CodebookError naming every problem."""
    entries = raw.get("decisions") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(entries, list):
        return parse_section(raw, Ledger, source, CodebookError)
    parsed, problems = [], []
    for number, entry in enumerate(entries, start=1):
        try:
            parsed.append(_parse_entry(entry, f"entry {number}"))
        except CodebookError as error:
            problems.append(str(error))
    if problems:
        raise CodebookError(listed(f"{source} cannot be used:", problems))
    return parse_section({**raw, "decisions": parsed}, Ledger, source, CodebookError)


def _parse_entry(entry: object, place: str) -> Decision:
    """Return one entry; hints on its keys are those of what it decides."""
    said = [verb for verb in VERBS if isinstance(entry, dict) and verb in entry]
    if len(said) != 1:
        raise CodebookError(f"{place}: expected one of {', '.join(VERBS)}; found {len(said)}")
    try:
        return parse_section(entry, VERBS[said[0]], place, CodebookError)
    except CodebookError as error:
        problems = [line.strip() for line in str(error).splitlines()[1:]]
        raise CodebookError(f"{place} ({said[0]}): {'; '.join(problems)}") from None

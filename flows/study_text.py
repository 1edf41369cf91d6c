"""A proposed study file as text: YAML that people read, with the reason beside each guess."""

import textwrap
from collections.abc import Iterable, Mapping

from flows.yaml_files import write_yaml
from nlp.intake.proposing import Guess, LeftOut, Proposal

WIDTH = 95

_LAST = "banner"
_HEADINGS = {
    "open_questions": "Answers in free words.",
    "closed_questions": "Answers by options; put these into their reading order.",
    "grids": "Closed questions that share a heading and their options.",
}


def study_text(proposal: Proposal, file_name: str) -> str:
    """Return the study file that *proposal* makes, commented."""
    blocks = [_introduction(proposal, file_name)]
    blocks += [_part(guess) for name, guess in proposal.head.items() if name != _LAST]
    for name, section in proposal.sections().items():
        if section:
            blocks.append(_section(name, section))
    if _LAST in proposal.head:
        blocks.append(_part(proposal.head[_LAST]))
    if proposal.left_out:
        blocks.append(_left_out(proposal.left_out))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _introduction(proposal: Proposal, file_name: str) -> str:
    return _comment(
        f"Proposed by `openends init` for {_shown(file_name)}, which looks like "
        f"{proposal.profile}.",
        "Every guess has its reason above it, and SURE? marks what to look at first. Correct what "
        "is wrong, delete what you do not need, then run `openends check`. Nothing is guessed "
        "when the study runs: what this file says is what is read.",
    )


def _part(guess: Guess) -> str:
    lines = _reasons(guess)
    if guess.settings:
        lines.append(write_yaml(_plain(guess.settings)).rstrip("\n"))
    return "\n".join(lines)


def _section(name: str, section: Mapping[str, Guess]) -> str:
    entries = []
    for key, guess in section.items():
        entry = [*_reasons(guess), write_yaml({key: _plain(guess.settings)}).rstrip("\n")]
        entries.append(textwrap.indent("\n".join(entry), "  "))
    return "\n".join([_comment(_HEADINGS[name]), f"{name}:", *entries])


def _reasons(guess: Guess) -> list[str]:
    said = [*guess.because, *([f"SURE? {guess.unsure}"] if guess.unsure else [])]
    return [_comment(*(_shown(line) for line in said))] if said else []


def _left_out(columns: Iterable[LeftOut]) -> str:
    reasons: dict[str, list[str]] = {}
    for column in columns:
        reasons.setdefault(column.because, []).append(
            f"#{column.position} {_shown(column.name)}"
            if column.name != f"#{column.position}"
            else column.name
        )
    lines = [f"{because}: {'; '.join(names)}" for because, names in reasons.items()]
    return _comment("Columns that this file does not use:", *lines)


def _comment(*paragraphs: str) -> str:
    return "\n".join(
        textwrap.fill(
            paragraph,
            WIDTH,
            initial_indent="# ",
            subsequent_indent="# ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in paragraphs
    )


def _shown(text: str) -> str:
    """Return *text* on one line, without signs that a terminal or a YAML reader would act on."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= 2 * WIDTH else text[: 2 * WIDTH - 1] + "…"


def _plain(value: object) -> object:
    """Return *value* as lists and mappings of its own, which YAML writes without anchors."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value

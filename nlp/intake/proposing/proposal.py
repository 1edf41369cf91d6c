"""A study file proposed for an export, each guess with its reason: for people to correct."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """A part of a study file, as `parse_study` takes it, and why it was guessed so.

    `unsure` says what a person should look at; it is empty where the export leaves little doubt.
    """

    settings: Mapping[str, object]
    because: tuple[str, ...] = ()
    unsure: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A column that the study file does not use: its position from 1, its name, and why."""

    position: int
    name: str
    because: str


@dataclass(frozen=True)
class Proposal:
    """A study file in parts: `head` holds the sections that stand once, the others are by key."""

    profile: str
    head: Mapping[str, Guess]
    open_questions: Mapping[str, Guess]
    closed_questions: Mapping[str, Guess]
    grids: Mapping[str, Guess]
    left_out: tuple[LeftOut, ...]

    def settings(self) -> dict[str, object]:
        """Return the study file as plain values."""
        parts: dict[str, object] = {}
        for guess in self.head.values():
            parts.update(guess.settings)
        for name, section in self.sections().items():
            if section:
                parts[name] = {key: dict(guess.settings) for key, guess in section.items()}
        return parts

    def sections(self) -> dict[str, Mapping[str, Guess]]:
        """Return the sections that hold an entry per question, in the order of the file."""
        return {
            "open_questions": self.open_questions,
            "closed_questions": self.closed_questions,
            "grids": self.grids,
        }

    @property
    def unsure(self) -> dict[str, str]:
        """Return what a person should look at, by the place in the study file."""
        places = {name: guess.unsure for name, guess in self.head.items()}
        for name, section in self.sections().items():
            places |= {f"{name}.{key}": guess.unsure for key, guess in section.items()}
        return {place: doubt for place, doubt in places.items() if doubt}

"""The error family, and whose move it is.

OpenEndsError                 whose move it is              exit
├─ StudyConfigError           edit configs/                   2
├─ CodebookError              edit the codebook or lexicon    2
├─ SourceDataError            ask for a new export, or edit   3
├─ NotEnoughResponses         collect more, or lower the bar  3
├─ ModelUnavailable           install the weights once        4
├─ WorkspaceError             free the disk, lock or folder   4
├─ AlreadyRunning             wait for the other run          4
├─ OutputsChanged             run again, or restore           5
├─ HeldBack                   look at it, or let it pass      6
├─ ContractError              our bug: a stage broke a table  70
└─ StageFailed                our bug: a stage fell over     70

A message says what was expected, what was found, where, and what to do next.
It never quotes a respondent.
"""

from collections.abc import Iterable, Sequence


class OpenEndsError(Exception):
    """Base of every error that OpenEnds raises on purpose."""

    exit_code = 1


class StudyConfigError(OpenEndsError):
    """A study file, or a word on the command line, cannot be used."""

    exit_code = 2


class CodebookError(OpenEndsError):
    """A codebook or a lexicon cannot be used."""

    exit_code = 2


class SourceDataError(OpenEndsError):
    """An export is not what the study file says it is."""

    exit_code = 3


class NotEnoughResponses(OpenEndsError):  # noqa: N818  (the house name; it reads as a sentence)
    """There is too little text for what was asked."""

    exit_code = 3


class ModelUnavailable(OpenEndsError):  # noqa: N818
    """Weights are missing, or are not the ones that were pinned."""

    exit_code = 4


class WorkspaceError(OpenEndsError):
    """The disk, a folder or a lock stands in the way."""

    exit_code = 4


class AlreadyRunning(WorkspaceError):  # noqa: N818
    """Another run works on the study at this moment."""


class OutputsChanged(OpenEndsError):  # noqa: N818
    """Published files do not match their manifest."""

    exit_code = 5


class HeldBack(OpenEndsError):  # noqa: N818
    """Figures are beyond a limit that holds back the publication; the old one stays."""

    exit_code = 6

    def __init__(self, message: str, figures: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.figures = tuple(figures)
        """Each figure in a line: names and numbers, as any log may hold them."""

    @classmethod
    def together(cls, held: Sequence["HeldBack"]) -> "HeldBack":
        """Return one error that says what each of *held* does."""
        figures = [figure for error in held for figure in error.figures]
        return cls("\n".join(map(str, held)), figures)


class ContractError(OpenEndsError):
    """A stage broke the contract of its table: our bug, never the user's."""

    exit_code = 70


class StageFailed(OpenEndsError):  # noqa: N818
    """A stage raised what nobody foresaw; its details stay in a file that only the owner reads."""

    exit_code = 70


def listed(headline: str, problems: Iterable[str]) -> str:
    """Return a message that tells all problems at once, one per indented line."""
    return "\n".join([headline, *(f"  {problem}" for problem in problems)])

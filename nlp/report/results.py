"""Everything a report shows: the tables of the waves shown, and how they came about."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook
from nlp.contracts.lexicon import Lexicon
from nlp.contracts.study import NONE_CHOSEN, UNRECOGNISED, Study
from nlp.contracts.tables import (
    Answers,
    Bases,
    CodedResponses,
    Codings,
    Crosstabs,
    Findings,
    Health,
    Mentions,
    Prevalence,
    Quarantine,
    RecordCounts,
    Remarks,
    ScreenedResponses,
    ThemeDrift,
    TopicLineage,
    Topics,
    UncoveredReasons,
    Units,
    WordingLedger,
)
from nlp.estimates.crosstabs import NO_ANSWER
from nlp.report.health import measure_health


@dataclass(frozen=True)
class Results:
    """What a report is made of; every table holds the rows of all waves shown.

    `waves` are in the order of fielding. `wordings` gives each open question as it was asked.
    `candidates` gives of each wave the topics among the units that no theme covers. `method` says
    in reading order what made the figures: versions, model, base, weights, intervals, seed.
    """

    study: Study
    codebook: Codebook
    lexicons: tuple[Lexicon, ...]
    waves: tuple[str, ...]
    wordings: Mapping[str, str]
    findings: DataFrame[Findings]
    bases: DataFrame[Bases]
    prevalence: DataFrame[Prevalence]
    crosstabs: DataFrame[Crosstabs]
    screened: DataFrame[ScreenedResponses]
    units: DataFrame[Units]
    codings: DataFrame[Codings]
    reasons: DataFrame[UncoveredReasons]
    lineage: DataFrame[TopicLineage]
    drift: DataFrame[ThemeDrift]
    mentions: DataFrame[Mentions]
    coded: DataFrame[CodedResponses]
    answers: DataFrame[Answers]
    candidates: Mapping[str, DataFrame[Topics]]
    record_counts: DataFrame[RecordCounts]
    quarantine: DataFrame[Quarantine]
    remarks: DataFrame[Remarks]
    wording_ledger: DataFrame[WordingLedger]
    method: Mapping[str, str]
    made_at: dt.datetime

    @property
    def question_ids(self) -> tuple[str, ...]:
        """Return the open questions in reading order."""
        return tuple(self.study.open_questions)

    def question_label(self, question_id: str) -> str:
        """Return what tables call a question, open or closed."""
        study = self.study
        if question_id in study.open_questions:
            return study.open_questions[question_id].label
        return study.closed_questions[question_id].label

    def net_label(self, net_id: str) -> str:
        """Return what tables call a net; of no net, the empty text."""
        return self._net_labels.get(net_id, "")

    def options_of(self, question_id: str) -> tuple[str, ...]:
        """Return the options a closed question has in the tables: listed ones first, in order."""
        listed = self.study.closed_questions[question_id].options
        known = tuple(listed.values()) if isinstance(listed, Mapping) else listed
        found = self.crosstabs.loc[self.crosstabs["banner_id"] == question_id, "option"]
        counted = (self.answers["question_id"] == question_id) & ~self.answers["missing"]
        chosen = self.answers.loc[counted, "option"]
        present = set(found) | set(chosen)
        first = [option for option in dict.fromkeys(known) if option in present]
        return (*first, *sorted(present - set(first), key=_remainder_last))

    @cached_property
    def health(self) -> DataFrame[Health]:
        """Return what tells whether the waves are sound."""
        return measure_health(
            self.study,
            self.codebook,
            self.bases,
            self.prevalence,
            self.drift,
            self.record_counts,
        )

    @cached_property
    def _net_labels(self) -> dict[str, str]:
        return {net.net_id: net.label for net in self.codebook.nets}


def _remainder_last(option: str) -> tuple[int, str]:
    """Sort options nobody listed by name, then who chose none, the unrecognised, no answer."""
    return ({NONE_CHOSEN: 1, UNRECOGNISED: 2, NO_ANSWER: 3}.get(option, 0), option)

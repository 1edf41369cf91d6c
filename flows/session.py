"""A study opened for work: its files read, its engines at hand but not yet loaded."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import Clock
from flows.files import (
    read_codebook,
    read_cues,
    read_examples,
    read_lexicons,
    read_operation,
    read_study,
)
from flows.models import (
    PinnedModels,
    encoder_for,
    load_pipeline,
    name_finder_for,
    read_models,
    tagger_for,
    topic_name_finder,
)
from flows.plan import delivered, wave_study
from flows.workspace import ALL_WAVES, Workspace
from nlp.contracts.codebook import Codebook
from nlp.contracts.cues import Cues
from nlp.contracts.lexicon import Lexicon
from nlp.contracts.names import NameFinder
from nlp.contracts.operation import Operation
from nlp.contracts.study import Study
from nlp.contracts.tagger import Tagger
from nlp.contracts.vectors import Encoder

if TYPE_CHECKING:
    from pandera.typing import DataFrame
    from spacy.language import Language

    from flows.runs import WaveRun
    from flows.vector_store import StoredEncoder
    from nlp.contracts.tables import TableT
    from nlp.mentions.calibration import Calibration
    from nlp.mentions.meaning import Meanings

log = logging.getLogger(__name__)

NO_EXAMPLES = (
    "%s is missing: mentions are found by words and questions alone; copy it from the project, or "
    "set mentions.use_meaning: false"
)


@dataclass
class Session:
    """What the steps of a run share."""

    workspace: Workspace
    study: Study
    lexicons: tuple[Lexicon, ...]
    cues: Cues
    models: PinnedModels
    clock: Clock
    operation: Operation = field(default_factory=Operation)
    runs: dict[str, "WaveRun"] = field(default_factory=dict)

    @cached_property
    def pipeline(self) -> "Language":
        """Return the spaCy pipeline, loaded when a stage is really computed."""
        from flows.kept import digest_of
        from flows.runs import deferred

        name = digest_of([self.lexicons, self.cues, list(self.models.pipelines.values())])
        return deferred(name, lambda: load_pipeline(self.models, self.lexicons, self.cues))

    @cached_property
    def _stored(self) -> "StoredEncoder":
        from flows.sharding.encoding import InParts
        from flows.vector_store import StoredEncoder

        lazy = encoder_for(self.study.encoding, self.models, self.workspace.exported_models)
        in_parts = None if self.operation.sharding.by == "serial" else InParts(self)
        return StoredEncoder(lazy, self.workspace.vectors, in_parts)

    @cached_property
    def meanings(self) -> "Meanings | None":
        """Return what coded examples teach, learnt when a stage is really computed.

        None where the study does without, its encoder sees spelling only, or nothing teaches.
        """
        if not self.uses_meaning:
            return None
        if not self.workspace.examples_file.is_file():
            log.warning(NO_EXAMPLES, self.workspace.examples_file)
            return None
        from flows.kept import digest_of
        from flows.runs import deferred
        from nlp.mentions.meaning import learn_meanings

        examples, encoder = read_examples(self.workspace), self.encoder_of_answers
        name = digest_of([examples, encoder.name])
        return deferred(name, lambda: learn_meanings(examples, encoder))

    @cached_property
    def calibration(self) -> "Calibration | None":
        """Return what the study's own coded answers teach, learnt when a stage is computed.

        None where the study has none.
        """
        if not self.study.mentions.labels:
            return None
        from flows.calibrating import calibration_of

        return calibration_of(self)

    @property
    def uses_meaning(self) -> bool:
        """Return whether the study wants mentions found by meaning, and its encoder can."""
        return self.study.mentions.use_meaning and self.study.encoding.kind != "words"

    @property
    def encoder_of_answers(self) -> Encoder:
        """Return the study's encoder without its context: it reads answers as they stand."""
        return self._stored

    def encoder(self) -> Encoder:
        """Return the study's encoder, which keeps every vector it makes."""
        if self.study.encoding.context == "none":
            return self._stored
        from nlp.themes.embedding import QuestionEncoder

        questions = self.study.open_questions
        labels = {question_id: question.label for question_id, question in questions.items()}
        return QuestionEncoder(self._stored, labels)

    @cached_property
    def codebook(self) -> Codebook:
        """Return the study's codebook, the same for the whole run; while there is none, no themes.

        A run drafts one first, so there is none only where too little was said to draft it from.
        """
        codebook = read_codebook(self.workspace, self.study)
        return codebook or Codebook(study_id=self.study.study_id, status="draft", themes=())

    @cached_property
    def find_names(self) -> NameFinder:
        """Return what finds the names of people, where the study has them masked."""
        return name_finder_for(self.study.redaction, self.models)

    @cached_property
    def tagger(self) -> Tagger:
        """Return what tells nouns from other words, where topics are described."""
        return tagger_for(self.models)

    @cached_property
    def topic_names(self) -> NameFinder:
        """Return what keeps the names of people out of topics, masked or not."""
        return topic_name_finder(self.models)

    @property
    def delivered_waves(self) -> tuple[str, ...]:
        """Return the waves whose export is there, in the order of fielding."""
        return delivered(self.workspace, self.study)

    @property
    def wave_order(self) -> tuple[str, ...]:
        """Return the waves in the order of fielding."""
        return tuple(self.study.waves)

    def study_of(self, wave: str) -> Study:
        """Return the study with no other wave."""
        return wave_study(self.study, wave)

    def run(self, wave: str = ALL_WAVES) -> "WaveRun":
        """Return the run of *wave*, or of the study over all waves."""
        if wave not in self.runs:
            from flows.runs import WaveRun

            folder = self.workspace.interim(self.study.study_id, wave)
            self.runs[wave] = WaveRun(folder, partial(self._compute, folder))
        return self.runs[wave]

    def _compute(
        self, folder: Path, function: "Callable[..., DataFrame[TableT]]", given: Mapping[str, Any]
    ) -> "DataFrame[TableT]":
        """Return what *function* makes of *given*, in parts where that pays."""
        from flows.runs import compute, most_rows

        if most_rows(given) < self.operation.sharding.from_rows:
            return compute(function, given)
        from flows.sharding.stages import in_parts

        return in_parts(self, folder, function, given)


def open_session(workspace: Workspace, study_id: str, clock: Clock) -> Session:
    """Return the study, with its files read and checked."""
    study = read_study(workspace, study_id)
    return Session(
        workspace=workspace,
        study=study,
        lexicons=read_lexicons(workspace, study),
        cues=read_cues(workspace, study),
        models=read_models(workspace),
        clock=clock,
        operation=read_operation(workspace),
    )

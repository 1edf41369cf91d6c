"""What is there to do? Found out from digests alone, before anything heavy is imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from flows.digests import (
    digest_of_code,
    digest_of_file,
    digest_of_files,
    digest_of_json,
    package_versions,
)
from flows.files import codebook_files, lexicon_paths
from flows.forgotten import digest_of_forgotten
from flows.keys import known_key
from flows.models import PIPELINE, PinnedModels, encoder_for
from flows.publishing import is_whole, read_manifest
from flows.withdrawn import is_withdrawn
from flows.workspace import ALL_WAVES, Workspace
from nlp.contracts.errors import SourceDataError
from nlp.contracts.ids import pseudonym
from nlp.contracts.study import Study

Inputs = dict[str, str]
"""Digest by name of everything that the outputs of a wave depend on."""


@dataclass(frozen=True)
class WaveState:
    """Whether the outputs of a wave are those of its inputs."""

    wave: str
    state: Literal["new", "changed", "current", "awaited", "missing", "rolled back"]
    """`awaited` is a wave whose export was never there, `missing` one whose export is gone.

    `rolled back` is one whose inputs are those of a version that people took back.
    """

    changed: tuple[str, ...] = ()
    """Which inputs are not those of the published outputs."""


@dataclass(frozen=True)
class Plan:
    """The state of every wave of a study, and of its outputs over all waves."""

    waves: tuple[WaveState, ...]
    report: WaveState

    def in_state(self, *states: str) -> tuple[str, ...]:
        """Return the waves that are in one of *states*."""
        return tuple(wave.wave for wave in self.waves if wave.state in states)

    @property
    def to_do(self) -> tuple[str, ...]:
        """Return the waves that are new or changed."""
        return self.in_state("new", "changed")


def make_plan(workspace: Workspace, study: Study, models: PinnedModels) -> Plan:
    """Return what a run of *study* would have to do."""
    waves = tuple(wave_state(workspace, study, wave, models) for wave in study.waves)
    return Plan(waves, _state(workspace, study, ALL_WAVES, report_inputs(workspace, study)))


def delivered(workspace: Workspace, study: Study) -> tuple[str, ...]:
    """Return the waves whose export is there, in the order of fielding."""
    return tuple(
        wave for wave in study.waves if workspace.source_file(study.waves[wave].source).is_file()
    )


def wave_study(study: Study, wave: str) -> Study:
    """Return *study* with no other wave: what a wave depends on, and later waves do not move."""
    only = {
        "waves": {wave: study.waves[wave]},
        "other_waves": study.values_elsewhere(wave),
        "gates": study.gates.of(wave),
    }
    return study.model_copy(update=only)


def wave_inputs(workspace: Workspace, study: Study, wave: str, models: PinnedModels) -> Inputs:
    """Return the digest of everything that the outputs of *wave* depend on."""
    codebook = codebook_files(workspace, study.study_id)
    earlier = list(study.waves)[: list(study.waves).index(wave)]
    encoder = encoder_for(study.encoding, models, workspace.exported_models)
    examples = workspace.examples_file
    own = wave_study(study, wave).model_dump_json()  # in its order, which is that of reports
    return {
        "source": digest_of_file(_source(workspace, study, wave)),
        "study": digest_of_json([own, earlier]),
        "codebook": digest_of_files(codebook) if codebook else "none",
        "lexicons": digest_of_files(lexicon_paths(workspace, study)),
        "cues": digest_of_file(workspace.cues_file),
        "examples": digest_of_file(examples) if examples.is_file() else "none",
        "labels": _labels_of(workspace, study),
        "models": digest_of_json([encoder.name, models.pipelines[PIPELINE].digest]),
        "code": digest_of_code(),
        "packages": digest_of_json(package_versions()),
        "key": _key_of(workspace, study),
        "forgotten": digest_of_forgotten(workspace, study.study_id),
    }


def report_inputs(workspace: Workspace, study: Study) -> Inputs:
    """Return the digest of everything that the outputs over all waves depend on."""
    outputs = workspace.outputs(study.study_id)
    manifests = {wave: read_manifest(outputs / wave) for wave in study.waves}
    return {
        f"{wave} {name}": digest
        for wave, manifest in manifests.items()
        if manifest is not None
        for name, digest in manifest.get("inputs", {}).items()
    }


def _labels_of(workspace: Workspace, study: Study) -> str:
    path = workspace.source_file(study.mentions.labels)
    return digest_of_file(path) if path.is_file() else "none"  # a run tells which it misses


def _key_of(workspace: Workspace, study: Study) -> str:
    """Return what tells one key of the pseudonyms from another, and gives neither away."""
    key = known_key(workspace) if study.respondent.pseudonymise else None
    return "none" if key is None else pseudonym(key, study.study_id, "")


def _source(workspace: Workspace, study: Study, wave: str) -> Path:
    path = workspace.source_file(study.waves[wave].source)
    if not path.is_file():
        raise SourceDataError(
            f"wave {wave}: {path} is missing; deliver the export there, or correct "
            f"waves.{wave}.source in {study.study_id}.yaml"
        )
    return path


def wave_state(workspace: Workspace, study: Study, wave: str, models: PinnedModels) -> WaveState:
    """Return whether the outputs of *wave* are those of its inputs, if these are there."""
    if wave not in delivered(workspace, study):
        published = read_manifest(workspace.outputs(study.study_id) / wave) is not None
        return WaveState(wave, "missing" if published else "awaited")
    return _state(workspace, study, wave, wave_inputs(workspace, study, wave, models))


def _state(workspace: Workspace, study: Study, name: str, inputs: Inputs) -> WaveState:
    folder = workspace.outputs(study.study_id) / name
    manifest = read_manifest(folder)
    if manifest is None:
        return WaveState(name, "new")
    changed = _changed(manifest, inputs)
    if not is_whole(folder, manifest):
        changed = (*changed, "outputs")
    elif changed and is_withdrawn(folder.parent, name, inputs):
        return WaveState(name, "rolled back", changed)
    return WaveState(name, "changed" if changed else "current", changed)


def _changed(manifest: Mapping[str, Any], inputs: Inputs) -> tuple[str, ...]:
    before = manifest.get("inputs", {})
    return tuple(
        name for name in sorted({*before, *inputs}) if before.get(name) != inputs.get(name)
    )

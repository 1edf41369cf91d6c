"""Where things live: configs in, data in between, outputs out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.folders import own_folder
from nlp.contracts.errors import StudyConfigError, WorkspaceError
from nlp.contracts.settings import did_you_mean

ALL_WAVES = "all-waves"
"""The folder of a study's outputs over all its waves; no wave may be called so."""


@dataclass(frozen=True)
class Workspace:
    """The folders of a project, below one root."""

    root: Path

    @property
    def studies(self) -> Path:
        """Return the folder of study files."""
        return self.root / "configs" / "studies"

    @property
    def study_ids(self) -> list[str]:
        """Return the names of all study files, whether they can be read or not."""
        return sorted(path.stem for path in self.studies.glob("*.yaml"))

    @property
    def models_file(self) -> Path:
        """Return the file that pins the weights."""
        return self.root / "configs" / "models.yaml"

    @property
    def operation_file(self) -> Path:
        """Return the file that says how the project is run."""
        return self.root / "configs" / "operation.yaml"

    @property
    def lexicons(self) -> Path:
        """Return the folder of lexicons; those in folders below it are for studies that say so."""
        return self.root / "configs" / "lexicons"

    @property
    def lexicon_files(self) -> list[Path]:
        """Return the lexicons for every study, in the order of their names."""
        return sorted(self.lexicons.glob("*.yaml"))

    @property
    def cues_file(self) -> Path:
        """Return the file of the words that tell how a thing is said."""
        return self.root / "configs" / "cues" / "english.yaml"

    @property
    def examples_file(self) -> Path:
        """Return the file of coded examples, from which meanings are learnt."""
        return self.root / "configs" / "examples" / "mentions.csv"

    @property
    def vectors(self) -> Path:
        """Return the folder where vectors are kept for every study; no study can be named so."""
        return self.root / "data" / "interim" / "_vectors"

    @property
    def exported_models(self) -> Path:
        """Return the folder of models in the form that ONNX Runtime reads."""
        return self.root / "data" / "interim" / "_models"

    def study_file(self, study_id: str) -> Path:
        """Return the file of *study_id*, or raise StudyConfigError naming the known studies."""
        known = self.study_ids
        if study_id not in known:
            raise StudyConfigError(
                f"unknown study {study_id!r} in {self.studies}; {did_you_mean(study_id, known)}"
            )
        return self.studies / f"{study_id}.yaml"

    def codebook_file(self, study_id: str) -> Path:
        """Return where the codebook that people agreed on stands."""
        return self.root / "configs" / "codebooks" / f"{study_id}.yaml"

    def draft_file(self, study_id: str) -> Path:
        """Return where a codebook drafted from topics stands."""
        return self.root / "configs" / "codebooks" / f"{study_id}.draft.yaml"

    def decisions_file(self, study_id: str) -> Path:
        """Return where people's decisions about the themes stand, in their order."""
        return self.root / "configs" / "codebooks" / f"{study_id}.decisions.yaml"

    def prompts_file(self, study_id: str) -> Path:
        """Return where a draft keeps what a language model was asked for its labels."""
        return self.root / "configs" / "codebooks" / f"{study_id}.prompts.draft.yaml"

    def source_file(self, source: str) -> Path:
        """Return the path of an export named in a study file."""
        return self.root / source

    def interim(self, study_id: str, wave: str = "") -> Path:
        """Return the private folder of the tables of a study or wave, made if missing."""
        folder = self.root / "data" / "interim" / study_id / wave
        try:
            own_folder(folder).chmod(0o700)
        except OSError as error:
            raise WorkspaceError(
                f"the folder {folder} cannot be made ({error.strerror}); correct the permissions "
                "above it, or remove the file that stands in its way"
            ) from None
        return folder

    def history_file(self, study_id: str) -> Path:
        """Return the file that says which runs of a study there were."""
        return self.root / "data" / "interim" / study_id / "runs.jsonl"

    def raw(self, study_id: str, wave: str = "") -> Path:
        """Return the folder where the deliveries of a study or wave are kept."""
        return self.root / "data" / "raw" / study_id / wave

    def written_by(self, study_id: str, waves: Iterable[str]) -> list[Path]:
        """Return where a run of a study writes, what is inside left out."""
        interim = self.root / "data" / "interim" / study_id
        versions = self.outputs(study_id) / ".versions"
        kept = [folder for wave in waves for folder in (interim / wave, self.raw(study_id, wave))]
        lock = interim / ".lock"
        return [lock, versions, self.vectors, self.exported_models, self.key_file.parent, *kept]

    @property
    def key_file(self) -> Path:
        """Return the file of the key that pseudonyms are made with."""
        return self.root / "data" / "private" / "pseudonym.key"

    @property
    def deployments_file(self) -> Path:
        """Return the file that says what Prefect runs, and when."""
        return self.root / "configs" / "prefect.yaml"

    @property
    def server_auth_file(self) -> Path:
        """Return the file of the name and password of Prefect's server."""
        return self.root / "data" / "private" / "prefect.auth"

    @property
    def server_folder(self) -> Path:
        """Return the private folder of Prefect's server: its database, and nothing of ours."""
        return self.root / "data" / "private" / "prefect"

    def outputs(self, study_id: str) -> Path:
        """Return the folder of a study's outputs."""
        return self.root / "outputs" / study_id


def open_workspace(root: Path) -> Workspace:
    """Return the workspace at *root*, or raise WorkspaceError if it holds no study files."""
    workspace = Workspace(root.resolve())
    if not workspace.studies.is_dir():
        raise WorkspaceError(
            f"no folder configs/studies in {workspace.root}: start in the project's folder, or "
            "name it with --root"
        )
    return workspace

"""How a project is run, whatever the study: none of it changes a result."""

from typing import Literal

from pydantic import Field, model_validator

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.settings import Section, parse_section


class Sharding(Section):
    """Who does the parts of a stage that can be done side by side; the results are the same."""

    by: Literal["serial", "processes", "dask"] = "processes"
    """This process; processes of this machine; or the workers of a Dask cluster."""

    workers: int | None = Field(default=None, ge=1)
    """How many processes of this machine; left out, as many as it has cores."""

    rows: int = Field(default=5_000, ge=100)
    """How many units or texts one part holds at most, about; half as many at least."""

    from_rows: int = Field(default=20_000, ge=100)
    """A stage with fewer units or texts is done in one piece, by this process: for so few, nobody
    else would have started before it is done."""

    scheduler: str = Field(default="", pattern=r"^(tls://[^\s/@]+:\d+)?$")
    """The address of a Dask scheduler, such as `tls://10.0.0.5:8786`; never without TLS."""

    certificates: str = ""
    """The folder of `ca.pem`, `cert.pem` and `key.pem` for the way there."""

    folder: str = Field(default="", pattern=r"^([a-z][a-z0-9+.-]*://\S*[^\s/])?$")
    """Where parts lie, as an address that fsspec reaches here and on all workers; left out, beside
    the tables of the wave, which all workers must then see at the same path."""

    @model_validator(mode="after")
    def _a_cluster_has_an_address(self) -> "Sharding":
        if self.by == "dask" and not (self.scheduler and self.certificates):
            raise ValueError("by: dask needs `scheduler` and `certificates`")
        return self


class Inbox(Section):
    """Where exports are dropped, and when one counts as complete."""

    folder: str = "data/inbox"
    """Holds `<study>/<wave>.<suffix>`, below the project's folder."""

    settled_seconds: int = Field(default=60, ge=0)
    """How long a file must have stayed as it is."""

    every_seconds: int = Field(default=30, ge=1)
    """How often the folder is looked at."""


class Server(Section):
    """Where `openends serve` listens, and what the people who look at it type."""

    host: str = "127.0.0.1"
    """The address it listens at; nobody beyond this machine gets there unless another is said."""

    port: int = Field(default=4200, ge=1, le=65535)
    """The port it listens at."""

    address: str = Field(default="", pattern=r"^(https://[^\s/@]+)?$")
    """What people type where a proxy with TLS stands before it: `https://survey.example.org`."""


class Retention(Section):
    """What `prune` keeps."""

    versions: int = Field(default=2, ge=2)
    """Published versions of an output folder, the current one included."""

    unused_days: int = Field(default=90, ge=1)
    """How long what no study needs any more is kept, such as vectors of another encoder."""


class Operation(Section):
    """`configs/operation.yaml`; without the file, all of it as it stands here."""

    sharding: Sharding = Sharding()
    """Side by side, on one machine or many."""

    inbox: Inbox = Inbox()
    """The watched folder."""

    server: Server = Server()
    """Prefect's server on this machine."""

    retention: Retention = Retention()
    """How much of the past is kept."""


def parse_operation(raw: object, source: str) -> Operation:
    """Return the settings, or raise StudyConfigError naming every problem and its place."""
    return parse_section(raw, Operation, source, StudyConfigError)

"""Where parts lie: a private folder of a disk, or whatever address fsspec reaches."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows.durable import write_whole
from nlp.contracts.errors import WorkspaceError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PROTOCOL = "://"
"""What tells an address from a folder."""


class Place(Protocol):
    """Small files by name, each there whole or not at all."""

    @property
    def address(self) -> str:
        """Return what leads here from another process, or another machine."""

    def read(self, name: str) -> bytes | None:
        """Return the content of *name*, or None if there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Put *content* there as *name*."""

    def names(self) -> list[str]:
        """Return what is there."""

    def remove(self, name: str) -> None:
        """Take *name* away, if it is there."""


@dataclass(frozen=True)
class Folder:
    """A folder of a disk, for its owner only."""

    path: Path

    @property
    def address(self) -> str:
        """Return its path."""
        return str(self.path)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, content: bytes) -> None:
        """Write a file that survives a crash."""
        self.path.mkdir(mode=0o700, exist_ok=True)
        write_whole(self.path / name, content)

    def names(self) -> list[str]:
        """Return the names of the files."""
        return sorted(path.name for path in self.path.glob("[!.]*"))

    def remove(self, name: str) -> None:
        """Delete a file."""
        (self.path / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Remote:
    """A folder that fsspec reaches, such as a bucket; who may read it is settled there."""

    address: str

    @property
    def _system(self) -> "AbstractFileSystem":
        from fsspec.core import url_to_fs

        try:
            system, _ = url_to_fs(self.address)
        except (ImportError, ValueError) as error:
            raise WorkspaceError(
                f"sharding.folder: {self.address} cannot be reached ({type(error).__name__}); "
                "install the fsspec package for it, here and where the workers are"
            ) from None
        return system

    def _path(self, name: str) -> str:
        return f"{self.address}/{name}"

    def read(self, name: str) -> bytes | None:
        """Return the content of an object."""
        try:
            content: bytes = self._system.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Put an object, which stores show whole or not at all."""
        system = self._system
        system.makedirs(self.address, exist_ok=True)
        system.pipe_file(self._path(name), content)

    def names(self) -> list[str]:
        """Return the names of the objects."""
        system = self._system
        if not system.exists(self.address):
            return []
        return sorted(path.rsplit("/", 1)[-1] for path in system.ls(self.address, detail=False))

    def remove(self, name: str) -> None:
        """Delete an object."""
        if self._system.exists(self._path(name)):
            self._system.rm_file(self._path(name))


def place_at(address: str) -> Place:
    """Return the place that *address* leads to."""
    return Remote(address.rstrip("/")) if PROTOCOL in address else Folder(Path(address))

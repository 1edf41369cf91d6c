"""Outputs written whole or not at all: aside, checked, then switched by one link."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.digests import digest_of_bytes, digest_of_file, digest_of_json
from flows.durable import aside_of, clear_leftovers, failpoint, move, sync, write_whole, writing_to
from flows.folders import own_folder
from nlp.contracts.errors import OutputsChanged, listed

MANIFEST = "manifest.json"
VERSIONS = ".versions"
KEPT_VERSIONS = 2
"""The published version of an output folder, and the one before it."""


def publish(
    outputs: Path,
    name: str,
    files: Mapping[str, bytes],
    facts: Mapping[str, Any],
    keep: int = KEPT_VERSIONS,
) -> Path:
    """Return the folder `outputs/name`, which now shows *files* and a manifest of them.

    Of its versions the newest *keep* stay.

    The folder is a link to a version. A version is written under another name, read back and
    compared, and only then is the link moved, in one step; whoever looks sees the old version or
    the new one.
    """
    manifest = {**facts, "files": {file: _entry(content) for file, content in files.items()}}
    version = f"{name}-{digest_of_json(manifest)[:16]}"
    home = outputs / VERSIONS
    with writing_to(outputs / name):
        own_folder(home)
        clear_leftovers(home)
        _write_version(home, version, files, manifest)
        show(outputs, name, version)
        prune_versions(home, name, version, keep)
    return outputs / name


def show(outputs: Path, name: str, version: str) -> None:
    """Let `outputs/name` show one of its versions, in one step."""
    _switch(outputs / name, Path(VERSIONS) / version)


def versions_of(home: Path, name: str) -> list[Path]:
    """Return the versions of *name*, the newest first.

    Other names may begin alike, so the length of a version's name tells whose it is.
    """
    length = len(name) + 17
    mine = [path for path in home.glob(f"{name}-*") if len(path.name) == length]
    return sorted(mine, key=_age, reverse=True)


def _age(version: Path) -> tuple[str, int]:
    made_at = str((read_manifest(version) or {}).get("made_at", ""))
    return made_at, version.stat().st_mtime_ns


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a published folder, or None if there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if _is_manifest(manifest) else None


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Say whether every file of *manifest* is there in its size; `differences` looks closer."""
    return all(
        (folder / file).is_file() and (folder / file).stat().st_size == entry["bytes"]
        for file, entry in manifest.get("files", {}).items()
    )


def differences(folder: Path) -> list[str]:
    """Return what of a published folder no longer matches its manifest, byte for byte."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [f"{MANIFEST} is missing or cannot be read"]
    problems = _out_of_place(folder, manifest)
    for file, entry in manifest["files"].items():
        if (folder / file).is_symlink():
            problems.append(f"{file} is a link, which was not published")
        elif not (folder / file).is_file():
            problems.append(f"{file} is missing")
        elif digest_of_file(folder / file) != entry["sha256"]:
            problems.append(f"{file} has changed since it was published")
    extra = {path.name for path in folder.iterdir()} - set(manifest["files"]) - {MANIFEST}
    return problems + [f"{file} was not published" for file in sorted(extra)]


def _out_of_place(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return whether *folder*, or what it shows, is not the version that *manifest* tells of."""
    version, digest = folder.resolve(), digest_of_json(manifest)[:16]
    if digest not in version.name or (folder / MANIFEST).read_bytes() != _written(manifest):
        return [f"{MANIFEST} has changed since it was published"]
    home = folder.parent if folder.parent.name == VERSIONS else folder.parent / VERSIONS
    named = version.name if folder.parent.name == VERSIONS else f"{folder.name}-{digest}"
    if version != home.resolve() / named:
        return [f"it shows {version.name}, which was not published as {folder.name}"]
    return []


def _is_manifest(content: object) -> bool:
    files = content.get("files") if isinstance(content, dict) else None
    return isinstance(files, dict) and all(
        isinstance(entry, dict) and {"sha256", "bytes"} <= entry.keys() for entry in files.values()
    )


def _entry(content: bytes) -> dict[str, Any]:
    return {"sha256": digest_of_bytes(content), "bytes": len(content)}


def _written(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, indent=1, ensure_ascii=False).encode()


def _write_version(
    home: Path, version: str, files: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> None:
    aside = aside_of(home / version)
    aside.mkdir(mode=0o700)
    try:
        for file, content in files.items():
            write_whole(aside / file, content)
        write_whole(aside / MANIFEST, _written(manifest))
        problems = differences(aside)
        if problems:
            raise OutputsChanged(listed("the disk did not keep what was written:", problems))
        if (home / version).exists() and differences(home / version):
            _withdraw(home / version)
        if not (home / version).exists():
            sync(aside)
            move(aside, home / version)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _withdraw(damaged: Path) -> None:
    """Take away, in one step, a version that is to be written again under its name."""
    aside = aside_of(damaged.with_name(f"{damaged.name}-damaged"))
    damaged.replace(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _switch(link: Path, target: Path) -> None:
    aside = aside_of(link)
    aside.unlink(missing_ok=True)
    failpoint("link")
    aside.symlink_to(target, target_is_directory=True)
    move(aside, link)


def prune_versions(home: Path, name: str, current: str, keep: int) -> list[Path]:
    """Delete old versions of *name*, and return what is deleted.

    The newest stay, and of each adopted codebook the newest: a new one starts a new series.
    """
    gone = outdated(home, name, current, keep)
    for path in gone:
        failpoint("prune")
        shutil.rmtree(path, ignore_errors=True)
    return gone


def outdated(home: Path, name: str, current: str, keep: int) -> list[Path]:
    """Return the versions of *name* that are not kept."""
    mine = sorted(versions_of(home, name), key=lambda path: path.name != current)
    seen: set[str] = set()
    old = []
    for number, path in enumerate(mine):
        series = _series_of(path)
        if number >= keep and (not series or series in seen):
            old.append(path)
        seen.add(series)
    return old


def _series_of(version: Path) -> str:
    """Return the digest of the adopted codebook that made a version; a draft makes no series."""
    codebook = (read_manifest(version) or {}).get("codebook", {})
    return str(codebook.get("digest", "")) if codebook.get("status") == "adopted" else ""

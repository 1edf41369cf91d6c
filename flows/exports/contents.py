"""The bytes of an export: no more than a machine can hold, however small they were packed."""

import gzip
import io
import zlib
from pathlib import Path

from nlp.contracts.errors import SourceDataError

LARGEST = 512 * 2**20
"""Bytes of an export, unpacked: about five times 100,000 respondents in 60 columns."""

_UNSUSPICIOUS = 64 * 2**20
"""Bytes up to which an archive may be packed as tightly as it likes."""

_TIGHTEST = 200
"""How many times smaller than its content an archive may be above that; survey text is 3 to 10."""

_STEP = 2**20
GZIP_MAGIC = b"\x1f\x8b"


def bytes_of(path: Path) -> bytes:
    """Return what the file holds, or raise SourceDataError saying why it cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SourceDataError(
                f"{path.name}: {size:,} bytes, which is more than the {LARGEST:,} that are read; "
                "export fewer columns, or one wave at a time"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceDataError(
            f"{path.name}: there is no such file; put it where the wave's source says"
        ) from None
    except OSError as error:
        raise SourceDataError(f"{path.name}: cannot be read: {error.strerror}") from None


def unpacked(content: bytes, name: str) -> bytes:
    """Return the content of a gzip archive; raise SourceDataError if it is damaged or a bomb."""
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as archive:
            while part := archive.read(_STEP):
                parts.append(part)
                size += len(part)
                if size > min(LARGEST, max(_UNSUSPICIOUS, _TIGHTEST * len(content))):
                    raise SourceDataError(
                        f"{name}: the gzip archive of {len(content):,} bytes unpacks to more than "
                        f"{size:,}, more than an export holds; unpack it and look what it is"
                    )
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise SourceDataError(
            f"{name}: not a readable gzip archive: truncated or damaged; deliver it again"
        ) from None
    return b"".join(parts)

"""The characters of a text file, and which of its lines hold something odd.

Bytes that are none of the encoding become lone surrogates (`surrogateescape`), so that they stay
in the one row that holds them.
"""

import codecs
import io
import re
from collections.abc import Iterator

from flows.exports.oddities import BEYOND_ASCII, LONGEST_IN_WORKBOOKS, TORN, is_odd, is_torn
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.raw import Remark

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before utf-16-le, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNICODE = ("utf-8", "utf-16", "utf-32")
_NOTATIONS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape")
"""What Python lists among the encodings, and no file is in."""


class Text:
    """The lines of a file, to be gone through once, and what was noticed on the way.

    `odd` holds the numbers of lines to look at. `torn` counts the lines with bytes that are none
    of the encoding, `sound` those with characters beyond ASCII that are.
    """

    def __init__(self, content: bytes, name: str, declared: str | None) -> None:
        self.mark, self.codec = _mark_of(content)
        wanted = codec_named(declared) if declared else self.codec or "utf-8"
        if self.codec and _family(wanted) != _family(self.codec):
            raise StudyConfigError(
                f"export.encoding: {declared}, but {name} begins with the byte order mark of "
                f"{_family(self.codec)}; leave export.encoding out for this wave"
            )
        self.codec = self.codec or ("utf-8" if _family(wanted) == "utf-8" else wanted)
        self._name = name
        self.content, self.padding = _without_padding(content[self.mark :], self.codec)
        self.errors = "surrogateescape" if self.codec[:6] not in _UNICODE[1:] else "surrogatepass"
        self._refuse_unmarked()
        self.odd: list[int] = []
        self.torn = self.sound = 0
        self.failed = False

    def lines(self) -> Iterator[str]:
        """Return the lines as they stand, their ends included, up to where decoding fails."""
        stream = io.TextIOWrapper(
            io.BytesIO(self.content), encoding=self.codec, errors=self.errors, newline=""
        )
        try:
            for number, line in enumerate(stream, start=1):
                if not line.isascii() or "\0" in line or len(line) > LONGEST_IN_WORKBOOKS:
                    self._look_at(number, line)
                yield line
        except UnicodeError:
            self.failed = True

    @property
    def as_utf8(self) -> bytes:
        """Return the same characters in UTF-8, for whoever looks at them independently."""
        if self.codec == "utf-8":
            return self.content
        return self.content.decode(self.codec, self.errors).encode("utf-8", "surrogatepass")

    def first_fault(self) -> int:
        """Return the offset of the first byte that is none of the encoding, or of the end."""
        try:
            self.content.decode(self.codec)
        except UnicodeError as error:
            return int(getattr(error, "start", 0))
        return len(self.content)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that the byte at *offset* stands on."""
        above = self.content[:offset].decode(self.codec, "replace")
        return above.count("\n") + above.count("\r") - above.count("\r\n") + 1

    def is_cut(self) -> bool:
        """Return whether the file ends within a character."""
        if _family(self.codec) not in _UNICODE:
            return False
        decoder = codecs.getincrementaldecoder(self.codec)(self.errors)
        try:
            decoder.decode(self.content[max(0, len(self.content) // 4 * 4 - 8) :])
        except UnicodeError:
            return False
        return bool(decoder.getstate()[0])

    def remarks(self) -> Iterator[Remark]:
        """Return what is to be said of the file as a whole."""
        if self.padding:
            words = f"{self.padding:,} NUL bytes at the end, removed: was the file cut off?"
            yield Remark("nul", words)
        if _family(self.codec) not in _UNICODE:
            words = f"read in the encoding {self.codec}, as declared; nothing in a file proves it"
            yield Remark("encoding", f"{words}: look at some words with accents or curly quotes")

    def _look_at(self, number: int, line: str) -> None:
        if len(line) > LONGEST_IN_WORKBOOKS or is_odd(line):
            self.odd.append(number)
        torn, sound = is_torn(line), len(BEYOND_ASCII.findall(line))
        self.torn += torn
        # by chance some bytes of another encoding make a character of this one
        self.sound += sound > 0 and (not torn or sound >= len(TORN.findall(line)))

    def _refuse_unmarked(self) -> None:
        """Raise where two bytes make a character, and nobody says in which order."""
        if self.mark or self.codec.endswith(("-le", "-be")):
            return
        order = unmarked_order(self.content)
        if order or self.codec in _UNICODE[1:]:
            hint = order or f"{self.codec}-le or {self.codec}-be"
            raise SourceDataError(
                f"{self._name}: expected the encoding {self.codec}, found "
                f"{order or 'one'} without a byte order mark; set export.encoding to {hint}"
            )


def codec_named(encoding: str) -> str:
    """Return Python's name of *encoding*, or raise StudyConfigError if it knows none."""
    try:
        "a".encode(encoding)
        codec = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError):
        codec = ""
    if codec in ("", *_NOTATIONS):
        raise StudyConfigError(
            f"export.encoding: unknown encoding {encoding}; "
            "known are utf-8, utf-16, cp1252, shift_jis and Python's others"
        )
    return codec


def unmarked_order(content: bytes) -> str:
    """Return `utf-16-le` or `utf-16-be` where every other byte of mostly plain text is NUL."""
    head = content[:4096]
    half = len(head) // 2
    for codec, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        if half and head[start::2].count(0) > 0.4 * half > 4 * head[1 - start :: 2].count(0):
            return codec
    return ""


def is_blank(content: bytes) -> bool:
    """Return whether nothing but white space, padding and marks is there."""
    return not re.search(rb"[^\0 \t\r\n\xef\xbb\xbf\xfe\xff]", content)


def has_mark(content: bytes) -> bool:
    """Return whether the file says its encoding by a byte order mark."""
    return bool(_mark_of(content)[0])


def _mark_of(content: bytes) -> tuple[int, str]:
    """Return how many bytes of byte order marks there are, and which encoding they say."""
    for mark, codec in _MARKS:
        length = 0
        while content.startswith(mark, length):
            length += len(mark)
        if length:
            return length, codec
    return 0, ""


def _family(codec: str) -> str:
    return next((family for family in _UNICODE if codec.startswith(family)), codec)


def _without_padding(content: bytes, codec: str) -> tuple[bytes, int]:
    """Return *content* without the NUL characters at its end, and how many bytes those were."""
    width = {"utf-16": 2, "utf-32": 4}.get(_family(codec), 1)
    n_bytes = len(content) - len(content.rstrip(b"\0"))
    if width > 1:  # the last character may end in a NUL byte of its own
        n_bytes = max(0, (n_bytes - 1) // width * width) if codec.endswith("le") else n_bytes
        n_bytes -= n_bytes % width
    return content[: len(content) - n_bytes], n_bytes

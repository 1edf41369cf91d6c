"""What is wrong with the encoding of a file as a whole, and what may be right."""

from collections.abc import Iterable

from flows.exports.decoding import Text
from flows.exports.guessing import likely_encoding
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import Remark, Unread

_WINDOWS_TWINS = {"iso8859-2": "cp1250", "iso8859-5": "cp1251", "iso8859-7": "cp1253"}
_REMEDY = "say in export.encoding what it is, or export it again as CSV in UTF-8"


def refuse_encoding(text: Text, name: str) -> None:
    """Raise SourceDataError where *text*, gone through, is in another encoding or cut off.

    A file in another encoding has more lines with bytes that are no characters than lines with
    characters beyond ASCII. Otherwise single rows are damaged, and only those are unread.
    """
    _refuse_windows(text, name)
    is_cut = text.is_cut()
    if text.torn > text.sound or (text.failed and not is_cut):
        offset = text.first_fault()
        likely = likely_encoding(text.content)
        remedy = f"set export.encoding to {likely}" if likely not in ("", text.codec) else _REMEDY
        raise SourceDataError(
            f"{name}: row {text.line_at(offset)}, byte offset {text.mark + offset}: expected the "
            f"encoding {text.codec}, found bytes that are none of it; the file is in another "
            f"encoding{', or truncated within a character' if is_cut else ''}: {remedy}"
        )
    if is_cut:
        raise SourceDataError(
            f"{name}: row {text.line_at(len(text.content))}: truncated: the file ends in the "
            "middle of a character, and rows below it are lost; deliver it again"
        )


def _refuse_windows(text: Text, name: str) -> None:
    """Raise SourceDataError where a file is declared to be Windows text, and surely is not.

    Any bytes are letters there; that all of them make characters of UTF-8 is no chance.
    """
    if text.sound and text.codec.startswith(("cp125", "iso8859")):
        try:
            text.content.decode("utf-8")
        except UnicodeError:
            return
        raise SourceDataError(
            f"{name}: the file is UTF-8, not {text.codec} as export.encoding says; "
            "leave export.encoding out for this wave"
        )


def refuse_torn_header(unread: Iterable[Unread], text: Text, name: str) -> None:
    """Raise SourceDataError where a header row holds bytes that are no characters."""
    for row in unread:
        raise SourceDataError(
            f"{name}: row {row.line}, column {row.column}: bytes in the header that are none of "
            f"the encoding {text.codec}: {_REMEDY}"
        )


def refuse_controls(remarks: Iterable[Remark], text: Text, name: str) -> None:
    """Raise SourceDataError where a declared ISO 8859 gives control characters instead of letters.

    Those bytes are quotation marks and the euro sign of the Windows encodings.
    """
    for remark in remarks:
        if remark.rule == "c1_controls" and text.codec.startswith("iso8859"):
            raise SourceDataError(
                f"{name}: row {remark.line}, column {remark.column}: the encoding {text.codec} "
                "gives control characters there, which nobody types; set export.encoding to "
                f"{_WINDOWS_TWINS.get(text.codec, 'cp1252')}"
            )

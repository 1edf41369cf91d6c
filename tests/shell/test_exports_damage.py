"""Does damage in transit ever change what is counted without a word?"""

import random
from collections import Counter

import pytest

from flows.exports import read_export
from nlp.contracts.errors import OpenEndsError
from nlp.contracts.study import ExportLayout

N_PLACES = 200


def survey(delimiter, line_end, quote_all):
    """A sound file of some rows, quoted cells, cells of several lines and accents."""
    rows = [["ID", "Role", "Why", "What else"]]
    for n in range(1, 13):
        why = ["It saves time, mostly", "Café «rota»", "two\nlines", 'he said "no"', "", "none"][
            n % 6
        ]
        rows.append([f"R{n:03}", ["User", "Maker"][n % 2], why, ["", "fine; thanks"][n % 3 == 0]])
    return line_end.join(
        delimiter.join(quoted(cell, delimiter, quote_all) for cell in row) for row in [*rows, []]
    ).encode()


def quoted(cell, delimiter, always):
    needs = always or any(sign in cell for sign in ('"', "\n", delimiter))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def flipped(content, place, choice):
    changed = bytes([content[place] ^ (1 << choice.randrange(8))])
    return content[:place] + changed + content[place + 1 :]


def dropped(content, place, _):
    return content[:place] + content[place + 1 :]


def doubled(content, place, _):
    return content[:place] + content[place : place + 1] + content[place:]


def account(export):
    """How many records there are, and how many answers in each column."""
    return len(export.records), Counter(
        column
        for record in export.records
        for column, cell in enumerate(record.cells)
        if len(cell) > 1  # that a letter became a blank, or a blank a letter, nobody can notice
    )


def is_noticed(export, sound):
    """Whether somebody is told: of what is unread or odd, or by the rules for whole rows."""
    return (
        export.unread
        or len(export.remarks) > len(sound.remarks)
        or export.header != sound.header  # the study's columns are looked for by name
        or any(len(record.cells) != export.width for record in export.records)
    )


@pytest.mark.parametrize("damage", [flipped, dropped, doubled])
@pytest.mark.parametrize(
    ("delimiter", "line_end", "quote_all"),
    [(",", "\n", False), (";", "\r\n", True), ("\t", "\r", False)],
)
def test_one_damaged_byte_never_changes_a_count_in_silence(
    delivered, damage, delimiter, line_end, quote_all
):
    """A flipped, dropped or doubled byte changes letters at most, or it is told."""
    content = survey(delimiter, line_end, quote_all)
    layout = ExportLayout(delimiter=delimiter)
    sound = read_export(delivered(content), layout)
    choice = random.Random(20250113)
    silent = []
    for place in choice.choices(range(len(content)), k=N_PLACES):
        try:
            export = read_export(delivered(damage(content, place, choice)), layout)
        except OpenEndsError:
            continue
        if account(export) != account(sound) and not is_noticed(export, sound):
            silent.append(place)
    assert [] == silent
    assert 12 == len(sound.records)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_told_or_ends_between_rows(delivered, share):
    """What a failed transfer leaves behind is no shorter survey."""
    content = survey(",", "\n", quote_all=True)
    cut = content[: int(share * len(content))]
    try:
        export = read_export(delivered(cut), ExportLayout())
    except OpenEndsError:
        return
    assert cut.endswith(b"\n") or is_noticed(
        export, read_export(delivered(content), ExportLayout())
    )

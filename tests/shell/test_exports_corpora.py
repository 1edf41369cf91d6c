"""What becomes of the files that broke other readers, and of real exports?"""

import csv
import io
import json
import subprocess
import sys

import pytest

from flows.exports import read_export
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout
from tests.conftest import ROOT

DAMAGED_UPSTREAM = {"newlines_crlf", "location_coordinates"}
SECONDS, MEMORY = 10, 2**30

READ_ALL = """
import resource, sys, time
from pathlib import Path
from flows.exports import read_export
from nlp.contracts.errors import OpenEndsError
from nlp.contracts.study import ExportLayout
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
for path in sorted(Path(sys.argv[1]).rglob("*.[ct]sv*")):
    began = time.monotonic()
    try:
        export = read_export(path, ExportLayout())
        outcome = "read" if len(export) == len(export.records) + len(export.unread) else "lost"
    except OpenEndsError as error:
        outcome = "refused" if path.name in str(error) else "unnamed"
    except BaseException as error:
        outcome = type(error).__name__
    slow = time.monotonic() - began > {seconds}
    print("slow" if slow else outcome, path)
"""


@pytest.mark.parametrize(
    ("folder", "expected"), [("duckdb-csv", 690), ("frictionless", 66), ("made", 81)]
)
def test_every_file_is_read_or_refused_in_time(bad_input, folder, expected):
    """No other exception, at most 10 s each and 1 GB for all; two counts of rows agree."""
    script = READ_ALL.format(memory=MEMORY, seconds=SECONDS)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(bad_input / folder)],
        capture_output=True, text=True, timeout=300, cwd=ROOT, check=True,
    )  # fmt: skip
    outcomes = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert [] == [line for line in outcomes if line[0] not in ("read", "refused")]
    assert expected == len(outcomes)
    assert 0 < sum(outcome == "read" for outcome, _ in outcomes)


def spectrum(bad_input):
    return sorted((bad_input / "csv-spectrum" / "csvs").glob("*.csv"))


def test_csv_spectrum_is_read_to_the_letter(bad_input):
    """Ten files with what they must give, cell for cell."""
    compared = 0
    for path in spectrum(bad_input):
        if path.stem in DAMAGED_UPSTREAM:
            continue
        truth = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text("utf-8"))
        export = read_export(path, ExportLayout())
        got = [dict(zip(export.header[0], r.cells, strict=True)) for r in export.records]
        assert truth == got, path.name
        compared += 1
    assert 10 == compared


def test_naughty_strings_come_back(bad_input, delivered):
    """As cells and as header, but for those that hold a NUL."""
    lines = (bad_input / "blns" / "blns.json").read_text("utf-8")
    strings = [text for text in json.loads(lines) if "\0" not in text]
    rows = [strings[:8], *([text] * 8 for text in strings)]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    export = read_export(delivered(buffer.getvalue()), ExportLayout())
    assert tuple(rows[0]) == export.header[0]
    assert [tuple(row) for row in rows[1:]] == [record.cells for record in export.records]
    assert len(strings) > 500


REAL = {
    "aus_responsible_ai_2023/aus_responsible_ai_2023_long.csv": (0, 1),
    "bc_ai_survey_2025/bc_ai_survey.csv": (0, 1),
    "datakind_responsible_data_2019/responsible_survey.csv": (0, 2),
    "gadarian_immigration_open_ended/gadarian.csv": (0, 1),
    "ibm_argkp_2021/arguments.csv": (0, 1),
    "platform_exports/qualtrics_sample_legacy_two_header_rows.csv": (0, 2),
    "platform_exports/qualtrics_sample_three_header_rows.csv": (0, 3),
    "pros_cons_liu/pros_cons.csv": (0, 1),
    "todo_ospo_survey_2018_2024/ospo_2018.csv": (0, 2),
    "todo_ospo_survey_2018_2024/ospo_2019.csv": (1, 2),
    "todo_ospo_survey_2018_2024/ospo_2020.csv": (0, 2),
    "todo_ospo_survey_2018_2024/ospo_2021.csv": (0, 2),
    "todo_ospo_survey_2018_2024/ospo_2022.csv": (0, 3),
    "todo_ospo_survey_2018_2024/ospo_2023.csv": (0, 3),
    "todo_ospo_survey_2018_2024/ospo_2024_text.csv": (0, 3),
    "todo_ospo_survey_2018_2024/ospo_2024_numeric.csv": (0, 3),
}


@pytest.mark.parametrize("name", REAL)
def test_real_exports_agree_with_the_csv_module(shared_data, name):
    """Every cell of every row below the header is there."""
    skip, header = REAL[name]
    with (shared_data / name).open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)][skip + header :]
    export = read_export(shared_data / name, ExportLayout(skip_rows=skip, header_rows=header))
    assert () == export.unread
    assert len(rows) == len(export.records)
    width = export.width
    assert rows == [
        record.cells + ("",) * (len(row) - width)
        for record, row in zip(export.records, rows, strict=True)
    ]


def test_a_packed_bomb_is_refused(delivered):
    """A few kilobytes that unpack to gigabytes are not unpacked."""
    script = "import gzip,sys; sys.stdout.buffer.write(gzip.compress(bytes(200 * 2**20)))"
    bomb = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    with pytest.raises(SourceDataError, match=r"^w1.csv.gz: the gzip archive of .* unpacks to"):
        read_export(delivered(bomb, "w1.csv.gz"), ExportLayout())

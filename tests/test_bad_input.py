"""Every faulty file of `../shared/badinput/made` ends as the manifest beside it says."""

import csv
import re
from dataclasses import dataclass

import pytest

from flows.checking import look_at_wave
from flows.session import Session
from flows.workspace import Workspace
from nlp.contracts.cues import Cues
from nlp.contracts.errors import OpenEndsError
from nlp.contracts.study import parse_study
from nlp.intake.accounts import set_aside
from tests.conftest import SHARED
from tests.fakes import fixed_clock

MADE = SHARED / "badinput" / "made"
LATER = {
    "wave/2025-1_v2_resent.csv",
    "wave/2025-1_v3_reordered.csv",
    "wave/2025-2_new_columns.csv",
}
"""What they are to be told by needs the delivery before: tests/shell/test_deliveries.py."""

STATISTICS = {
    "respondent": {"column": "resp_id"},
    "open_questions": {"benefits": {"column": "ben", "label": "Benefits"}},
    "closed_questions": {
        "role": {"column": "role", "label": "Role"},
        "satisfaction": {"column": "satis", "label": "Satisfaction"},
    },
}
DECLARED = {
    "xlsx/merged_cells.xlsx": {"export": {"header_rows": 2}},
    "sav/labels_and_user_missing.sav": STATISTICS,
    "sav/unlabelled_value.sav": STATISTICS,
    "sav/truncated.sav": STATISTICS,
    "sav/duplicate_labels.sav": STATISTICS,
    "csv/cp1252.csv": {"export": {"encoding": "cp1252"}},
    "csv/utf16le_no_bom.csv": {"export": {"encoding": "utf-16-le"}},
    "csv/semicolon.csv": {"export": {"delimiter": ";"}},
    "csv/pipe.csv": {"export": {"delimiter": "|"}},
    "csv/preamble_rows.csv": {"export": {"skip_rows": 3}},
    "wave/dates_mixed.csv": {
        "respondent": {"column": "respondent_id", "submitted": {"column": "submitted_at"}}
    },
    "platform/qualtrics_3_header_rows.csv": {
        "export": {"header_rows": 3},
        "respondent": {"column": "ResponseId"},
        "open_questions": {"benefits": {"column": "Q2", "label": "Benefits"}},
        "closed_questions": {"role": {"column": "Q1", "label": "Role"}},
    },
    "platform/surveymonkey_2_header_rows.csv": {
        "export": {"header_rows": 2},
        "respondent": {"column": "Respondent ID"},
        "identifying": ["IP Address"],
        "open_questions": {
            "benefits": {"column": "What are the benefits?", "label": "Benefits"},
            "role_other": {
                "column": "What is your role? / Other (please specify)",
                "label": "Other role",
                "other_of": "role",
            },
        },
        "closed_questions": {"role": {"column": "What is your role? / Response", "label": "Role"}},
    },
    "platform/limesurvey_codes.csv": {
        "export": {"delimiter": ";"},
        "respondent": {"column": "id", "submitted": {"column": "submitdate"}},
        "open_questions": {"benefits": {"column": "G02Q01", "label": "Benefits"}},
        "closed_questions": {"role": {"column": "G01Q01", "label": "Role"}},
    },
    "platform/googleforms.csv": {
        "respondent": {},
        "open_questions": {"benefits": {"column": "What are the benefits?", "label": "Benefits"}},
        "closed_questions": {
            "role": {
                "column": "Your role(s) (tick all)",
                "label": "Role",
                "kind": "multiple",
                "separator": ";",
            }
        },
    },
}
"""What the study file says of a file that is not laid out as the others are."""

NO_WAVE_COLUMN = ("platform/", "sav/", "xlsx/", "size/", "disguise/")


@dataclass(frozen=True)
class Case:
    """One row of the manifest."""

    file: str
    expect: str
    rows_in: str
    accepted: str
    set_aside: str
    names: str


@dataclass(frozen=True)
class Outcome:
    """What became of a file, and all that was said about it."""

    kind: str
    said: str
    accepted: int = 0
    set_aside: int = 0


def cases():
    if not MADE.is_dir():
        return []
    with (MADE / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    return [
        Case(
            row["file"],
            row["expect"],
            row["rows_in"],
            row["rows_accepted"],
            row["rows_quarantined"],
            row["message_must_name"],
        )
        for row in rows
        if not row["file"].startswith("config/") and row["file"] not in LATER
    ]


def study_for(file):
    raw = {
        "study_id": "made",
        "title": "Made",
        "waves": {"2025-1": {"source": str(MADE / file)}},
        "respondent": {"column": "respondent_id"},
        "open_questions": {
            "benefits": {"column": "benefits_text", "label": "Benefits"},
            "risks": {"column": "risks_text", "label": "Risks"},
        },
        "closed_questions": {
            "role": {"column": "role", "label": "Role"},
            "region": {"column": "region", "label": "Region"},
        },
        "limits": {"most_set_aside": 1},
    }
    if not file.startswith(NO_WAVE_COLUMN):
        raw["wave_column"] = "wave"
    return parse_study(raw | DECLARED.get(file, {}), "made.yaml")


def outcome(file, root):
    session = Session(Workspace(root), study_for(file), (), Cues(), None, fixed_clock)
    try:
        look = look_at_wave(session, "2025-1")
        refused = set_aside(look.delivered, session.study, "2025-1")
        refused = refused[refused["rule"] != "blank_row"]  # the manifest counts no blank rows
    except OpenEndsError as error:
        return Outcome("reject", str(error))
    places = [
        f"row {row['row']}, column {row['column']}, {row['rule']}"
        for row in refused.to_dict("records")
    ]
    said = "\n".join([*look.remarks, *places])
    return Outcome("accept", said, look.counts["accepted"], len(refused))


def phrases(names):
    """What a message must hold: parts between commas, each of which may name alternatives."""
    return [part.split(" or ") for part in re.split(r"[,;] (?!\d{3})", names) if part]


def unsaid(case, said):
    """Which of the phrases the manifest asks for are not there."""
    return [
        part
        for part in phrases(case.names)
        if not any(re.search(re.escape(word) + r"(?!\d)", said, re.IGNORECASE) for word in part)
    ]


def test_the_manifest_is_read_whole(bad_input):
    """No file of the manifest is forgotten."""
    listed = (bad_input / "made" / "manifest.csv").read_text("utf-8").count("\n") - 1
    assert 110 == listed
    assert 110 - len(LATER) - 11 == len(cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.file)
def test_a_faulty_file_ends_as_its_manifest_says(case, tmp_path):
    """It loads whole, in part with the rest accounted for, or not at all; and it is said why."""
    got = outcome(case.file, tmp_path)
    allowed = set(case.expect.split("_or_"))
    if got.kind == "reject":
        assert allowed & {"reject", "reject_clear", "reject_unless_declared"}, got.said
    else:
        assert allowed & {"accept", "accept_warn", "quarantine", "warn"}, got.said
        assert (int(case.accepted or got.accepted), int(case.set_aside or got.set_aside)) == (
            got.accepted,
            got.set_aside,
        ), got.said
    needs_words = got.kind == "reject" or "accept" not in allowed
    assert [] == (unsaid(case, got.said) if needs_words else []), got.said

"""What the report's sample holds beside its responses: candidates, and how the exports came in."""

from nlp.contracts.tables import Quarantine, RecordCounts, Remarks, WordingLedger, build

CANDIDATES = [
    {
        "topic_id": "risks-t01",
        "question_id": "risks",
        "size": 4,
        "label": "Old releases",
        "keywords": "old | release | update",
        "examples": "Nobody keeps the old releases up to date | Nobody ever said this",
        "stability": 0.83,
    }
]
QUARANTINE = [
    {"wave": "2025", "source": "a.csv", "row": 9, "column": "", "rule": "conflicting_id"},
    {"wave": "2026", "source": "b.csv", "row": 4, "column": "w", "rule": "bad_weight"},
]
RECORD_COUNTS = [
    {"wave": "2025", "source": "a.csv", "fate": "accepted", "n_rows": 12},
    {"wave": "2025", "source": "a.csv", "fate": "conflicting_id", "n_rows": 1},
    {"wave": "2026", "source": "b.csv", "fate": "accepted", "n_rows": 12},
    {"wave": "2026", "source": "b.csv", "fate": "bad_weight", "n_rows": 1},
]
REMARKS = [
    {
        "wave": "2026",
        "source": "b.csv",
        "row": 3,
        "column": "r",
        "rule": "nul",
        "message": "held a NUL character, which was taken out",
    }
]
WORDINGS = [
    {
        "question_id": "risks",
        "kind": "open",
        "wave": wave,
        "wording": wording,
        "version": version,
        "comparable_group": version,
        "reason": reason,
    }
    for wave, wording, version, reason in [
        ("2025", "What worries you about them?", 1, "first"),
        ("2026", "What worries you most about them?", 2, "changed"),
    ]
]


def delivery_tables():
    """How the exports of the sample came in, by the field of the results."""
    return {
        "record_counts": build(RECORD_COUNTS, RecordCounts),
        "quarantine": build(QUARANTINE, Quarantine),
        "remarks": build(REMARKS, Remarks),
        "wording_ledger": build(WORDINGS, WordingLedger),
    }

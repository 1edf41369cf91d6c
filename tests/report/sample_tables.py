"""What the report's sample holds beside its responses: candidates, and how the exports came in."""

from nlp.contracts.tables import (
    Quarantine,
    RecordCounts,
    Remarks,
    ThemeDrift,
    TopicLineage,
    UncoveredReasons,
    WordingLedger,
    build,
)

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

REASONS = [
    {
        "unit_id": f"u{number}",
        "response_id": f"r{number}",
        "question_id": "risks",
        "wave": "2026",
        "reason": reason,
        "n_words": 5,
        "theme_id": "security",
        "likeness": 0.2,
        "next_theme_id": "agents",
        "next_likeness": 0.1,
    }
    for number, reason in enumerate(["unlike_all", "unlike_all", "too_short"])
]
LINEAGE = [
    {
        "wave": wave,
        "topic_id": topic_id,
        "relation": relation,
        "earlier_kind": kind,
        "earlier_wave": earlier_wave,
        "earlier_id": earlier_id,
        "size": 4,
        "earlier_size": 4 if kind else 0,
        "overlap": None,
        "likeness": None,
    }
    for wave, topic_id, relation, kind, earlier_wave, earlier_id in [
        ("2025", "risks-t01", "new", "", "", ""),
        ("2026", "risks-t01", "kept", "candidate", "2025", "risks-t01"),
    ]
]
DRIFT = [
    {
        "wave": wave,
        "question_id": "benefits",
        "theme_id": "cost",
        "n_codings": 9,
        "n_by_keyword": 0,
        "mean_likeness": likeness,
    }
    for wave, likeness in (("2025", 0.41), ("2026", 0.38))
]


def theme_tables():
    """What is said of themes beside their figures, by the field of the results."""
    return {
        "reasons": build(REASONS, UncoveredReasons),
        "lineage": build(LINEAGE, TopicLineage),
        "drift": build(DRIFT, ThemeDrift),
    }


def delivery_tables(respondents):
    """How the exports of the sample came in, by the field of the results."""
    counts = [
        row | ({"n_rows": respondents} if row["fate"] == "accepted" else {})
        for row in RECORD_COUNTS
    ]
    return {
        "record_counts": build(counts, RecordCounts),
        "quarantine": build(QUARANTINE, Quarantine),
        "remarks": build(REMARKS, Remarks),
        "wording_ledger": build(WORDINGS, WordingLedger),
    }

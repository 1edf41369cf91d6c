from flows.listings import as_table

DELIVERY = {
    "wave": "w1",
    "sha256": "0" * 64,
    "file": "0123-w1.csv",
    "first_seen": "2026-01-31T12:00:00+00:00",
    "rows": 1234,
    "respondents": 1200,
    "change": {"words": "1 added", "added": 1},
    "kept": True,
}


def test_a_listing_is_a_table_of_what_people_look_for():
    """
    One line per row below the names of columns, the change in words; the rest is for scripts.
    """
    head, _, line = as_table("deliveries", [DELIVERY], 100)

    assert ["wave", "first", "seen", "rows"] == head.split()[:4]
    assert "w1 2026-01-31 12:00 1,234 1,200 1 added yes 000000000000" == " ".join(line.split())


def test_no_word_is_lost_or_taken_for_a_command():
    """
    Long wordings are folded, not cut, and brackets are no colours.
    """
    row = {
        "question_id": "risks",
        "wave": "w1",
        "version": 1,
        "comparable_group": 1,
        "reason": "first",
        "wording": "[bold]Which of these? " + "very " * 40 + "[red]end",
    }

    shown = as_table("wordings", [row], 80)

    assert 40 == " ".join(shown).count("very")
    assert "[bold]" in " ".join(shown)
    assert "[red]end" in " ".join(shown)
    assert 80 >= max(map(len, shown))


def test_a_time_stands_in_one_line():
    """
    Where the table is narrow, times and outcomes stay whole and other cells are folded.
    """
    run = {
        "started": "2026-01-31T12:00:00+00:00",
        "verb": "run",
        "outcome": "unchanged",
        "exit_code": 4,
        "seconds": 101.5,
        "waves": ["2025-01", "2026-01"],
        "computed": 40,
        "found": 35,
        "error": "WorkspaceError",
        "figures": [],
    }

    shown = as_table("runs", [run], 98)

    assert ["2026-01-31", "12:00", "run", "unchanged"] == shown[3].split()[:4]
    assert "2026-01" == shown[4].split()[0]
    assert 98 >= max(map(len, shown))
